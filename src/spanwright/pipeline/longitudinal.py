"""Level forces along the bridge that reach the ground at every support, action by action."""

from __future__ import annotations

from typing import Final

import numpy as np

from spanwright.analysis.static import Static
from spanwright.deliverables.results import LongitudinalForces
from spanwright.layout.types import Abutment, Layout, Pier

# Heading -> kinds of case; of several cases the greatest counts.
COLUMNS: Final = {
    "braking": ("braking",),
    "friction of bearings": ("friction",),
    "temperature": ("thermal", "pier temperature"),
    "wind": ("wind", "wind with traffic", "wind on traffic"),
    "earthquake": ("seismic",),
    "earth and traffic on the fill": ("backfill",),
}


def longitudinal_forces(layout: Layout, static: Static) -> LongitudinalForces:
    """Characteristic forces along the bridge, in order of station; permanent earth pressure stands
    with the traffic on the fill."""
    every: list[Pier | Abutment] = [*layout.piers, *layout.abutments]
    stations = {one.name: one.station for one in every}
    names = sorted((n for n in static.foundation if n in stations), key=lambda n: stations[n])
    kinds = np.array([case.kind for case in static.cases])
    force = np.zeros((len(names), len(COLUMNS)))
    for row, name in enumerate(names):
        along = static.foundation[name][:, 0]
        for column, own in enumerate(COLUMNS.values()):
            here = np.isin(kinds, own)
            force[row, column] = float(np.abs(along[here]).max(initial=0.0))
        force[row, -1] += abs(float(along[kinds == "permanent"].sum()))
    return LongitudinalForces(tuple(names), tuple(COLUMNS), force)
