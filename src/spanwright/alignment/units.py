"""Lengths that are not metres, as IFC and LandXML files name them."""

from __future__ import annotations

from typing import Final

# LandXML linearUnit -> metres; the US survey foot is 1200 / 3937 m, the foot 0.3048 m
LANDXML: Final = {
    "millimeter": 0.001, "centimeter": 0.01, "meter": 1.0, "kilometer": 1000.0,
    "foot": 0.3048, "USSurveyFoot": 1200.0 / 3937.0, "inch": 0.0254, "mile": 1609.344,
}  # fmt: skip
# SI prefixes that a length may carry
PREFIX: Final = {"MILLI": 1e-3, "CENTI": 1e-2, "DECI": 0.1, "KILO": 1e3, None: 1.0}
