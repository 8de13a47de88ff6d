"""The blind store between desks: it keeps sealed items and can open none.

Keeps: mailboxes, hashes of capabilities, sealed items with number, id and day.
Takes: items, from whoever holds a capability; a day and randomness, as arguments.
Gives: the same items in the order of their numbers; for a refusal only its status.
Never here: a key, a case, an address, a time of day, a log, what opens an envelope.
Spec: spec/log.md §12.
"""
