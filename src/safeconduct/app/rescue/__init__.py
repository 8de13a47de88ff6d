"""The commands against loss: backup, shares of the key, verify."""
