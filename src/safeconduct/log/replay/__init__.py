"""From stored bytes to what the entries of a log make together."""
