"""The commands that open, read, write, share and erase cases."""
