"""Loads on members: the equivalent nodal forces, and what acts between end i and a section."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.engine.element import Elements, shape
from spanwright.engine.loads import Loads
from spanwright.engine.model import Model

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(3)  # a cubic times a linear load is exact


@dataclass(frozen=True, slots=True, eq=False)
class Pushes:
    """Forces and moments at points of members; the common form of point and line loads.

    row    : (k,)    which row of the load table (or which query) it belongs to
    member : (k,)
    at     : (k,)    distance from end i                                        [m]
    force  : (k, 6)  force and moment in member axes                            [N, N m]
    """

    row: Ints
    member: Ints
    at: Array
    force: Array

    def __post_init__(self) -> None:
        freeze(self)


def point_pushes(elements: Elements, loads: Loads, rows: Ints) -> Pushes:
    """The chosen rows of the point table, turned into member axes."""
    member = loads.point_member[rows]
    turn = elements.axes[member]
    force = loads.point_force[rows].reshape(-1, 2, 3)
    local = np.einsum("kab,kcb->kca", turn, force).reshape(-1, 6)
    return Pushes(rows, member, loads.point_at[rows], local)


def line_pushes(
    elements: Elements, loads: Loads, rows: Ints, upto: Array | None = None
) -> tuple[Ints, Pushes]:
    """Gauss points of the chosen rows of the line table, from their start to `upto` (k,).

    returns: number of the chosen row (3 k,) each Gauss point stems from, and the pushes
    """
    member = loads.line_member[rows]
    length = elements.length[member]
    start = loads.line_from[rows]
    finish = np.minimum(loads.line_to[rows], length)
    last = finish if upto is None else np.clip(upto, start, finish)
    half = 0.5 * (last - start)
    at = start[:, None] + half[:, None] * (1.0 + _POINTS)
    span = finish - start
    fraction = (at - start[:, None]) / np.where(span > 0.0, span, 1.0)[:, None]
    first, final = loads.line_start[rows], loads.line_end[rows]
    density = first[:, None] + fraction[..., None] * (final - first)[:, None]
    turned = np.einsum("kab,kgb->kga", elements.axes[member], density)
    density = np.where(loads.line_local[rows].astype(bool)[:, None, None], density, turned)
    y, z = loads.line_arm[rows].T[:, :, None]
    qx, qy, qz = np.moveaxis(density, -1, 0)
    twist = np.stack([y * qz - z * qy, z * qx, -y * qx], axis=-1)
    force = np.concatenate([density, twist], axis=-1) * (half[:, None] * _WEIGHTS)[..., None]
    number = np.repeat(np.arange(len(rows)), 3)
    return number, Pushes(
        np.repeat(rows, 3), np.repeat(member, 3), at.ravel(), force.reshape(-1, 6)
    )


def all_rows(count: int) -> Ints:
    """0 .. count - 1."""
    return np.arange(count, dtype=np.int64)


def equivalent(model: Model, elements: Elements, loads: Loads) -> tuple[Ints, Ints, Array]:
    """Forces that replace all member loads at the member's ends.

    returns: case (k,), member (k,), force (k, 12) in member axes, before any release; minus this
             is the force the clamped member puts on its ends                  [N, N m]
    """
    cases, members, forces = [], [], []
    for case, pushes in (
        (loads.point_case, point_pushes(elements, loads, all_rows(len(loads.point_case)))),
        (loads.line_case, line_pushes(elements, loads, all_rows(len(loads.line_case)))[1]),
    ):
        cases.append(case[pushes.row])
        members.append(pushes.member)
        forces.append(_lumped(elements, pushes))
    cases.append(loads.strain_case)
    members.append(loads.strain_member)
    forces.append(_from_strain(model.rigidity[loads.strain_member], loads.strain))
    return np.concatenate(cases), np.concatenate(members), np.concatenate(forces)


def _lumped(elements: Elements, pushes: Pushes) -> Array:
    length, phi = elements.length[pushes.member], elements.phi[pushes.member]
    s = shape(length, phi, pushes.at)
    return (pushes.force[:, None, :] @ s)[:, 0, :]


def _from_strain(rigidity: Array, strain: Array) -> Array:
    """Forces that would give the free member these strains, (k, 12)."""
    force = np.zeros((len(strain), 12))
    axial = rigidity[:, 0] * strain[:, 0]
    sag, sway = rigidity[:, 1] * strain[:, 1], rigidity[:, 2] * strain[:, 2]
    force[:, 0], force[:, 6] = -axial, axial
    force[:, 4], force[:, 10] = sag, -sag
    force[:, 5], force[:, 11] = -sway, sway
    return force


def pushes_before(
    elements: Elements, loads: Loads, member: Ints, x: Array, *, after: bool
) -> tuple[Ints, Ints, Pushes]:
    """All that acts on members between end i and the sections at x.

    member, x : (k,) the queries; a point load exactly at x counts when `after` is True
    returns   : query (p,), case (p,), pushes (p,)
    """
    queries, cases, members, ats, forces = [], [], [], [], []
    query, row = _join(member, loads.point_member)
    at = loads.point_at[row]
    keep = (at <= x[query]) if after else (at < x[query])
    query, row = query[keep], row[keep]
    pushes = point_pushes(elements, loads, row)
    queries.append(query)
    cases.append(loads.point_case[row])
    members.append(pushes.member)
    ats.append(pushes.at)
    forces.append(pushes.force)
    query, row = _join(member, loads.line_member)
    keep = loads.line_from[row] < x[query]
    query, row = query[keep], row[keep]
    number, pushes = line_pushes(elements, loads, row, x[query])
    queries.append(query[number])
    cases.append(loads.line_case[row[number]])
    members.append(pushes.member)
    ats.append(pushes.at)
    forces.append(pushes.force)
    joined = Pushes(
        np.zeros(sum(map(len, ats)), dtype=np.int64),
        np.concatenate(members),
        np.concatenate(ats),
        np.concatenate(forces),
    )
    return np.concatenate(queries), np.concatenate(cases), joined


def _join(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """All pairs (a, b) with left[a] == right[b]."""
    order = np.argsort(right, kind="stable")
    found = right[order]
    first = np.searchsorted(found, left, side="left")
    count = np.searchsorted(found, left, side="right") - first
    a = np.repeat(np.arange(len(left)), count)
    step = np.arange(len(a)) - np.repeat(np.cumsum(count) - count, count)
    return a, order[np.repeat(first, count) + step]
