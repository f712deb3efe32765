"""Bars of an abutment as they would be laid: spacings, numbers and lengths from adopted shares.

The checks take bars as shares of a section; a drawing needs a spacing.  Spacings are rounded down,
so that what is drawn is never less than what was checked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

from spanwright.checks.caps import PILE_IN
from spanwright.checks.shafts import LINK, bar_axis
from spanwright.datum.units import mm
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Abutment, Foundation

Part = Literal["stem", "back wall", "cap", "cap top"]
Run = Literal["upright", "level", "through", "along", "across"]

ANCHORED: Final = 40.0  # diameters that the back wall's bars reach into the stem
CLOSE: Final = 0.075  # bars nearer than this are laid in two layers [m]
WIDE: Final = 0.40  # greatest spacing in a wall [m]
LOOSE: Final = 0.15  # least spacing of level bars that is aimed at [m]
LEVEL_SHARE: Final = 0.25  # level bars over upright ones, at least
LEVEL_LEAST: Final = 0.001  # level bars over the wall's section, at least
LEVEL_BARS: Final = (0.012, 0.016, 0.020, 0.025)  # [m]


@dataclass(frozen=True, slots=True)
class BarRow:
    """Alike bars of one part.

    run     : upright; level, on both faces; through the wall (links); along or across in a cap
    spacing : between bars, and of links up the wall [m];  layers : behind one another
    area    : per metre of a face, or of links per square metre of wall, as laid  [m2/m], [m2/m2]
    checked : whether the area is one the checks took; else the least of a wall
    """

    mark: str
    part: Part
    run: Run
    diameter: float
    spacing: tuple[float, float]
    layers: int
    count: int
    length: float
    area: float
    checked: bool

    def mass(self, density: float) -> float:
        """Of all of them.  [kg]"""
        return self.count * self.length * math.pi * self.diameter**2 / 4 * density


def abutment_rows(abutment: Abutment, bars: SupportBars, wall_height: float) -> tuple[BarRow, ...]:
    """Every bar the drawing of an abutment shows, marked 1, 2, ... from the cap upwards.

    wall_height : of the back wall above the bearing seat, 0 where there is none [m]
    """
    f, edge = abutment.foundation, bar_axis(bars)
    into = f.cap_thickness - cap_inset(f, bars) - 2.5 * bars.diameter
    up_stem = abutment.height + into - bars.cover - LINK
    found: list[BarRow] = []
    sides: tuple[tuple[Run, float, float], ...] = (
        ("along", f.cap_length, f.cap_width),
        ("across", f.cap_width, f.cap_length),
    )
    for run, length, width in sides:
        found.append(_mesh(str(len(found) + 1), run, bars, bars.cap * f.cap_thickness,
                           length - 2 * bars.cover, width - 2 * edge))  # fmt: skip
    if f.is_footing:  # fill on its heel bends it down: the same bars above
        found += [replace(row, mark=str(len(found) + k), part="cap top")
                  for k, row in enumerate(tuple(found), start=1)]  # fmt: skip
    walls: list[tuple[Part, float, float, float, float, float]] = [
        ("stem", abutment.thickness, abutment.height, bars.shaft, bars.links, up_stem)
    ]
    if wall_height > 0.0:
        reach = wall_height + ANCHORED * bars.diameter - bars.cover
        walls.append(("back wall", abutment.back_wall, wall_height, bars.crosshead,
                      bars.crosshead_links, reach))  # fmt: skip
    for part, thickness, height, share, links, reach in walls:
        wide, tall = abutment.width - 2 * edge, height - bars.cover
        spacing, layers = pitch(bars.diameter, share * thickness)
        count = 2 * layers * (math.ceil(wide / spacing - 1e-9) + 1)
        area = layers * _section(bars.diameter) / spacing
        found.append(BarRow(str(len(found) + 1), part, "upright", bars.diameter, (spacing, 0.0),
                            layers, count, reach, area, True))  # fmt: skip
        found.append(_level(str(len(found) + 1), part, area, thickness, tall,
                            abutment.width - 2 * bars.cover))  # fmt: skip
        if links > 0.0:
            found.append(_links(str(len(found) + 1), part, links, spacing, (wide, tall),
                                thickness - 2 * bars.cover))  # fmt: skip
    return tuple(found)


def cap_inset(f: Foundation, bars: SupportBars) -> float:
    """From the underside of a cap or footing to its lowest bars.  [m]"""
    return bars.cover if f.is_footing else PILE_IN


def _section(diameter: float) -> float:
    return math.pi * diameter**2 / 4


def down(value: float, step: float) -> float:
    """Rounded down to a step that a drawing can say, never to nothing.  [m]"""
    return max(round(math.floor(value / step + 1e-9) * step, 6), step)


def pitch(diameter: float, area: float) -> tuple[float, int]:
    """Spacing and layers of bars that make up an area per metre.  [m]"""
    alone = _section(diameter) / area
    layers = max(1, math.ceil(CLOSE / alone - 1e-9))
    return down(min(layers * alone, WIDE), 5 * mm), layers


def _mesh(
    mark: str, run: Run, bars: SupportBars, area: float, length: float, width: float
) -> BarRow:  # fmt: skip
    spacing, layers = pitch(bars.diameter, area)
    count = layers * (math.ceil(width / spacing - 1e-9) + 1)
    laid = layers * _section(bars.diameter) / spacing
    return BarRow(mark, "cap", run, bars.diameter, (spacing, 0.0), layers, count, length, laid,
                  True)  # fmt: skip


def _level(
    mark: str, part: Part, upright: float, thickness: float, height: float, length: float
) -> BarRow:  # fmt: skip
    """The least a wall gets across its upright bars, half of it on each face."""
    area = max(LEVEL_SHARE * 2 * upright, LEVEL_LEAST * thickness) / 2
    loose = (d for d in LEVEL_BARS if _section(d) / area >= LOOSE)
    diameter = next(loose, LEVEL_BARS[-1])
    spacing = down(min(_section(diameter) / area, WIDE), 25 * mm)
    count = 2 * (math.ceil(height / spacing - 1e-9) + 1)
    return BarRow(mark, part, "level", diameter, (spacing, 0.0), 1, count, length,
                  _section(diameter) / spacing, False)  # fmt: skip


def _links(
    mark: str, part: Part, share: float, upright: float, size: tuple[float, float], length: float
) -> BarRow:  # fmt: skip
    """Ties through a wall: one at every so many upright bars, every so far up."""
    room = _section(LINK) / share
    across = upright * max(1, math.floor(math.sqrt(room) / upright + 1e-9))
    up = down(room / across, 25 * mm)
    count = (math.ceil(size[0] / across - 1e-9) + 1) * math.ceil(size[1] / up - 1e-9)
    return BarRow(mark, part, "through", LINK, (across, up), 1, count, length,
                  _section(LINK) / (across * up), True)  # fmt: skip
