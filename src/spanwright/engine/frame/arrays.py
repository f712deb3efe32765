"""From a `Frame` to the arrays of `Model` and `Loads`; members become chains of elements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine.assembly import assemble
from spanwright.engine.element import member_axes
from spanwright.engine.frame import meshes as plates
from spanwright.engine.frame.builder import Frame
from spanwright.engine.frame.meshes import Meshes
from spanwright.engine.frame.parts import HELD_BY_PLANE, Member, Push
from spanwright.engine.frame.prestress import add_tendon
from spanwright.engine.frame.reading import divided
from spanwright.engine.loads import LoadBook, Loads
from spanwright.engine.model import DOF, FORCE, LINK, Model, Springs
from spanwright.engine.surfaces import LoadingLines
from spanwright.engine.validate import check_model

_BENDING = ("My", "Mz")


@dataclass(frozen=True, slots=True)
class Built:
    """A frame as a model, with the way back from names.

    node, spring : index of each name;  first, cut : first element of each member and the
    distances (p + 1,) from its start at which its elements begin and end
    meshes : the plates, where there are some;  extra : their stiffness;  strains : imposed on
    the plates (q, 6) by each case
    """

    model: Model
    node: dict[str, int]
    spring: dict[str, int]
    first: dict[str, int]
    cut: dict[str, Array]
    meshes: Meshes | None
    extra: Any
    strains: dict[str, Array]

    def locate(self, member: str, x: Array, *, before: bool = False) -> tuple[Ints, Array]:
        """Element and distance from its end i for points (k,) of a member.

        before : where elements meet, the one that ends there
        """
        cut = self.cut[member]
        side: Literal["left", "right"] = "left" if before else "right"
        piece = np.clip(np.searchsorted(cut, x, side=side) - 1, 0, len(cut) - 2)
        return self.first[member] + piece, x - cut[piece]

    def loading_line(self, members: Sequence[str]) -> LoadingLines:
        """Members one after the other as a single line that takes wheels, stations from 0.

        Raises ModelError when a member does not start where the one before it ends.
        """
        element = np.concatenate([self.first[m] + np.arange(len(self.cut[m]) - 1) for m in members])
        ends = self.model.members[element]
        if np.any(ends[1:, 0] != ends[:-1, 1]):
            raise ModelError("a loading line needs members that follow one another, start to end")
        steps = np.concatenate([np.diff(self.cut[m]) for m in members])
        station = np.concatenate([[0.0], np.cumsum(steps)])
        node = np.concatenate([ends[:, 0], ends[-1:, 1]])
        return LoadingLines(station, np.zeros(1), node[None], element[None])


def build(frame: Frame, parts_at_least: int = 1, *, is_held: bool = True) -> Built:
    """The structure as arrays; raises ModelError for a frame that cannot stand.

    parts_at_least : elements in every member, where the members' own shape is not enough
    is_held        : False for an analysis that lets structures float
    """
    if not frame.nodes:
        raise ModelError("the frame has no nodes")
    names = list(frame.nodes)
    places = [np.array(p) for p in frame.nodes.values()]
    index = {name: i for i, name in enumerate(names)}
    parts: list[tuple[int, int]] = []
    labels: list[str] = []
    owner: list[Member] = []
    release: list[Bools] = []
    offset: list[Array] = []
    first: dict[str, int] = {}
    cut: dict[str, Array] = {}
    for member in frame.members.values():
        ends = index[member.start], index[member.end]
        begin, finish = places[ends[0]] + member.offset[0], places[ends[1]] + member.offset[1]
        cuts = divided(member.length, parts_at_least, member.cuts)
        edges = np.array([0.0, *cuts, member.length])
        first[member.name], cut[member.name] = len(parts), edges
        chain = [ends[0]]
        for at in cuts:
            chain.append(len(places))
            names.append(f"{member.name} @ {at:g} m")
            places.append(begin + (finish - begin) * (at / member.length))
        chain.append(ends[1])
        for piece in range(len(chain) - 1):
            parts.append((chain[piece], chain[piece + 1]))
            labels.append(member.name if len(chain) == 2 else f"{member.name} [{piece + 1}]")
            owner.append(member)
            release.append(_piece_release(member, edges, piece))
            arms = np.zeros((2, 3))
            if piece == 0:
                arms[0] = member.offset[0]
            if piece == len(chain) - 2:
                arms[1] = member.offset[1]
            offset.append(arms)
    nodes = np.array(places)
    meshes = plates.gather(frame, nodes, index)
    extra = plates.stiffness_of(meshes, nodes)
    model = _model(frame, names, places, (parts, labels, owner), release, offset)
    if meshes is not None:
        model = replace(model, springs=_bedded(model.springs, meshes.bedding))
    check_model(model, extra, is_held=is_held)
    model = _hold_idle_rotations(frame, model, extra)
    spring = {name: i for i, name in enumerate(frame.springs)}
    strains = {} if meshes is None else plates.plate_strains(frame, meshes)
    return Built(model, index, spring, first, cut, meshes, extra, strains)


def _bedded(springs: Springs, ground: Array) -> Springs:
    """The springs and, after them, one along z for each node of a bedded plate."""
    at = np.flatnonzero(ground)
    stiffness = np.zeros((len(at), 6))
    stiffness[:, 2] = ground[at]
    return Springs(
        np.concatenate([springs.node, at]),
        np.concatenate([springs.other, np.full(len(at), LINK, dtype=np.int64)]),
        np.concatenate([springs.stiffness, stiffness]),
        np.concatenate([springs.axes, np.tile(np.eye(3), (len(at), 1, 1))]),
    )


def _piece_release(member: Member, edges: Array, piece: int) -> Bools:
    flags = np.zeros((2, 6), dtype=bool)
    if piece == 0:
        flags[0] = member.release[0]
    if piece == len(edges) - 2:
        flags[1] = member.release[1]
    elif edges[piece + 1] in member.hinges:
        flags[1, [FORCE.index(word) for word in _BENDING]] = True
    return flags


def _model(
    frame: Frame, names: list[str], places: list[Array],
    members: tuple[list[tuple[int, int]], list[str], list[Member]],
    release: list[Bools], offset: list[Array],
) -> Model:  # fmt: skip
    parts, labels, owner = members
    fixed = np.zeros((len(names), 6), dtype=bool)
    for word in HELD_BY_PLANE[frame.plane].split():
        fixed[:, DOF.index(word)] = True
    support_axes = np.tile(np.eye(3), (len(names), 1, 1)) if frame.support_axes else None
    mass = np.zeros((len(names), 6))
    for row, name in enumerate(frame.nodes):
        fixed[row, sorted(frame.supports.get(name, ()))] = True
        if name in frame.masses:
            mass[row] = frame.masses[name]
        if support_axes is not None and name in frame.support_axes:
            support_axes[row] = frame.support_axes[name]
    index = {name: i for i, name in enumerate(frame.nodes)}
    springs = Springs(
        np.array([index[s.node] for s in frame.springs.values()], dtype=np.int64),
        np.array([index[s.other] if s.other else LINK for s in frame.springs.values()],
                 dtype=np.int64),
        np.array([s.stiffness for s in frame.springs.values()]).reshape(-1, 6),
        np.array([s.axes for s in frame.springs.values()]).reshape(-1, 3, 3),
    )  # fmt: skip
    sections = [frame.sections[m.section] for m in owner]
    model = Model.of(
        np.array(places), np.array(parts, dtype=np.int64).reshape(-1, 2),
        np.array([s.rigidity for s in sections]).reshape(-1, 6),
        fixed=fixed, offset=np.array(offset).reshape(-1, 2, 3),
        release=np.array(release, dtype=bool).reshape(-1, 2, 6),
        bedding=np.array([m.bedding for m in owner]).reshape(-1, 3),
        mass=np.array([s.mass for s in sections]), node_mass=mass, springs=springs,
        node_names=tuple(names), member_names=tuple(labels), support_axes=support_axes,
        rotary=np.array([s.rotary for s in sections]).reshape(-1, 3),
    )  # fmt: skip
    up = np.array(model.up)
    for row, member in enumerate(owner):
        if member.up is not None:
            up[row] = member.up
    return replace(model, up=up)


def _hold_idle_rotations(frame: Frame, model: Model, extra: Any) -> Model:
    """Hold rotations that no member, plate or spring feels (joints of pinned bars, hinges).

    Such a rotation has no meaning and no effect; a moment acting on it is refused.
    """
    stiffness = assemble(model, extra).stiffness
    largest = np.abs(stiffness).max(axis=1).toarray().ravel().reshape(-1, 6)
    idle = (largest == 0.0) & ~model.fixed
    idle[:, :3] = False
    if not idle.any():
        return model
    moments: set[tuple[str, int]] = set()
    for push in frame.pushes:
        if push.kind == "nodal":
            moments |= {(push.target, i) for i in (3, 4, 5) if push.values[i]}
    for row, name in enumerate(frame.nodes):
        for component in np.flatnonzero(idle[row]):
            if (name, int(component)) in moments:
                raise ModelError(
                    f"node '{name}' can {_TURN[int(component)]}: every member is hinged there, "
                    "so it cannot take a moment"
                )
    return replace(model, fixed=model.fixed | idle)


_TURN = {3: "rotate about x", 4: "rotate about y", 5: "rotate about z"}


def build_loads(frame: Frame, built: Built) -> Loads:
    """The loads of every case on the elements of `built`."""
    book = LoadBook()
    axes = member_axes(built.model)[1]
    for name in frame.cases:
        book.case(name)
    for push in frame.pushes:
        values = np.array(push.values)
        if push.kind == "nodal":
            book.nodal(push.case, built.node[push.target], values)
        elif push.kind == "settle":
            book.settle(push.case, built.node[push.target], push.component, push.values[0])
        elif push.kind == "point":
            element, x = built.locate(push.target, np.array([push.at]))
            turn = axes[element[0]]
            if push.local:
                values = (values.reshape(2, 3) @ turn).ravel()
            values[3:] += np.cross(np.array([0.0, *push.arm]) @ turn, values[:3])
            book.point(push.case, element, x, values)
        elif push.kind == "strain":
            count = len(built.cut[push.target]) - 1
            book.strain(push.case, built.first[push.target] + np.arange(count), values)
        elif push.kind == "line":
            _add_line(book, built, push)
        elif push.kind == "tendon":
            add_tendon(book, built, push)
        elif built.meshes is not None and push.kind in ("area", "wheel"):
            plates.add_area_load(book, frame, built.model.nodes, built.meshes, push)
    if built.meshes is not None:
        plates.add_strains(book, built.model.nodes, built.meshes, built.strains)
    return book.close()


def _add_line(book: LoadBook, built: Built, push: Push) -> None:
    """A line load cut at the ends of the elements it crosses."""
    cut = built.cut[push.target]
    start, end = np.maximum(push.at, cut[:-1]), np.minimum(push.end, cut[1:])
    piece = np.flatnonzero(end > start)
    first, last = np.array(push.values), np.array(push.last)
    slope = (last - first) / (push.end - push.at)
    book.line(
        push.case,
        built.first[push.target] + piece,
        first + (start[piece, None] - push.at) * slope,
        force_end=first + (end[piece, None] - push.at) * slope,
        start=start[piece] - cut[piece],
        end=end[piece] - cut[piece],
        local=push.local,
        arm=push.arm,
    )
