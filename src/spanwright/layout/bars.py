"""Reinforcement of slab, piers, crossheads, caps and abutments as adopted for the checks.

What the project file states is the least; `spanwright size` adds where a check asks for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.datum.units import mm
from spanwright.layout.notes import Notes
from spanwright.layout.sized import RULE, SAME
from spanwright.layout.types import Layout

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import SizesBrief

GIVEN: Final = "as the project file states; spanwright size adds where a check asks for more"


@dataclass(frozen=True, slots=True)
class Mesh:
    """Parallel bars in one layer.  [m]"""

    diameter: float
    spacing: float

    @property
    def area(self) -> float:
        """Area per metre of width.  [m2/m]"""
        return float(np.pi * self.diameter**2 / 4 / self.spacing)

    def __str__(self) -> str:
        return f"{self.diameter / mm:.0f} mm every {self.spacing / mm:.0f} mm"


@dataclass(frozen=True, slots=True)
class SlabBars:
    """Bars of one deck's slab.

    cover : to the transverse bars, which lie outside;  along : spacing of the longitudinal bars,
    half of `Slab.rebar_area` above and half below;  top, bottom : across the bridge         [m]
    """

    deck: str
    cover: float
    along: float
    top: Mesh
    bottom: Mesh

    def depth_across(self, thickness: float, *, top: bool) -> float:
        """Effective depth of the transverse bars.  [m]"""
        mesh = self.top if top else self.bottom
        return thickness - self.cover - 0.5 * mesh.diameter

    def depth_along(self, thickness: float, area: float, *, top: bool) -> float:
        """Effective depth of the longitudinal bars, inside the transverse ones.

        area : of both layers [m2/m];  returns [m]
        """
        mesh = self.top if top else self.bottom
        return thickness - self.cover - mesh.diameter - 0.5 * self.diameter_along(area)

    def diameter_along(self, area: float) -> float:
        """Diameter of the longitudinal bars.  area of both layers [m2/m] -> [m]"""
        return float(np.sqrt(2.0 * area * self.along / np.pi))


@dataclass(frozen=True, slots=True)
class SupportBars:
    """Bars of one pier or abutment, as shares of the concrete section they stand in.

    diameter, cover : of the main bars, and to the links outside them                        [m]
    shaft     : vertical bars over the shaft's or, one face, the stem's section
    links     : A_sw/(s b) of shaft or stem
    crosshead : top bars over its section, or those of one face of an abutment's back wall
    crosshead_links : A_sw/(s b);  cap : bottom bars each way over the section of the pile cap, or
                bottom and top bars of the footing, each
    pile_bar, pile_cover : diameter of the piles' upright bars, and to the hoops outside them [m]
    """

    name: str
    diameter: float
    cover: float
    shaft: float
    links: float
    crosshead: float
    crosshead_links: float
    cap: float
    pile_bar: float = 0.032
    pile_cover: float = 0.075


@dataclass(frozen=True, slots=True)
class Reinforcement:
    """Bars of everything of concrete that is checked, by name of the part."""

    slabs: dict[str, SlabBars]
    piers: dict[str, SupportBars]
    abutments: dict[str, SupportBars]


def reinforcement(brief: Brief, layout: Layout, notes: Notes | None = None) -> Reinforcement:
    """The bars of a layout: the project file's, or more where `sizes.toml` says so.

    notes : takes a ledger line for each part, where given
    """
    sizes = _fitting(brief.sizes, layout)
    slabs = {deck.name: _slab(brief, deck.name, sizes) for deck in layout.decks}
    piers = {pier.name: _pier(brief, pier.name, sizes) for pier in layout.piers}
    ends = {one.name: _abutment(brief, one.name, sizes) for one in layout.abutments}
    found = Reinforcement(slabs, piers, ends)
    if notes is not None:
        _tell(found, notes, sizes is not None)
    return found


def _fitting(sizes: SizesBrief | None, layout: Layout) -> SizesBrief | None:
    """The sizes if they were made for these spans."""
    if sizes is None:
        return None
    made = {deck.name: np.array(deck.supports) for deck in sizes.deck}
    for deck in layout.decks:
        own = made.get(deck.name)
        if own is None or own.shape != deck.supports.shape:
            return None
        if np.any(np.abs(own - deck.supports) > SAME):
            return None
    return sizes


def _slab(brief: Brief, deck: str, sizes: SizesBrief | None) -> SlabBars:
    given = brief.layout.slab
    top = Mesh(given.transverse_bar, given.transverse_top)
    bottom = Mesh(given.transverse_bar, given.transverse_bottom)
    for row in sizes.slab_bars if sizes is not None else ():
        if row[0] == deck:
            top = max(top, Mesh(row[1], row[2]), key=lambda mesh: mesh.area)
            bottom = max(bottom, Mesh(row[3], row[4]), key=lambda mesh: mesh.area)
    return SlabBars(deck, given.cover, given.bar_spacing, top, bottom)


def _sized(name: str, sizes: SizesBrief | None) -> tuple[float, float, float, float, float]:
    for row in sizes.support_bars if sizes is not None else ():
        if row[0] == name:
            return row[1:]
    return (0.0, 0.0, 0.0, 0.0, 0.0)


def _pier(brief: Brief, name: str, sizes: SizesBrief | None) -> SupportBars:
    own = brief.layout.piers
    least = (own.rebar_ratio, own.link_ratio, own.crosshead_ratio, own.crosshead_link_ratio)
    return _support(brief, name, sizes, own.bar, own.cover, least)


def _abutment(brief: Brief, name: str, sizes: SizesBrief | None) -> SupportBars:
    own = brief.layout.abutments
    least = (own.rebar_ratio, own.link_ratio, own.back_wall_ratio, own.link_ratio)
    return _support(brief, name, sizes, own.bar, own.cover, least)


def _support(
    brief: Brief,
    name: str,
    sizes: SizesBrief | None,
    bar: float,
    cover: float,
    least: tuple[float, float, float, float],
) -> SupportBars:
    """Bars of the project file or, where it is more, of `spanwright size`."""
    every = zip((*least, _block_ratio(brief, name)), _sized(name, sizes), strict=True)
    main, links, second, second_links, block = (max(pair) for pair in every)
    piles = brief.layout.piles
    return SupportBars(
        name, bar, cover, main, links, second, second_links, block, piles.bar, piles.cover
    )


def _block_ratio(brief: Brief, name: str) -> float:
    """Least bars each way of the pile cap or footing under a support."""
    footings = brief.layout.footings
    return footings.ratio if footings.has(name) else brief.layout.piles.cap_ratio


def _tell(found: Reinforcement, notes: Notes, is_sized: bool) -> None:
    """Ledger lines."""
    rule = RULE if is_sized else GIVEN
    for deck, bars in found.slabs.items():
        notes.rule(
            f"layout.decks[{deck}].slab.transverse",
            f"top {bars.top}, bottom {bars.bottom}",
            rule,
        )
    for name, one in found.piers.items():
        notes.rule(
            f"layout.piers[{name}].bars",
            f"crosshead {one.crosshead:.2%} and links {one.crosshead_links:.2%}, shaft "
            f"{one.shaft:.2%} and links {one.links:.2%}, cap {one.cap:.2%} each way",
            rule,
        )
    for name, one in found.abutments.items():
        notes.rule(
            f"layout.abutments[{name}].bars",
            f"stem {one.shaft:.2%} a face and links {one.links:.2%}, back wall "
            f"{one.crosshead:.2%} a face, cap {one.cap:.2%} each way",
            rule,
        )
