"""Earthquake by modal response spectrum, as cases of their own beside the static ones.

Peaks have no sign and their components no common instant.  Each direction in turn counts in full
with 0.3 of the two others; the sums enter the combinations either way, once with the axial force
of the same sign as all other components and once with the opposite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.actions.types import Case
from spanwright.analysis.static import Static, crosshead_members, section_nodes
from spanwright.analysis.types import StaticCases
from spanwright.codes.eurocode.actions.earthquake import directions
from spanwright.datum.arrays import Array
from spanwright.engine.modal import modes
from spanwright.engine.spectrum import response
from spanwright.engine.statics import Prepared
from spanwright.structure.types import Structure

MODES: Final = 40  # what they leave out acts statically at the acceleration of period zero
AXES: Final = ("along", "across", "vertical")
CLAUSE: Final = "EN 1998-1 4.3.3.3, EN 1998-2 4.2.1"
Spectrum = Callable[[Array], Array]


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """Ground motion of the design earthquake.

    horizontal, vertical : design accelerations over periods [s] -> [m/s2]
    behaviour : q behind the horizontal spectrum; bearings and foundations, which must outlast the
                piers, get the horizontal motion's effects times q (EN 1998-2 5.8.2, 6.6.2)
    text      : in readers' words
    """

    horizontal: Spectrum
    vertical: Spectrum
    behaviour: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Shaken:
    """Effects of six seismic cases: three directions, two signs of axial force.

    The names are those of `Static`;  force, deflection, bearing : of its `effects`
    """

    cases: tuple[Case, ...]
    force: Array
    deflection: Array
    bearing: Array
    column_foot: Array
    column_head: Array
    crosshead: Array
    tilt: Array
    foundation: dict[str, Array]


def shake(ready: Prepared, structure: Structure, motion: Motion) -> Shaken:
    """The seismic cases by modal response spectrum.

    ready : the short-term model: uncracked piers and deck, which is the stiffer and so the safe
            side for forces.  Mass is that of the permanent actions.
    """
    found = modes(ready, MODES)
    spectra = (motion.horizontal, motion.horizontal, motion.vertical)
    peaks = [
        response(ready, spectrum, tuple(np.eye(3)[axis]), found=found)
        for axis, spectrum in enumerate(spectra)
    ]
    table = structure.table
    feet = np.array([c.members[0] for c in structure.columns], dtype=np.int64)
    heads = np.array([c.members[-1] for c in structure.columns], dtype=np.int64)
    beams = crosshead_members(structure)
    nodes = section_nodes(structure)
    # The vertical spectrum has q = 1 already.
    outlast = (motion.behaviour, motion.behaviour, 1.0)
    spring = _by_axis([q * p.spring_force for q, p in zip(outlast, peaks, strict=True)], 2)
    above = structure.models["short term"].springs.other[structure.bearing_spring]
    tilt = directions(*(p.displacement[above, 4] for p in peaks))
    sag = directions(*(p.displacement[nodes, 2] for p in peaks))
    return Shaken(
        cases=_cases(motion, [float(p.mass_share) for p in peaks]),
        force=_by_axis([p.end_force[table.member, table.side] for p in peaks], 0),
        deflection=np.concatenate([sag, sag]),
        bearing=spring[:, structure.bearing_spring],
        column_foot=_by_axis([p.end_force[feet, 0] for p in peaks], 0),
        column_head=_by_axis([p.end_force[heads, 1] for p in peaks], 0),
        crosshead=_by_axis([p.end_force[beams] for p in peaks], 0),
        tilt=np.concatenate([tilt, tilt]),
        foundation={name: spring[:, rows] for name, rows in structure.foundation_spring.items()},
    )


def _cases(motion: Motion, share: list[float]) -> tuple[Case, ...]:
    return tuple(
        Case(
            f"earthquake {axis}{sign}",
            "short term",
            "seismic",
            f"{motion.text}; modes carry {share[i]:.0%} of the mass, the rest acts statically",
            CLAUSE,
            "read",
            reversible=True,
        )
        for sign in ("", ", axial force reversed")
        for i, axis in enumerate(AXES)
    )


def add_earthquake(static: Static, found: Shaken) -> Static:
    """The static effects with the seismic cases after them."""
    effects = static.effects
    return replace(
        static,
        cases=(*static.cases, *found.cases),
        effects=StaticCases(
            (*effects.names, *(case.name for case in found.cases)),
            (*effects.stages, *(case.stage for case in found.cases)),
            np.concatenate([effects.force, found.force]),
            np.concatenate([effects.deflection, found.deflection]),
            np.concatenate([effects.bearing, found.bearing]),
        ),
        column_foot=np.concatenate([static.column_foot, found.column_foot]),
        column_head=np.concatenate([static.column_head, found.column_head]),
        crosshead=np.concatenate([static.crosshead, found.crosshead]),
        tilt=np.concatenate([static.tilt, found.tilt]),
        foundation={
            name: np.concatenate([rows, found.foundation[name]])
            for name, rows in static.foundation.items()
        },
    )


def _by_axis(peaks: list[Array], axial: int) -> Array:
    """Directions put together, then again with the axial component reversed.  (6, n, 6)"""
    together = directions(*peaks)
    turned = together.copy()
    turned[..., axial] *= -1.0
    return np.concatenate([together, turned])
