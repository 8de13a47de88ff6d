"""The desk in the browser: its command, and what it takes from this machine."""
