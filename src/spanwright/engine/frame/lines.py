"""Influence lines of a solved `Frame` along its members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine.element import SECTION_SIGN
from spanwright.engine.frame.answers import InfluenceLine
from spanwright.engine.frame.parts import FORCE_KEYS, Number
from spanwright.engine.frame.reading import force_index, known, member_points, nearest, number
from spanwright.engine.influence import DISPLACEMENT, MEMBER, REACTION, SPRING, influence_line
from spanwright.engine.model import DOF, FORCE, LINK
from spanwright.engine.statics import carried
from spanwright.engine.surfaces import Responses

if TYPE_CHECKING:
    from spanwright.engine.frame.result import FrameResult


def influence(
    result: FrameResult, target: str, component: str, at: Number | None,
    along: Sequence[str], points: int,
) -> InfluenceLine:  # fmt: skip
    """See `FrameResult.influence`."""
    path = tuple(along) or tuple(result.frame.members)
    member, x = _path(result, path, points, target if at is not None else "", at)
    place = [result.built.locate(m, np.array([s])) for m, s in zip(member, x, strict=True)]
    element = np.array([int(e[0]) for e, _ in place])
    inside = np.array([float(s[0]) for _, s in place])
    if at is not None:
        value = _section_line(result, target, component, at, (element, inside), (member, x))
    else:
        value = _node_line(result, target, component, element, inside)
    begin = np.cumsum([0.0] + [result.frame.members[m].length for m in path])
    first = {m: float(b) for m, b in zip(path, begin, strict=False)}
    station = np.array([first[m] + s for m, s in zip(member, x, strict=True)])
    where = "" if at is None else f" at {number(at, 'length', 'at'):g} m"
    return InfluenceLine(f"{component} of {target}{where}", member, x, station, value)


def _path(
    result: FrameResult, path: Sequence[str], points: int, own: str, at: Number | None
) -> tuple[tuple[str, ...], Array]:
    """Members and positions of the travelling load; the own section twice."""
    names: list[str] = []
    places: list[float] = []
    for name in path:
        length = known(result.frame.members, "member", name).length
        x = np.linspace(0.0, length, max(2, points))
        x = np.unique(np.concatenate([x, result.built.cut[name]]))
        if name == own and at is not None:
            section = number(at, "length", "at")
            x = np.concatenate([x[x < section], [section, section], x[x > section]])
        names += [name] * len(x)
        places += list(x)
    return tuple(names), np.array(places)


def _node_line(
    result: FrameResult, node: str, component: str, element: Ints, inside: Array
) -> Array:
    row = known(result.built.node, "node", node)
    label = f"{component} of node '{node}'"
    if component in DOF:
        wanted = [(DISPLACEMENT, row, 0, DOF.index(component))]
    elif component in FORCE_KEYS:
        part = FORCE_KEYS.index(component)
        springs = result.built.model.springs
        below = np.flatnonzero((springs.node == row) & (springs.other == LINK))
        straight = [s for s in below if np.array_equal(springs.axes[s], np.eye(3))]
        if len(below) and len(below) == len(straight) and not result.built.model.fixed[row, part]:
            # the support pushes back what its springs take
            some = _responses([(SPRING, int(s), 0, part) for s in below], (label,) * len(below))
            return np.asarray(-influence_line(result.ready, some, element, inside).sum(axis=0))
        wanted = [(REACTION, row, 0, part)]
    else:
        hint = nearest(component, (*FORCE_KEYS, *DOF))
        raise ModelError(f"node '{node}': there is no component '{component}'{hint}")
    one = _responses(wanted, (label,))
    return np.asarray(influence_line(result.ready, one, element, inside)[0])


def _section_line(
    result: FrameResult, member: str, component: str, at: Number,
    place: tuple[Ints, Array], label: tuple[tuple[str, ...], Array],
) -> Array:  # fmt: skip
    """Section force at `at` from the six forces at the start of its own element."""
    which = force_index(component)
    points, _ = member_points(result.frame, member, at)
    own, lever = result.built.locate(member, points)
    element, inside = place
    names = tuple(f"{f} of member '{member}'" for f in FORCE)
    six = _responses([(MEMBER, int(own[0]), 0, c) for c in range(6)], names)
    start = influence_line(result.ready, six, element, inside).T
    total = carried(start * SECTION_SIGN[0], np.full(len(inside), lever[0]))
    # of the two points at the section the first is the load just before it
    is_twin = np.zeros(len(inside), dtype=bool)
    twins = np.array([m == member and x == points[0] for m, x in zip(*label, strict=True)])
    is_twin[np.flatnonzero(twins)[1:]] = True
    before = (element == own[0]) & ~is_twin & (inside <= lever[0])
    down = result.ready.system.elements.axes[own[0]] @ np.array([0.0, 0.0, -1.0])
    push = np.zeros((int(before.sum()), 6))
    push[:, :3] = down
    total[before] += carried(push, lever[0] - inside[before])
    return np.asarray(-total[:, which] * SECTION_SIGN[1, which])


def _responses(rows: list[tuple[int, int, int, int]], names: tuple[str, ...]) -> Responses:
    kind, index, side, component = np.array(rows, dtype=np.int64).T
    return Responses(kind, index, side, component, names)
