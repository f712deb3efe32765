"""Slabs, walls and shells as the user says them: four-sided regions of plates, loads on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.engine.frame import reading
from spanwright.engine.frame.parts import HELD_BY_PLANE, Given, Number, Push, Region
from spanwright.engine.frame.reading import known, listed, number

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame

Surface = Callable[[float, float], Sequence[float]]
SAME: float = 1e-6  # nodes nearer to each other than this are one [m]
_DIMENSION = {
    "thickness": "length", "E": "stress", "nu": "number", "density": "mass density",
    "expansion": "expansion", "shear": "number", "bedding": "subgrade reaction",
}  # fmt: skip


def make_region(
    frame: Frame, name: str, corners: Sequence[str] | Sequence[Sequence[Number]] | Surface,
    divisions: Sequence[int], along: Sequence[float], given: dict[str, Number],
) -> Region:  # fmt: skip
    """The region of `Frame.plate` and, in the frame, the nodes it still lacks."""
    where = f"plate '{name}'"
    if name in frame.members or name in frame.nodes:
        raise ModelError(f"{where}: a member or node has this name already")
    v = {
        key: float(np.inf) if value == np.inf else number(value, _DIMENSION[key], f"{where}, {key}")
        for key, value in given.items()
    }
    for key in ("thickness", "E", "shear"):
        if not v[key] > 0.0:
            raise ModelError(f"{where}, {key}: must be positive (got {v[key]:g})")
    for key in ("density", "bedding"):
        if v[key] < 0.0:
            raise ModelError(f"{where}, {key}: must not be negative (got {v[key]:g})")
    if not 0.0 <= v["nu"] < 0.5:
        raise ModelError(f"{where}, nu: must be at least 0 and below 0.5 (got {v['nu']:g})")
    count = tuple(listed(divisions, 2, f"{where}, divisions"))
    if not all(isinstance(c, int) and c >= 1 for c in count):
        raise ModelError(f"{where}: divisions are two whole numbers of 1 or more (got {divisions})")
    direction = reading.vector(along, f"{where}, along")
    if not np.any(direction):
        raise ModelError(f"{where}: along is a direction with three components")
    names = _nodes(frame, name, _grid(frame, where, corners, count), count[0] + 1)
    return Region(
        name, names, (count[0], count[1]), v["thickness"], v["E"], v["nu"], v["density"],
        v["expansion"], v["shear"], v["bedding"], direction,
    )  # fmt: skip


def _grid(
    frame: Frame, where: str, corners: Sequence[str] | Sequence[Sequence[Number]] | Surface,
    count: tuple[int, ...],
) -> Array:  # fmt: skip
    """Places of the region's nodes, ((along + 1) (across + 1), 3), the first direction fastest."""
    from spanwright.engine.plates import mesh

    if callable(corners):
        t, s = np.meshgrid(
            np.linspace(0, 1, count[1] + 1), np.linspace(0, 1, count[0] + 1), indexing="ij"
        )
        places = np.array([corners(*at) for at in zip(s.ravel(), t.ravel(), strict=True)], float)
        if places.shape != (s.size, 3) or not np.isfinite(places).all():
            raise ModelError(f"{where}: the surface must give three finite coordinates everywhere")
        return places
    given = listed(corners, 0, f"{where}, corners")
    if len(given) != 4:
        raise ModelError(f"{where}: four corners are needed (got {len(given)})")
    points = []
    for corner in given:
        if isinstance(corner, str):
            points.append(known(frame.nodes, "node", corner))
            continue
        if isinstance(corner, (int, float)) or len(corner) not in (2, 3):
            raise ModelError(f"{where}: a corner is a node's name or coordinates x, y, z")
        place = [number(c, "length", f"{where}, corner") for c in corner]
        points.append((place[0], place[1], place[2] if len(place) == 3 else 0.0))
    return mesh(np.array(points), count[0], count[1])[0]


def _nodes(frame: Frame, name: str, places: Array, row: int) -> tuple[str, ...]:
    """Names of the nodes at these places: those that stand there already, new ones elsewhere."""
    standing = list(frame.nodes)
    near = [len(standing)] * len(places)
    if standing:
        tree = cKDTree(np.array(list(frame.nodes.values())))
        near = np.asarray(tree.query(places, distance_upper_bound=SAME)[1]).tolist()
    names = []
    for k, (place, found) in enumerate(zip(places, near, strict=True)):
        if found < len(standing):
            names.append(standing[found])
            continue
        label = f"{name} {k % row},{k // row}"
        frame.node(label, *map(float, place))
        frame.meshed.add(label)
        names.append(label)
    return tuple(names)


def make_area_push(
    frame: Frame, target: str, case: str, at: Number | Sequence[Number] | None,
    size: Sequence[Number], local: bool, force: Mapping[str, Given],
) -> Push:  # fmt: skip
    """The load of `Frame.load` on a plate: over all of it, or at a point or patch."""
    where = f"load case '{case}', load on '{target}'"
    held = HELD_BY_PLANE[frame.plane].split()
    for key in force:
        if key not in ("fx", "fy", "fz"):
            raise ModelError(f"{where}: a plate takes fx, fy, fz (got '{key}')")
        if f"u{key[1]}" in held and not local:
            raise ModelError(
                f"{where}: {key} does nothing in a flat '{frame.plane}' frame, which holds "
                f"u{key[1]}"
            )
    if not force:
        raise ModelError(f"{where}: give at least one of fx, fy, fz")
    if local and set(force) != {"fz"}:
        raise ModelError(f"{where}: local is for fz, a pressure along the plate's own z")
    if at is None:
        varying = {key: value for key, value in force.items() if callable(value)}
        even = {key: value for key, value in force.items() if key not in varying}
        values = _three(even, "stress", where)
        return Push(case, "area", target, values, local=local, varying=tuple(varying.items()))
    values = _three(force, "force", where)
    if isinstance(at, (str, int, float)) or len(at) != 2 or len(size) != 2:
        raise ModelError(f"{where}: on a plate 'at' and 'size' are pairs, global x and y")
    if local:
        raise ModelError(f"{where}: a load at a point of a plate is global")
    place = [number(a, "length", f"{where}, at") for a in at]
    wide = [number(a, "length", f"{where}, size") for a in size]
    if min(wide) < 0.0 or (min(wide) == 0.0 < max(wide)):
        raise ModelError(f"{where}, size: two positive lengths, or none for a point")
    return Push(case, "wheel", target, values, last=(*place, *wide))


def _three(force: Mapping[str, object], kind: str, where: str) -> tuple[float, ...]:
    return tuple(number(force.get(key, 0.0), kind, f"{where}, {key}") for key in ("fx", "fy", "fz"))
