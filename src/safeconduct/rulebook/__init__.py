"""Law pages become one checked, dated, canonical rulebook.

Keeps: nothing; a rulebook is a frozen record named by its hash.
Takes: the texts of law pages and of the vocabulary, as text.
Gives: the rulebook, its faults with file, line and mend, and its differences.
Never here: a case, an answer about a person, a clock, disk, network, cryptography.
Spec: spec/law-page.md §1, §3, §4, §5, §6, §7, §8.
"""
