"""One construction stage, and what a list of stages must satisfy before it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from spanwright.datum.errors import ModelError
from spanwright.engine.element import member_axes
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model
from spanwright.engine.validate import check_loads

Birth = Literal["drawing", "tangent"]


@dataclass(frozen=True, slots=True)
class Stage:
    """What changes at one moment of construction.

    add_members, remove_members, add_springs, remove_springs, add_plates, remove_plates : indices
    hold, release : (node, component 0..5) pairs of supports that come and go
    rigidity      : (member, (EA, EIy, EIz, GJ, GAy, GAz)) pairs: new values from now on
    apply, remove : load cases; what is removed must have been applied before
    time          : when it happens, for `creep`                                     [days]
    """

    name: str
    add_members: Sequence[int] = ()
    remove_members: Sequence[int] = ()
    add_springs: Sequence[int] = ()
    remove_springs: Sequence[int] = ()
    hold: Sequence[tuple[int, int]] = ()
    release: Sequence[tuple[int, int]] = ()
    rigidity: Sequence[tuple[int, Sequence[float]]] = ()
    apply: Sequence[str] = ()
    remove: Sequence[str] = ()
    time: float = 0.0
    add_plates: Sequence[int] = ()
    remove_plates: Sequence[int] = ()


def check_stages(model: Model, loads: Loads, stages: Sequence[Stage], plate_count: int = 0) -> None:
    """Refuse indices and cases that do not exist, and stages out of order, naming the stage."""
    if not stages:
        raise ModelError("there are no stages")
    limits = {"member": len(model.members), "spring": len(model.springs.node)}
    limits["plate"] = plate_count
    ever_held = np.array(model.fixed)
    for stage in stages:
        where = f"stage '{stage.name}'"
        wanted = [("member", i) for i in (*stage.add_members, *stage.remove_members)]
        wanted += [("member", i) for i, _ in stage.rigidity]
        wanted += [("spring", i) for i in (*stage.add_springs, *stage.remove_springs)]
        wanted += [("plate", i) for i in (*stage.add_plates, *stage.remove_plates)]
        for kind, index in wanted:
            if not 0 <= index < limits[kind]:
                raise ModelError(f"{where}: {kind} {index} does not exist")
        for node, component in (*stage.hold, *stage.release):
            if not (0 <= node < len(model.nodes) and 0 <= component < 6):
                raise ModelError(f"{where}: node {node} component {component} does not exist")
        for name in (*stage.apply, *stage.remove):
            if name not in loads.names:
                known = ", ".join(loads.names)
                raise ModelError(f"{where}: there is no load case '{name}'; there are: {known}")
        for member, values in stage.rigidity:
            if len(values) != 6 or not np.all(np.asarray(values, dtype=float) > 0.0):
                raise ModelError(f"{where}: member {member} needs six rigidities above 0")
        for node, component in stage.hold:
            ever_held[node, component] = True
    if np.any(np.diff([stage.time for stage in stages]) < 0.0):
        raise ModelError("stages must follow each other in time")
    check_loads(replace(model, fixed=ever_held), member_axes(model)[0], loads)
