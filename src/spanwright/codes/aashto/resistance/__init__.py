"""Resistance of steel and composite I-girders, AASHTO LRFD section 6."""
