"""Checks of precast prestressed girders."""
