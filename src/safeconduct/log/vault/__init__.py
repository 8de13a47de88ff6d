"""An open vault, and how its member stands to a case."""
