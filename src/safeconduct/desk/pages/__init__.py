"""Records become pages in one language at a time; requests become acts."""
