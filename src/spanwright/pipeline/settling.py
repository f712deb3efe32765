"""How far each support sinks as an action: stated by the project file, or found from the ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spanwright.analysis.static import Static
from spanwright.analysis.types import SelfCheck
from spanwright.codes.data import Parameters
from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Line
from spanwright.datum.units import MN, mm
from spanwright.layout.bars import reinforcement
from spanwright.layout.types import Layout
from spanwright.pipeline.abutments import abutment_loads, permanent_forces
from spanwright.project.reader import Reading
from spanwright.structure.types import Structure


@dataclass(frozen=True, slots=True)
class Settling:
    """What `codes.settlement` and `codes.settlement_at` make of each support.

    amount   : support -> how far it sinks alone [m];  computed : those found from the ground
    """

    amount: Mapping[str, float]
    computed: frozenset[str]


def stated(reading: Reading, structure: Structure) -> Settling:
    """Amounts as the file states them; 0 for now where they are to be computed.

    Raises InputError for a support that does not exist.
    """
    codes, names = reading.brief.codes, list(structure.foundation_spring)
    own = dict(codes.settlement_at)
    for index, (name, _) in enumerate(codes.settlement_at):
        if name not in names:
            address = f"codes.settlement_at[{index}]"
            raise InputError(
                address, f"must name a support: {', '.join(names)}", got=f'"{name}"',
                place=reading.document.place(address),
            )  # fmt: skip
    general = codes.settlement
    open_ones = frozenset(names) - set(own) if general is None else frozenset[str]()
    return Settling({name: own.get(name, general or 0.0) for name in names}, open_ones)


def found(
    settling: Settling,
    reading: Reading,
    layout: Layout,
    structure: Structure,
    static: Static,
    parameters: Parameters,
) -> Settling:
    """The same with the open amounts: permanent force over the stiffness of the foundation."""
    bars = reinforcement(reading.brief, layout)
    loads = abutment_loads(reading, layout, bars, static, parameters)
    names = list(settling.amount)
    force = permanent_forces(static, loads, names)
    sunk = {
        name: max(float(push), 0.0) / float(structure.groups[name].stiffness[2])
        for name, push in zip(names, force, strict=True)
    }
    amount = {n: sunk[n] if n in settling.computed else v for n, v in settling.amount.items()}
    return Settling(amount, settling.computed)


def ledger_lines(settling: Settling, structure: Structure) -> list[Line]:
    """How each computed amount was found."""
    return [
        Line(
            f"codes.settlement[{name}]",
            f"{settling.amount[name] / mm:.1f} mm",
            "derived",
            f"permanent force {settling.amount[name] * stiffness / MN:.2f} MN over the stiffness "
            f"of the foundation, {stiffness / MN:.0f} MN/m",
            "EN 1990 A2.2.1, EN 1997-1 6.6.2 and 7.6.4",
        )
        for name in sorted(settling.computed)
        for stiffness in [float(structure.groups[name].stiffness[2])]
    ]


def all_alike(static: Static, settling: Settling) -> list[SelfCheck]:
    """Settling all supports by the same amount moves the bridge and bends nothing."""
    rows = {case.name: i for i, case in enumerate(static.cases)}
    cases = [(rows[f"settlement of {name}"], s) for name, s in settling.amount.items() if s > 0.0]
    if len(cases) < 2 or len(cases) < len(settling.amount):
        return []
    effect = static.effects.force
    each = np.stack([effect[row, :, 4] / amount for row, amount in cases])
    worst = float(np.abs(each.sum(axis=0)).max() / np.abs(each).max())
    told = f"{len(cases)} supports, moments of all girders"
    return [SelfCheck("settlement of all supports alike", worst, told)]
