"""Drawings to scale: frozen primitives on a sheet in paper millimetres, and their SVG writer."""
