"""Resistance of sections and members by the Eurocodes (EN 1992, 1993, 1994, 1997, EN 1337)."""
