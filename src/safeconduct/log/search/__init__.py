"""The index of words over what this desk can open."""
