"""Structural analysis of any 3-D frame or grillage; knows nothing of bridges."""
