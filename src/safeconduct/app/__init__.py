"""The command line: the only room that knows all others.

Keeps: nothing beyond one command; it reads what it is pointed at.
Takes: arguments, case files, the law pages on disk, today's day.
Gives: one result on standard output, one clear line for each fault, an exit code.
Never here: a rule of law, a conclusion, a way to lay out a document.
Rooms, each knows those before it only: machine, then screen, books and vault, then
calls, then those of commands.
Spec: spec/law-page.md §6, §7 (what ``law record`` and ``law check`` do).
"""
