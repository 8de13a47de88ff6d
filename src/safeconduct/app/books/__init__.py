"""Law, help, terms and decisions on disk, read; installed packs."""
