"""Checks of AASHTO LRFD."""
