"""Calculation notes: any check at any place written out like a page of hand calculation."""
