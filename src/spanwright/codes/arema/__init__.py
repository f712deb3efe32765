"""AREMA Manual for Railway Engineering."""
