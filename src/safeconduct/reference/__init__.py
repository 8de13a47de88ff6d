"""The rulebook becomes a site of plain files, for a lawyer and a frightened person.

Keeps: nothing; a site is made whole, from the rulebook, the holidays and the terms.
Takes: a rulebook on a day, the tables of holidays, the terms.
Gives: the files of the site by their names, the same bytes for the same input.
Never here: a case, an answer about a person, disk but the room's own texts, network.
Spec: spec/law-site.md §1, §2, §3, §4, §5, §6, §7.
"""
