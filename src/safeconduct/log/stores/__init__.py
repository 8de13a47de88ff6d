"""What lies on the disk of a desk: databases, sealed files, the key bag, the lock."""
