"""The case log: what is kept about people, sealed, signed, followed, never edited.

Keeps: entries by log, the keys of this desk, what waits to be sent, what is derived.
Takes: bodies from members, sealed items from other desks. Gives: entries in their
order, the state they make, who may open what, and the faults of the graph.
Never here: cryptography (the room of sealing does it), law, screens.
Rooms, each knows those before it only: entries, stores, roster, replay, keys, vault;
then search and sharing; then cases, exchange, group, rescue.
Spec: spec/log.md.
"""
