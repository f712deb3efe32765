"""What a run of this project does not check: the fixed list and what its file leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from spanwright.checks.prestressed.run import UNCHECKED as UNCHECKED_PRECAST
from spanwright.checks.run import UNCHECKED, UNCHECKED_STEEL
from spanwright.checks.types import Unchecked
from spanwright.pipeline.lrfd import UNCHECKED_LRFD
from spanwright.project.schema import Brief


def unchecked(brief: Brief) -> tuple[Unchecked, ...]:
    """The list of this project."""
    if brief.codes.basis == "AASHTO":
        return (*UNCHECKED_LRFD, *_left_out(brief))
    has_steel = any(part.girders == "steel" for part in brief.layout.parts)
    steel = UNCHECKED_STEEL if has_steel else ()
    precast = UNCHECKED_PRECAST if brief.layout.has_precast else ()
    return (*UNCHECKED, *steel, *precast, *_left_out(brief))


def _left_out(brief: Brief) -> Iterator[Unchecked]:
    site, names = brief.site, [name.upper() for name in brief.codes.load_models]
    if brief.codes.basis == "EN" and "LM4" not in names:
        yield Unchecked("crowd on the deck", "codes.load_models does not name LM4 (group gr4)")
    if brief.codes.basis == "EN" and not any(name.startswith("LM3:") for name in names):
        yield Unchecked("special vehicles", "codes.load_models names no LM3 (group gr5)")
    if site.earthquake is None:
        yield Unchecked("earthquake", "the project file has no [site.earthquake]")
    if site.river is None:
        yield Unchecked("stream flow", "the project file has no [site.river]: no velocity is known")
    if not any((site.scour.depth, *(depth for _, depth in site.scour.at))):
        yield Unchecked(
            "scour", "site.scour.depth is 0: foundations are checked at the present bed"
        )
    if brief.layout.footings.at:
        yield Unchecked("cracks of footings", "bending, shear and punching are checked, cracks not")
        yield Unchecked("passive earth and frost", "earth before a footing neither holds nor lifts")
        if brief.codes.basis == "AASHTO":
            yield Unchecked("spread footings", "AASHTO 10.6 was not at hand: outside scope")
    if site.climate.ice_thickness == 0.0:
        yield Unchecked("ice on piers", "site.climate.ice_thickness is 0")
    else:
        yield Unchecked(
            "closed ice cover", "moving floes cut by the piers are; its pressure is not"
        )
    if site.navigation is None:
        yield Unchecked("ship impact", "the project file has no [site.navigation]")
    if not site.roads:
        yield Unchecked("vehicle impact on piers", "the project file has no [[site.roads]]")
