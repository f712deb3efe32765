"""The plates of a `Frame` as arrays: stiffness, bedding, nodal forces of what acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine import shell
from spanwright.engine.plate_points import locate, wheel_forces
from spanwright.engine.plates import Plates, check_plates, chosen

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame
    from spanwright.engine.frame.parts import Push, Region
    from spanwright.engine.loads import LoadBook


@dataclass(frozen=True, slots=True)
class Meshes:
    """Plates of all regions, one region after the other; row (i, j) of a region at j nx + i.

    first : number of each region's first plate;  bedding : (n,) ground along z at nodes [N/m]
    """

    plates: Plates
    first: dict[str, int]
    bedding: Array

    def rows(self, region: Region) -> Ints:
        """Numbers of the plates of a region."""
        count = region.divisions[0] * region.divisions[1]
        return self.first[region.name] + np.arange(count)


def gather(frame: Frame, nodes: Array, index: Mapping[str, int]) -> Meshes | None:
    """Plates of the frame on nodes (n, 3); None where there are none."""
    regions = list(frame.plates.values())
    if not regions:
        return None
    corners, first, total = [], {}, 0
    for region in regions:
        row = np.array([index[name] for name in region.nodes]).reshape(region.divisions[1] + 1, -1)
        quads = np.stack([row[:-1, :-1], row[:-1, 1:], row[1:, 1:], row[1:, :-1]], axis=-1)
        corners.append(quads.reshape(-1, 4))
        first[region.name] = total
        total += len(corners[-1])
    count = [len(c) for c in corners]

    def each(name: str) -> Array:
        return np.repeat(np.array([getattr(r, name) for r in regions], dtype=float), count, axis=0)

    plates = Plates.of(
        np.concatenate(corners), each("thickness"), each("E"), each("nu"),
        density=each("density"), along=each("along"), shear=each("shear"),
    )  # fmt: skip
    meshes = Meshes(plates, first, np.zeros(len(nodes)))
    for region in regions:
        try:
            check_plates(nodes, chosen(plates, meshes.rows(region)))
        except ModelError as error:
            raise ModelError(f"plate '{region.name}', {error}") from None
    ground = np.zeros(len(nodes))
    share = each("bedding") * shell.areas(nodes, plates) / 4.0
    np.add.at(ground, plates.corners.ravel(), np.repeat(share, 4))
    return Meshes(plates, first, ground)


def add_area_load(book: LoadBook, frame: Frame, nodes: Array, meshes: Meshes, push: Push) -> None:
    """A load over a region, or at a point or patch of it, as nodal forces."""
    region = frame.plates[push.target]
    plates = chosen(meshes.plates, meshes.rows(region))
    values = np.array(push.values)
    if push.kind == "wheel":
        place, size = np.array(push.last[:2]), (push.last[2], push.last[3])
        try:
            force = wheel_forces(nodes, plates, place, values[None], size)
        except ModelError as error:
            raise ModelError(f"load case '{push.case}', load on '{region.name}': {error}") from None
    else:
        density = np.tile(values, (len(plates.E), 1))
        middle = nodes[plates.corners].mean(axis=1)
        for key, read in push.varying:
            found = np.array([float(read(*map(float, place))) for place in middle])
            if not np.isfinite(found).all():
                raise ModelError(
                    f"load case '{push.case}', load on '{region.name}', {key}: gives a value that "
                    "is not finite"
                )
            density[:, "xyz".index(key[1])] = found
        if push.local:
            force = shell.pressure_forces(nodes, plates, density[:, 2])
        else:
            force = shell.surface_forces(nodes, plates, density)
    _put(book, push.case, force)


def plate_strains(frame: Frame, meshes: Meshes) -> dict[str, Array]:
    """Imposed strains (q, 6) of the plates in each case that has some."""
    found: dict[str, Array] = {}
    for push in frame.pushes:
        if push.kind != "plate strain":
            continue
        table = found.setdefault(push.case, np.zeros((len(meshes.plates.E), 6)))
        axial, curvature = push.values
        table[meshes.rows(frame.plates[push.target])] += [
            axial, axial, 0.0, curvature, curvature, 0.0
        ]  # fmt: skip
    return found


def add_strains(book: LoadBook, nodes: Array, meshes: Meshes, strains: Mapping[str, Array]) -> None:
    """The nodal forces of imposed strains."""
    for case, table in strains.items():
        _put(book, case, shell.strain_forces(nodes, meshes.plates, table))


def _put(book: LoadBook, case: str, force: Array) -> None:
    loaded = np.flatnonzero(force.any(axis=1))
    if len(loaded):
        book.nodal(case, loaded, force[loaded])


def resultants(
    region: Region, meshes: Meshes, nodes: Array, moved: Array, strain: Array | None,
    place: tuple[float, float],
) -> Array:  # fmt: skip
    """Stress resultants (8,) at (s, t) of a region, the mean of the pieces that meet there.

    moved : (n, 6) of the nodes, or (q, 4, 6) of every plate's own corners
    """
    spots = [
        (j * region.divisions[0] + i, (xi, eta))
        for j, eta in _touching(place[1], region.divisions[1])
        for i, xi in _touching(place[0], region.divisions[0])
    ]
    total = np.zeros(8)
    for number, natural in spots:
        row = np.array([meshes.first[region.name] + number])
        one = chosen(meshes.plates, row)
        own = None if strain is None else strain[row]
        motion = _corners(moved, one, row)
        found = shell.corner_resultants(nodes, one, motion, at=np.array([natural]), strain=own)
        total += found[0, 0]
    total /= len(spots)
    total[6:] = _shear(region, meshes, nodes, moved, place)
    return total


def _shear(
    region: Region, meshes: Meshes, nodes: Array, moved: Array, place: tuple[float, float]
) -> Array:
    """Shear forces (2,): best in the middle of the pieces, so straight between the middles."""
    spots, shares = [0], [1.0]
    step = 1
    for at, count in zip(place, region.divisions, strict=True):
        first, weight = 0, 0.0
        if count > 1:
            first = int(np.clip(np.floor(at * count - 0.5), 0, count - 2))
            weight = at * count - 0.5 - first
        pairs = [(spot + step * (first + k), share * (weight if k else 1.0 - weight))
                 for spot, share in zip(spots, shares, strict=True)
                 for k in range(min(count, 2))]  # fmt: skip
        spots, shares = [p[0] for p in pairs], [p[1] for p in pairs]
        step *= count
    rows = meshes.first[region.name] + np.array(spots)
    some = chosen(meshes.plates, rows)
    found = shell.corner_resultants(nodes, some, _corners(moved, some, rows))[:, 0, 6:]
    return np.asarray(np.array(shares) @ found)


def _corners(moved: Array, plates: Plates, rows: Ints) -> Array:
    """Motions (k, 4, 6) of the plates' corners: of nodes (n, 6), or each plate's own (q, 4, 6)."""
    return np.asarray(moved[plates.corners] if moved.ndim == 2 else moved[rows])


def _touching(share: float, count: int) -> list[tuple[int, float]]:
    """Pieces that hold a share of the length, with the natural coordinate in each."""
    at = min(max(share, 0.0), 1.0) * count
    line = round(at)
    if abs(at - line) < 1e-9 * count and 0 < line < count:
        return [(line - 1, 1.0), (line, -1.0)]
    piece = min(int(at), count - 1)
    return [(piece, 2.0 * (at - piece) - 1.0)]


def shares(region: Region, meshes: Meshes, nodes: Array, xy: Array) -> tuple[float, float]:
    """(s, t) of a point of a region seen in plan."""
    plate, natural = locate(nodes, chosen(meshes.plates, meshes.rows(region)), xy)
    nx, ny = region.divisions
    i, j = int(plate[0]) % nx, int(plate[0]) // nx
    s, t = natural[0]
    return (i + 0.5 * (1.0 + float(s))) / nx, (j + 0.5 * (1.0 + float(t))) / ny


def stiffness_of(meshes: Meshes | None, nodes: Array) -> Any:
    """The plates' part of the stiffness: the `extra` of `statics.prepare`."""
    return None if meshes is None else shell.stiffness_matrix(nodes, meshes.plates)


def mass_of(meshes: Meshes | None, nodes: Array) -> Any:
    """The plates' part of the mass: the `extra_mass` of `modal.modes`."""
    return None if meshes is None else shell.mass_matrix(nodes, meshes.plates)
