"""Which key opens, seals and names what: turns of keys, grants of single logs."""
