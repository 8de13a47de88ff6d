"""A web server that keeps no log and tells nothing of itself.

Keeps: nothing.
Takes: an application and a socket. Gives: a server that runs until it is told.
Never here: what is served, a name of the program, an address of who asks.
Spec: spec/log.md §12, spec/desk.md §1.
"""
