"""What is done with a case: opened, passed on, kept, erased; its files."""
