"""What the project file asks of foundations, checked against the supports and the ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from spanwright.datum.errors import InputError
from spanwright.layout.sized import sized_pile_bars
from spanwright.layout.types import Abutment, Pier

if TYPE_CHECKING:
    from spanwright.project.schema import Brief
    from spanwright.project.sizes import SizesBrief

_Support = TypeVar("_Support", Pier, Abutment)
SHORTEST_EMBEDMENT: Final = 3.0  # of piles below the scoured bed [m]
LEAST_COVER: Final = 1.0  # ground left above the base of a footing by scour [m]


def check_scour(brief: Brief, names: Sequence[str]) -> None:
    """Refuse scour at supports that do not exist, and scour below all known layers."""
    deepest = brief.site.strata()[-1].bottom
    for index, (name, depth) in enumerate(brief.site.scour.at):
        address = f"site.scour.at[{index}]"
        if name not in names:
            known = ", ".join(dict.fromkeys(names))
            raise InputError(address, f"must name a support: {known}", got=f'"{name}"')
        if depth >= deepest:
            raise InputError(address, f"must end above the deepest layer, {deepest:g} m",
                             got=f"{depth:g} m")  # fmt: skip
    if brief.site.scour.depth >= deepest:
        raise InputError("site.scour.depth", f"must end above the deepest layer, {deepest:g} m",
                         got=f"{brief.site.scour.depth:g} m")  # fmt: skip


def check_footings(brief: Brief, names: Sequence[str]) -> None:
    """Refuse footings under supports that do not exist, and bases below all known layers."""
    given = brief.layout.footings
    known, deepest = list(dict.fromkeys(names)), brief.site.strata()[-1].bottom
    for index, name in enumerate(given.at):
        if name not in known and name != "all":
            raise InputError(
                f"layout.footings.at[{index}]",
                f'must be "all" or name a support: {", ".join(known)}',
                got=f'"{name}"',
            )
    for index, (name, _) in enumerate(given.depth_at):
        if name not in known or not given.has(name):
            raise InputError(
                f"layout.footings.depth_at[{index}]",
                "must name a support that layout.footings.at puts on a footing",
                got=f'"{name}"',
            )
    for name in known:
        if given.has(name) and given.depth_of(name) >= deepest:
            raise InputError("layout.footings.depth", f"must end above the deepest layer, "
                             f"{deepest:g} m", got=f"{given.depth_of(name):g} m")  # fmt: skip


def with_pile_bars(support: _Support, brief: Brief, sizes: SizesBrief | None) -> _Support:
    """The same support with what its piles need beyond the project file's least bars."""
    given = brief.layout.piles
    if support.foundation.is_footing:
        return support
    bars, hoops = sized_pile_bars(sizes, support.name)
    base = replace(
        support.foundation,
        pile_rebar_ratio=max(given.rebar_ratio, bars),
        pile_link_ratio=max(given.link_ratio, hoops),
    )
    return replace(support, foundation=base)


def check_embedment(support: Pier | Abutment, address: str) -> None:
    """Refuse piles that scour lays bare, and footings that it reaches."""
    base = support.foundation
    left = support.bed - base.toe
    if base.is_footing:
        if support.scour > 0.0 and left < LEAST_COVER:
            raise InputError(
                address,
                f"must leave at least {LEAST_COVER:g} m of ground above the base of the footing "
                f"of {support.name}, {support.ground - base.toe:g} m below the ground",
                got=f"scour of {support.scour:g} m",
                hint="found deeper in layout.footings.depth, or put the support on piles",
            )
    elif support.scour > 0.0 and left < SHORTEST_EMBEDMENT:
        raise InputError(
            address,
            f"must leave the piles of {support.name} at least {SHORTEST_EMBEDMENT:g} m in the "
            "ground",
            got=f"scour of {support.scour:g} m",
            hint="give longer piles in layout.piles.length",
        )
