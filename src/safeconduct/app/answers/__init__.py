"""The commands that answer about a case, a deadline or a country."""
