"""Eurocode formulas (.py) and values (.toml), first generation (2002-2009 with amendments)."""
