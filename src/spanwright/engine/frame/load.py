"""Loads as the user says them, turned into `Push` records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from spanwright.datum.errors import ModelError
from spanwright.engine.frame.builder import Frame
from spanwright.engine.frame.parts import FORCE_KEYS, HELD_BY_PLANE, Given, Number, Push
from spanwright.engine.frame.plate import make_area_push
from spanwright.engine.frame.reading import dofs, known, listed, nearest, number
from spanwright.engine.model import DOF


def make_push(
    frame: Frame, target: str, case: str,
    place: tuple[Number | Sequence[Number] | None, Number | None, Number | None],
    local: bool, arm: Sequence[Number], size: Sequence[Number],
    force: Mapping[str, Given],
) -> Push:  # fmt: skip
    """The load of `Frame.load`: on a node, at a point of a member or along it, or on a plate."""
    where = f"load case '{case}', load on '{target}'"
    at, start, end = place
    if target in frame.plates and target not in frame.members and target not in frame.nodes:
        if start is not None or end is not None or any(map(bool, arm)):
            raise ModelError(f"{where}: a plate has no start, end or arm; give 'at' and 'size'")
        return make_area_push(frame, target, case, at, size, local, force)
    if any(listed(size, 2, f"{where}, size")):
        raise ModelError(f"{where}: 'size' is for a patch on a plate")
    for key in force:
        if key not in FORCE_KEYS:
            raise ModelError(f"{where}: unknown component '{key}'{nearest(key, FORCE_KEYS)}")
        held = DOF[FORCE_KEYS.index(key)]
        if held in HELD_BY_PLANE[frame.plane].split() and not local:
            raise ModelError(
                f"{where}: {key} does nothing in a flat '{frame.plane}' frame, which holds {held}"
            )
    if not force:
        raise ModelError(f"{where}: give at least one of {', '.join(FORCE_KEYS)}")
    side = [number(a, "length", f"{where}, arm") for a in listed(arm, 2, f"{where}, arm")]
    on_member = at is not None or start is not None or end is not None or local or any(side)
    is_node, is_member = target in frame.nodes, target in frame.members
    if is_node and is_member and not on_member:
        raise ModelError(
            f"{where}: both a node and a member have this name; for the member give start=0"
        )
    if is_node and not on_member:
        values = tuple(_one(force, key, i, where, line=False) for i, key in enumerate(FORCE_KEYS))
        return Push(case, "nodal", target, values)
    if not is_member and not is_node:
        names = dict.fromkeys([*frame.nodes, *frame.members, *frame.plates])
        known(names, "node, member or plate", target)
    length = known(frame.members, "member", target).length
    if at is not None:
        if start is not None or end is not None:
            raise ModelError(f"{where}: 'at' is for a point load; it has no start and end")
        point = _inside(at, length, f"{where}, at")
        values = tuple(_one(force, key, i, where, line=False) for i, key in enumerate(FORCE_KEYS))
        return Push(case, "point", target, values, at=point, local=local, arm=(side[0], side[1]))
    if any(key.startswith("m") for key in force):
        raise ModelError(f"{where}: a moment along a member: give forces with an arm instead")
    pairs = [_pair(force.get(key, 0.0), f"{where}, {key}") for key in FORCE_KEYS[:3]]
    first = _inside(0.0 if start is None else start, length, f"{where}, start")
    last = length if end is None else _inside(end, length, f"{where}, end")
    if not last > first:
        raise ModelError(f"{where}: end must lie beyond start")
    return Push(
        case, "line", target, tuple(p[0] for p in pairs), first, last,
        tuple(p[1] for p in pairs), local, (side[0], side[1]),
    )  # fmt: skip


def make_thermal(
    frame: Frame, target: str, case: str, uniform: Number,
    over_depth: tuple[Number, Number | None], over_width: tuple[Number, Number | None],
    expansion: Number | None,
) -> Push:  # fmt: skip
    """The strains of `Frame.temperature` on a member or a plate."""
    top_minus_bottom, depth = over_depth
    left_minus_right, width = over_width
    if target in frame.plates and target not in frame.members:
        region = frame.plates[target]
        if left_minus_right or width is not None:
            raise ModelError(f"temperature of plate '{target}': a plate has no left and right")
        strain = thermal_strain(
            f"plate '{target}'", uniform, top_minus_bottom,
            region.thickness if depth is None else depth, 0.0, None,
            region.expansion if expansion is None else expansion,
        )  # fmt: skip
        return Push(case, "plate strain", target, strain[:2])
    record = known(frame.members, "member", target)
    own = frame.sections[record.section].expansion
    strain = thermal_strain(
        f"member '{target}'", uniform, top_minus_bottom, depth, left_minus_right, width,
        own if expansion is None else expansion,
    )  # fmt: skip
    return Push(case, "strain", target, strain)


def make_strain(
    frame: Frame, target: str, case: str, values: tuple[float, float, float]
) -> Push:  # fmt: skip
    """The strains of `Frame.strain` on a member or a plate."""
    words = ("axial", "kappa_y", "kappa_z")
    given = tuple(
        number(value, "number", f"strain of '{target}', {word}")
        for word, value in zip(words, values, strict=True)
    )
    if target in frame.plates and target not in frame.members:
        if any(given[1:]):
            raise ModelError(f"strain of plate '{target}': a plate takes axial alone")
        return Push(case, "plate strain", target, (given[0], 0.0))
    known(frame.members, "member", target)
    return Push(case, "strain", target, given)


def make_settlements(
    frame: Frame, node: str, case: str, movement: Mapping[str, Number]
) -> list[Push]:
    """The movements of `Frame.settle`, one a component."""
    known(frame.nodes, "node", node)
    held = frame.supports.get(node, ())
    where = f"settlement of node '{node}'"
    pushes = []
    for key, value in movement.items():
        component = next(iter(dofs(key, where)))
        if component not in held:
            raise ModelError(f"{where}: it is not held in {key}")
        kind = "length" if component < 3 else "angle"
        amount = number(value, kind, f"{where}, {key}")
        pushes.append(Push(case, "settle", node, (amount,), component=component))
    return pushes


def combined_factors(frame: Frame, name: str, factors: Mapping[str, float]) -> dict[str, float]:
    """Factors of cases in `Frame.combine`; earlier combinations are taken apart."""
    if name in frame.cases or name in frame.combinations:
        raise ModelError(f"'{name}' is already the name of a case or a combination")
    total: dict[str, float] = {}
    for part, factor in factors.items():
        value = number(factor, "number", f"combination '{name}', '{part}'")
        inner = frame.combinations.get(part)
        if inner is None:
            known(dict.fromkeys(frame.cases), "load case", part)
            inner = {part: 1.0}
        for case, share in inner.items():
            total[case] = total.get(case, 0.0) + value * share
    return total


def thermal_strain(
    part: str, uniform: Number, top_minus_bottom: Number, depth: Number | None,
    left_minus_right: Number, width: Number | None, expansion: Number,
) -> tuple[float, float, float]:  # fmt: skip
    """Axial strain and curvatures of the free member.

    Top warmer: the free member hogs, so kappa_y = - expansion * difference / depth; the same
    about z with left (+y) for top.
    """
    where = f"temperature of {part}"
    alpha = number(expansion, "expansion", f"{where}, expansion")
    if alpha == 0.0:
        raise ModelError(f"{where}: give expansion, here or with the section")
    curvature = []
    for value, size, words in (
        (top_minus_bottom, depth, ("top_minus_bottom", "depth")),
        (left_minus_right, width, ("left_minus_right", "width")),
    ):
        difference = number(value, "temperature", f"{where}, {words[0]}")
        if difference == 0.0:
            curvature.append(0.0)
            continue
        if size is None:
            raise ModelError(f"{where}: {words[0]} needs {words[1]}")
        span = number(size, "length", f"{where}, {words[1]}")
        if not span > 0.0:
            raise ModelError(f"{where}, {words[1]}: must be positive (got {span:g} m)")
        curvature.append(-alpha * difference / span)
    warm = alpha * number(uniform, "temperature", f"{where}, uniform")
    return warm, curvature[0], curvature[1]


def _one(force: Mapping[str, Given], key: str, place: int, where: str, *, line: bool) -> float:
    kind = ("line load" if line else "force") if place < 3 else "moment"
    return number(force.get(key, 0.0), kind, f"{where}, {key}")


def _pair(value: Given, where: str) -> tuple[float, float]:
    if isinstance(value, (list, tuple, np.ndarray)):
        if len(value) != 2:
            raise ModelError(f"{where}: a varying load has two values, first and last")
        return number(value[0], "line load", where), number(value[1], "line load", where)
    single = number(value, "line load", where)
    return single, single


def _inside(value: Number | Sequence[Number], length: float, where: str) -> float:
    if isinstance(value, (list, tuple, np.ndarray)):
        raise ModelError(f"{where}: must be one distance from the member's start (got {value})")
    place = number(value, "length", where)
    if not -1e-9 * length <= place <= length * (1.0 + 1e-9):
        raise ModelError(f"{where}: must lie between 0 m and {length:g} m (got {place:g} m)")
    return min(max(place, 0.0), length)
