"""The one kernel: what follows for a case from a rulebook on a day, and why.

Keeps: nothing; the same rulebook, facts and day give the same bytes.
Takes: a rulebook, facts, the query day, the day as of which the law is known.
Gives: findings, reasons, the next question, what would change it, deadlines.
Never here: a clock, disk, network, cryptography, a default for a missing fact.
Spec: spec/law-page.md §2.
"""
