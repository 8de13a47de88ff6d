"""Keys, seals and signatures, and what is trusted on their strength.

Keeps: nothing; keys, clock and randomness are given to it.
Takes: bytes, keys, passphrases, a day, what was trusted before.
Gives: sealed and signed bytes; of such bytes what they hold, or why they are refused.
Never here: a disk, a network, a clock, a law, a case, a primitive of our own making.
Spec: spec/law-pack.md, spec/envelope.md.
"""
