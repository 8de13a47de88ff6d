"""The vault of this machine: opened, its names, what may leave it."""
