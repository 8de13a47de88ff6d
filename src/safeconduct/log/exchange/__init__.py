"""Desks exchange what they have: relay, stick, intake of what came."""
