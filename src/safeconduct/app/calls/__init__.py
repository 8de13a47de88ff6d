"""What the commands of one kind are called with."""
