"""Who may come in: one browser on this machine, by a ticket that counts once."""
