"""Facts with their witnesses: from case files and from the entries of a vault.

Keeps: nothing.
Takes: a case file, or the logs of a case that are open, and the vocabulary.
Gives: one frozen case, for the assessment. Never here: what follows from the facts.
Spec: spec/case-file.md, spec/log.md §10.
"""
