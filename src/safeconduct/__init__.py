"""Casework software for groups that help people who refuse to fight."""

__version__ = "0.1.0"
