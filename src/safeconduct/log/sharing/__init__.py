"""What goes to whom: keys that turn, single grants, items on their way."""
