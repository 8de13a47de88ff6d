"""The words that every room shares: truth, facts, days, errors.

Keeps: nothing; its records are frozen.
Takes: plain values, parsed once at the edge.
Gives: ``Truth`` of three, ``Fact``, days known in part, the root of all errors.
Never here: anything of another room, a clock, disk, network, law of any country.
Spec: spec/law-page.md §2.
"""
