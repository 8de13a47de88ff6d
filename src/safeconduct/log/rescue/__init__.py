"""Backup, restore, recovery by shares, and the walk that verifies all."""
