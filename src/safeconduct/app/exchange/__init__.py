"""The commands by which something leaves this desk or comes in."""
