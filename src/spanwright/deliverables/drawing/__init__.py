"""Drawings to scale: frozen primitives on a sheet in paper millimetres, and their SVG writer."""

from spanwright.deliverables.drawing.sheets import Drawn, all_sheets, sheets_of

__all__ = ["Drawn", "all_sheets", "sheets_of"]
