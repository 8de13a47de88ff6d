"""Facts and assessment become the documents that people carry or file.

Keeps: nothing; a document is made whole, from what it is given.
Takes: a case, its assessment, the audience and the language.
Gives: the dossier as PDF and DOCX, the alarm card, the action pack.
Never here: law, a finding of its own, what the audience may not see, network.
Spec: spec/dossier.md.
"""
