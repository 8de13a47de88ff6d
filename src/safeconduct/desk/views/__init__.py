"""What a page shows, as frozen records: from a vault and the law, no HTML."""
