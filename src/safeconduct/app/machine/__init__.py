"""What this machine lends: files, passphrases, the day and other settings."""
