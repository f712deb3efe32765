"""A `Frame` as a deck that takes load models: influence surfaces, and placements replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.engine import modal
from spanwright.engine.frame.meshes import mass_of
from spanwright.engine.frame.parts import FORCE_KEYS, Number
from spanwright.engine.frame.reading import known, listed, nearest, number, whole
from spanwright.engine.influence import DISPLACEMENT, MEMBER, REACTION, SPRING, surfaces
from spanwright.engine.model import DOF, FORCE
from spanwright.engine.moving import Passage, passage
from spanwright.engine.placement import place
from spanwright.engine.statics import solve
from spanwright.engine.surfaces import LoadingLines, Patches, Responses, Surfaces

if TYPE_CHECKING:
    from spanwright.engine.frame.result import FrameResult

Wanted = Sequence[tuple[str, str] | tuple[str, str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class FrameDeck:
    """Lines of members along x that take wheels, and the responses asked of them."""

    result: FrameResult
    lines: LoadingLines
    responses: Responses
    surfaces: Surfaces

    def replay(self, patches: Patches) -> Array:
        """The responses (r,) to a placed load, solved as an ordinary load case."""
        ready = self.result.ready
        found = solve(ready, place(ready, self.lines, {"placed": patches}))
        tables = {
            MEMBER: found.end_force[0], DISPLACEMENT: found.displacement[0],
            SPRING: found.spring_force[0], REACTION: found.reaction[0],
        }  # fmt: skip
        r = self.responses
        values = []
        for kind, row, side, part in zip(r.kind, r.index, r.side, r.component, strict=True):
            at = (row, side, part) if kind == MEMBER else (row, part)
            values.append(float(tables[int(kind)][at]))
        return np.array(values)

    def passage(
        self, axles: Sequence[tuple[Number, Number]], speed: Number, *, modes: int = 10,
        damping: float = 0.0, y: Number = 0.0, time: Array | None = None,
    ) -> Passage:  # fmt: skip
        """History of the responses while a train of constant forces drives over the lines.

        axles : (distance behind the first axle, downward force) of each          [m, N]
        speed : towards larger stations [m/s];  y : offset of the path            [m]
        modes : how many; what they leave out acts as its static effect
        damping : share of critical;  time : (t,) instants from the entry of the first axle,
                  default: fine, until two longest periods after the last one has left  [s]
        """
        place_, force = zip(*axles, strict=True) if axles else ((), ())
        built = self.result.built
        extra_mass = mass_of(built.meshes, built.model.nodes)
        count = whole(modes, "passage, modes")
        return passage(
            self.result.ready,
            modal.modes(self.result.ready, count, extra_mass=extra_mass),
            self.lines,
            self.responses,
            axle=np.array([number(x, "length", "passage, distance of an axle") for x in place_]),
            force=np.array([number(f, "force", "passage, force of an axle") for f in force]),
            speed=number(speed, "speed", "passage, speed"),
            y=number(y, "length", "passage, y"),
            damping=damping,
            time=time,
            extra_mass=extra_mass,
        )


def make_deck(result: FrameResult, lines: Sequence[Sequence[str]], wanted: Wanted) -> FrameDeck:
    """See `FrameResult.deck`."""
    found = _lines(result, lines)
    rows = [_response(result, entry) for entry in wanted]
    if not rows:
        raise ModelError("a deck needs at least one response")
    kind, index, side, component = np.array([row[:4] for row in rows], dtype=np.int64).T
    responses = Responses(kind, index, side, component, tuple(row[4] for row in rows))
    held = {result.frame.nodes[n][0] for n in result.frame.nodes if _is_held(result, n)}
    spans = np.unique(np.clip([found.x[0], *held, found.x[-1]], found.x[0], found.x[-1]))
    return FrameDeck(result, found, responses, surfaces(result.ready, responses, found, spans))


def _is_held(result: FrameResult, node: str) -> bool:
    sprung = any(s.node == node and not s.other and s.stiffness[2] > 0
                 for s in result.frame.springs.values())  # fmt: skip
    return sprung or 2 in result.frame.supports.get(node, ())


def _lines(result: FrameResult, lines: Sequence[Sequence[str]]) -> LoadingLines:
    built = result.built
    named = [listed(members, 0, "deck, a line of members") for members in lines]
    for name in (n for members in named for n in members):
        known(result.frame.members, "member", name)
    single = [built.loading_line(members) for members in named if members]
    if not single:
        raise ModelError("a deck needs at least one line of members")
    places = [built.model.nodes[line.node[0]] for line in single]
    order = np.argsort([p[:, 1].mean() for p in places])
    single, places = [single[k] for k in order], [places[k] for k in order]
    x = places[0][:, 0]
    for line, place_ in zip(single, places, strict=True):
        name = built.model.member_names[int(line.member[0, 0])]
        if np.ptp(place_[:, 1]) > 1e-6:
            raise ModelError(f"deck: the line of member '{name}' does not run along x")
        if len(place_) != len(x) or np.abs(place_[:, 0] - x).max() > 1e-6:
            raise ModelError(
                f"deck: the line of member '{name}' has other stations than the first; divide "
                "the members of all lines alike"
            )
    return LoadingLines(
        x, np.array([p[:, 1].mean() for p in places]),
        np.concatenate([line.node for line in single]),
        np.concatenate([line.member for line in single]),
    )  # fmt: skip


def _response(
    result: FrameResult, entry: tuple[str, str] | tuple[str, str, float]
) -> tuple[int, int, int, int, str]:
    """Kind, index, side, component and name of one response."""
    built, frame = result.built, result.frame
    target, component = entry[0], entry[1]
    if len(entry) == 3:
        length = known(frame.members, "member", target).length
        x = number(entry[2], "length", f"deck, {component} of '{target}'")
        cut = built.cut[target]
        near = int(np.argmin(np.abs(cut - x)))
        if abs(cut[near] - x) > 1e-6 * length:
            raise ModelError(
                f"deck, {component} of '{target}' at {x:g} m: no node stands there; divide the "
                "member (parts=) so that one does"
            )
        if component not in FORCE:
            raise ModelError(f"there is no section force '{component}'{nearest(component, FORCE)}")
        element = built.first[target] + max(near - 1, 0)
        name = f"{component} of {target} at {x:g} m"
        return MEMBER, element, int(near > 0), FORCE.index(component), name
    name = f"{component} of {target}"
    if target in built.spring and component in DOF:
        return SPRING, built.spring[target], 0, DOF.index(component), name
    row = known(built.node, "node", target)
    if component in DOF:
        return DISPLACEMENT, row, 0, DOF.index(component), name
    if component in FORCE_KEYS:
        return REACTION, row, 0, FORCE_KEYS.index(component), name
    raise ModelError(
        f"node '{target}': there is no component '{component}'"
        f"{nearest(component, (*FORCE_KEYS, *DOF))}"
    )
