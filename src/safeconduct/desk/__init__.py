"""The caseworker's local web side: a vault and the law, as pages on this machine.

Keeps: nothing on any disk; while the vault is open, what follows from its cases.
Takes: what opens a vault, the books of the law, a clock, randomness.
Gives: pages for one browser on this machine, to whoever holds the one-use ticket.
Never here: a request to anybody else's server, cryptography, a rule of law.
Rooms, each knows those before it only: door, views, pages.
Spec: spec/desk.md.
"""
