"""Bars of slab and supports, from the utilisations of their checks: they only ever grow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.layout.bars import Mesh, Reinforcement, SupportBars
from spanwright.layout.notes import rounded_up
from spanwright.layout.types import Abutment, Pier, Slab
from spanwright.project.sizes import PileBarRow, SlabBarRow, SupportBarRow
from spanwright.structure.precast_table import PrecastTable
from spanwright.structure.types import GirderTable

DIAMETERS: Final = (0.016, 0.020, 0.025)  # across the slab [m]
SPACINGS: Final = (0.100, 0.110, 0.125, 0.150, 0.175, 0.200)
# Resistance grows with this power of the bars' area.
POWER: Final = {
    "shear": 1 / 3, "punching": 1 / 3, "crack": 1.4, "links": 1.0, "least": 1.0, "stress": 0.9,
}  # fmt: skip
MOST_IN_SHEAR: Final = 0.02  # rho_l that counts
SHARE_STEP: Final = 0.0005  # of the concrete section
MOST: Final = 0.04
ALONG: Final = "slab distribution bars"
PARTS: Final = ("shaft", "links", "crosshead", "crosshead_links", "cap")


def factor(name: str, use: float, aim: float) -> float:
    """How many times the bars a check asks for, by its name and utilisation; at least 1."""
    power = next((p for word, p in POWER.items() if word in name), 0.9)
    return float(max(use / aim, 1.0) ** (1.0 / power))


def slab_factor(series: Iterable[CheckSeries], deck: str, *, above: bool, aim: float) -> float:
    """Transverse bars asked for on one face of one deck's slab, over those in place."""
    most = 1.0
    for found in series:
        if found.element != "deck" or not found.name.startswith("slab"):
            continue
        for place, use in zip(found.place, found.utilisation, strict=True):
            if place.startswith(f"{deck} slab") and _on_face(found.name, place, above):
                most = max(most, factor(found.name, float(np.nan_to_num(use, nan=0.0)), aim))
    return most


def _on_face(name: str, place: str, above: bool) -> bool:
    if "shear" in name:
        return above  # the bars stretched beside a girder lie above
    if "punching" in name:
        return not above
    return place.endswith(f"across {'above' if above else 'below'}")


def mesh_for(area: float) -> Mesh:
    """The lightest mesh with at least an area, the thinner bars of two alike; else the most."""
    meshes = [Mesh(d, s) for d in DIAMETERS for s in SPACINGS]
    enough = [mesh for mesh in meshes if mesh.area >= area - 1e-9]
    if not enough:
        return max(meshes, key=lambda m: m.area)
    return min(enough, key=lambda m: (m.area, m.diameter))


def slab_bar_row(
    deck: str, thickness: float, bars: Reinforcement, series: tuple[CheckSeries, ...], aim: float
) -> SlabBarRow:
    """Bars across one deck's slab.

    Shear counts no more bars than 2 % of the depth (EN 1992-1-1 6.2.2(1)); beyond it the slab
    wants to be thicker, which is not a size chosen here.
    """
    now = bars.slabs[deck]
    top, bottom = now.top, now.bottom
    cut = [one for one in series if "shear" in one.name]
    bent = [one for one in series if "shear" not in one.name]
    useful = max(MOST_IN_SHEAR * now.depth_across(thickness, top=True), top.area)
    area = max(
        min(top.area * slab_factor(cut, deck, above=True, aim=aim), useful),
        top.area * slab_factor(bent, deck, above=True, aim=aim),
    )
    if area > top.area:
        top = mesh_for(area)
    more = slab_factor(series, deck, above=False, aim=aim)
    if more > 1.0:
        bottom = mesh_for(bottom.area * more)
    return (deck, top.diameter, top.spacing, bottom.diameter, bottom.spacing)


def support_bar_row(now: SupportBars, series: tuple[CheckSeries, ...], aim: float) -> SupportBarRow:
    """Bars of one pier or abutment: each part follows the checks that say they are its own.

    A check of a support names the bars it rests on in its first word: "shaft", "stem", "cap",
    "crosshead", "back wall", "footing"; "shear" says that it rests on their links.
    """
    more = dict.fromkeys(PARTS, 1.0)
    for found in series:
        part = part_of(found.name)
        if part is None:
            continue
        for place, use in zip(found.place, found.utilisation, strict=True):
            if place.startswith(f"{now.name} ") and not np.isnan(use):
                more[part] = max(more[part], factor(found.name, float(use), aim))
    shares = [
        min(rounded_up(getattr(now, part) * more[part], SHARE_STEP), MOST)
        if more[part] > 1.0
        else getattr(now, part)
        for part in PARTS
    ]
    return (now.name, shares[0], shares[1], shares[2], shares[3], shares[4])


def pile_bar_row(
    support: Pier | Abutment, series: tuple[CheckSeries, ...], aim: float
) -> PileBarRow:
    """Vertical bars and hoops of a support's piles; moments and shears do not change with them."""
    base = support.foundation
    shares = []
    for now, check in (
        (base.pile_rebar_ratio, "piles, bending"),
        (base.pile_link_ratio, "piles, shear"),
    ):
        worst = max(
            (
                float(use)
                for found in series
                if found.name.startswith(check)
                for place, use in zip(found.place, found.utilisation, strict=True)
                if place.startswith(f"{support.name} ") and not np.isnan(use)
            ),
            default=0.0,
        )
        more = now if worst <= aim else rounded_up(now * worst / aim, SHARE_STEP)
        shares.append(min(more, MOST))
    return (support.name, shares[0], shares[1])


def part_of(name: str) -> str | None:
    """Which bars of a support a check rests on; None where bars do not answer it."""
    if name.startswith(("shaft", "stem")):
        return "links" if "shear" in name else "shaft"
    if name.startswith(("crosshead", "back wall")):
        return "crosshead_links" if "shear" in name else "crosshead"
    if name.startswith(("footing bending", "footing least")):
        return "cap"
    if name.startswith("cap") and "node" not in name and "punching" not in name:
        return "cap"
    return None


def bar_use(
    series: Iterable[CheckSeries], table: GirderTable | PrecastTable, slab: Slab, deck: int
) -> tuple[float, float]:
    """Greatest utilisation of the longitudinal bars over the piers and in the spans.

    A section belongs to the bars it was checked with: an element takes those at its middle.
    """
    zone = np.clip(
        np.searchsorted(slab.rebar_station, table.station) - 1, 0, len(slab.rebar_area) - 1
    )
    over = zone % 2 == 1
    if len(slab.rebar_area) > 1 and slab.rebar_area[0] != slab.rebar_area[1]:
        own = table.rebar_area / np.maximum(table.slab_width, 1e-9)
        between, above = slab.rebar_area[0], slab.rebar_area[1]
        over = np.abs(own - above) < np.abs(own - between)
    worst = [0.0, 0.0]
    for found in series:
        if found.name == ALONG:  # the fewest bars of a deck spread its wheels, wherever they lie
            here = found.deck == deck
            most = float(np.max(found.utilisation[here], initial=0.0))
            worst = [max(one, most) for one in worst]
        if found.element != "girder" or not any(
            w in found.name for w in ("reinforcement", "crack", "bars of the slab")
        ):
            continue
        here = (found.deck == deck) & ~np.isnan(found.utilisation)
        for place, rows in enumerate((here & over, here & ~over)):
            worst[place] = max(worst[place], float(found.utilisation[rows].max(initial=0.0)))
    return worst[0], worst[1]
