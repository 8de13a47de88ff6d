"""Who is in the group and who may do what, by replay of its own log."""
