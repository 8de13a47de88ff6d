"""A group begins, people and devices come and go, its mailboxes."""
