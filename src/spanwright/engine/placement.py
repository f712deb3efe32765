"""Reading influence surfaces at any point, and replaying a placed load as an ordinary load case.

Both follow the rule stated in `influence`; so `response of place(...)` and
`evaluate(...) @ wheel forces + strips` agree to rounding.
"""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ScopeError
from spanwright.engine.influence import clamped_push, cross_axes
from spanwright.engine.loads import LoadBook, Loads
from spanwright.engine.statics import Prepared
from spanwright.engine.surfaces import LoadingLines, Patches, Surfaces

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(3)


def hermite(t: Array, step: Array) -> Array:
    """Cubic functions (..., 4) for value and slope at both ends of an element of length `step`."""
    t2, t3 = t * t, t * t * t
    return np.stack(
        [
            1.0 - 3.0 * t2 + 2.0 * t3,
            step * (t - 2.0 * t2 + t3),
            3.0 * t2 - 2.0 * t3,
            step * (t3 - t2),
        ],
        axis=-1,
    )


def hermite_integral(t: Array, step: Array) -> Array:
    """Integral (..., 4) of `hermite` over the station, from the element's start to t [m]."""
    t2, t3, t4 = t * t, t**3, t**4
    return np.stack(
        [
            step * (t - t3 + t4 / 2.0),
            step**2 * (t2 / 2.0 - 2.0 * t3 / 3.0 + t4 / 4.0),
            step * (t3 - t4 / 2.0),
            step**2 * (t4 / 4.0 - t3 / 3.0),
        ],
        axis=-1,
    )


def lever(y_lines: Array, y: Array) -> tuple[Ints, Array]:
    """The two loading lines beside y (p,), and their shares: line (p, 2), share (p, 2).

    Beyond the outermost lines the same straight line goes on: one share is negative.
    Raises ScopeError for a point beside a single line: its torsion is not in the surface.
    """
    y = np.asarray(y, dtype=float)
    if len(y_lines) == 1:
        if np.any(np.abs(y - y_lines[0]) > 1e-9):
            raise ScopeError("a load beside a single loading line: two lines or more are needed")
        return np.zeros((len(y), 2), dtype=np.int64), np.tile([1.0, 0.0], (len(y), 1))
    first = np.clip(np.searchsorted(y_lines, y, side="right") - 1, 0, len(y_lines) - 2)
    share = (y - y_lines[first]) / (y_lines[first + 1] - y_lines[first])
    return np.stack([first, first + 1], axis=1), np.stack([1.0 - share, share], axis=1)


def element_of(stations: Array, x: Array, *, left: bool = False) -> Ints:
    """Element (p,) that holds each x; at a node the one after it, with `left` the one before.

    Raises ScopeError for a point off the lines.
    """
    x = np.asarray(x, dtype=float)
    slack = 1e-9 * (stations[-1] - stations[0])
    if np.any((x < stations[0] - slack) | (x > stations[-1] + slack)):
        raise ScopeError("a load stands before the first or after the last node of its line")
    found = np.searchsorted(stations, x, side="left" if left else "right") - 1
    return np.clip(found, 0, len(stations) - 2).astype(np.int64)


def evaluate(surfaces: Surfaces, rows: Ints, x: Array, y: Array, *, left: bool = False) -> Array:
    """eta of the chosen responses at points (x, y): rows (r,), x and y (p,) -> (r, p).

    left : at a node, read the element before it (matters next to the response's own section)
    """
    rows = np.asarray(rows, dtype=np.int64)
    x, y = np.broadcast_arrays(
        np.atleast_1d(np.asarray(x, dtype=float)), np.atleast_1d(np.asarray(y, dtype=float))
    )
    element = element_of(surfaces.x, x, left=left)
    step = np.diff(surfaces.x)[element]
    weight = hermite((x - surfaces.x[element]) / step, step)
    line, share = lever(surfaces.y, y)
    result = np.zeros((len(rows), len(x)))
    for side in (0, 1):
        if not np.any(share[:, side]):
            continue
        part = _cubic(surfaces, rows, line[:, side], element, weight)
        result += part * share[:, side]
    return result


def _cubic(surfaces: Surfaces, rows: Ints, line: Ints, element: Ints, weight: Array) -> Array:
    """Sum of Hermite data times weight (p, 4) in one element of one line each, (r, p)."""
    r = rows[:, None]
    result = (
        surfaces.value[r, line, element] * weight[:, 0]
        + surfaces.slope[r, line, element] * weight[:, 1]
        + surfaces.value[r, line, element + 1] * weight[:, 2]
        + surfaces.slope[r, line, element + 1] * weight[:, 3]
    )
    own = (surfaces.jump_element[r] == element) & (surfaces.jump_line[r] == line)
    if own.any():
        a, b = np.nonzero(own)
        result[a, b] += np.sum(surfaces.jump[rows[a]] * weight[b], axis=1)
    return np.asarray(result)


def patch_integral(surfaces: Surfaces, rows: Ints, start: Array, end: Array, y: Array) -> Array:
    """Integral of eta along the path at y from station start to end: (r, p) [response x m / N].

    start, end, y : (p,) strips along the axis; the response of a load q per metre of the strip is q
    times this
    """
    rows = np.asarray(rows, dtype=np.int64)
    start, end, y = (
        np.array(a)
        for a in np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(a, dtype=float)) for a in (start, end, y))
        )
    )
    line, share = lever(surfaces.y, y)
    pieces = _pieces(surfaces.x, start, end)
    strip, element, t0, t1 = pieces
    step = np.diff(surfaces.x)[element]
    weight = hermite_integral(t1, step) - hermite_integral(t0, step)
    if surfaces.curvature.size:
        weight *= (1.0 - surfaces.curvature[element] * y[strip])[:, None]
    result = np.zeros((len(rows), len(y)))
    first = np.searchsorted(strip, np.arange(len(y)))
    has_any = np.bincount(strip, minlength=len(y)) > 0
    for side in (0, 1):
        if not len(strip) or not np.any(share[:, side]):
            continue
        part = _cubic(surfaces, rows, line[strip, side], element, weight)
        summed = np.add.reduceat(part, np.minimum(first, len(strip) - 1), axis=1)
        result += np.where(has_any, summed, 0.0) * share[:, side]
    return result


def _pieces(stations: Array, start: Array, end: Array) -> tuple[Ints, Ints, Array, Array]:
    """Cut strips at the nodes: strip, element, and the fractions of the element between."""
    first, last = element_of(stations, start), element_of(stations, end, left=True)
    count = np.where(end > start, last - first + 1, 0)
    strip = np.repeat(np.arange(len(start)), count)
    element = np.repeat(first, count) + np.arange(len(strip))
    element -= np.repeat(np.cumsum(count) - count, count)
    step = np.diff(stations)[element]
    t0 = np.clip((start[strip] - stations[element]) / step, 0.0, 1.0)
    t1 = np.clip((end[strip] - stations[element]) / step, 0.0, 1.0)
    return strip, element, t0, t1


def response(surfaces: Surfaces, rows: Ints, patches: Patches, *, left: bool = False) -> Array:
    """Response (r,) of the chosen surfaces to a placed load [N, N m, m]."""
    wheels = evaluate(surfaces, rows, patches.wheel_x, patches.wheel_y, left=left)
    strips = patch_integral(surfaces, rows, patches.strip_from, patches.strip_to, patches.strip_y)
    return np.asarray(wheels @ patches.wheel_force + strips @ patches.strip_load)


def place(
    ready: Prepared, lines: LoadingLines, patches: dict[str, Patches], *, left: bool = False
) -> Loads:
    """Placed loads as ordinary load cases, one per name, for `solve`.

    Each wheel becomes a point load and each strip a line load on the members of its two lines;
    where a member's own shape is not the Hermite cubic of the stations (shear flexibility, a
    slope, a bend in plan) nodal forces that make up the difference are added.
    """
    book = LoadBook()
    for name, placed in patches.items():
        book.case(name)
        line, share = lever(lines.y, placed.wheel_y)
        element = element_of(lines.x, placed.wheel_x, left=left)
        t = (placed.wheel_x - lines.x[element]) / np.diff(lines.x)[element]
        force = placed.wheel_force[:, None] * share
        _wheels(book, name, ready, lines, line, element, t, force)
        line, share = lever(lines.y, placed.strip_y)
        strip, element, t0, t1 = _pieces(lines.x, placed.strip_from, placed.strip_to)
        load = (placed.strip_load[:, None] * share)[strip]
        if lines.curvature.size:
            load *= (1.0 - lines.curvature[element] * placed.strip_y[strip])[:, None]
        _strips(book, name, ready, lines, line[strip], element, (t0, t1), load)
    return book.close()


def _wheels(
    book: LoadBook, name: str, ready: Prepared, lines: LoadingLines,
    line: Ints, element: Ints, t: Array, force: Array,
) -> None:  # fmt: skip
    keep, side = np.nonzero(force)
    if not len(keep):
        return
    line, element, t, load = line[keep, side], element[keep], t[keep], force[keep, side]
    member = lines.member[line, element]
    down = np.zeros((len(keep), 6))
    down[:, 2] = -load
    book.point(name, member, t * ready.system.elements.length[member], down)
    _make_up(book, name, ready, lines, line, element, t, load)


def _strips(
    book: LoadBook, name: str, ready: Prepared, lines: LoadingLines,
    line: Ints, element: Ints, between: tuple[Array, Array], load: Array,
) -> None:  # fmt: skip
    line, element, t0, t1, load = _merged(lines, line, element, between, load)
    if not len(line):
        return
    member = lines.member[line, element]
    length, step = ready.system.elements.length[member], np.diff(lines.x)[element]
    force = np.zeros((len(line), 3))
    # the load is per metre of station; on a longer member it is thinner
    force[:, 2] = -load * step / length
    book.line(name, member, force, start=t0 * length, end=t1 * length)
    half = 0.5 * (t1 - t0)
    t = t0 + half * (1.0 + _POINTS[:, None])
    amount = load * step * half * _WEIGHTS[:, None]
    line, element = np.tile(line, len(_POINTS)), np.tile(element, len(_POINTS))
    _make_up(book, name, ready, lines, line, element, t.ravel(), amount.ravel())


def _merged(
    lines: LoadingLines, line: Ints, element: Ints, between: tuple[Array, Array], load: Array
) -> tuple[Ints, Ints, Array, Array, Array]:
    """Strips shared between their two lines, those over a whole element of a line added up.

    line, load : (p, 2);  element, t0, t1 : (p,);  returns line, element, t0, t1, load, each (k,)
    """
    t0, t1 = between
    per_line = lines.member.shape[1]
    cell = line * per_line + element[:, None]
    whole = (t0 == 0.0) & (t1 == 1.0)
    total = np.bincount(cell[whole].ravel(), load[whole].ravel(), lines.member.size)
    full = np.flatnonzero(total)
    row, side = np.nonzero((load != 0.0) & ~whole[:, None])
    where = np.concatenate([full, cell[row, side]])
    return (
        where // per_line,
        where % per_line,
        np.concatenate([np.zeros(len(full)), t0[row]]),
        np.concatenate([np.ones(len(full)), t1[row]]),
        np.concatenate([total[full], load[row, side]]),
    )


def _make_up(
    book: LoadBook, name: str, ready: Prepared, lines: LoadingLines,
    line: Ints, element: Ints, t: Array, force: Array,
) -> None:  # fmt: skip
    """Nodal forces: the Hermite rule minus what the member itself hands to its nodes."""
    system = ready.system
    member = lines.member[line, element]
    cross = cross_axes(system, lines)
    weight = hermite(t, np.diff(lines.x)[element])
    rule = np.zeros((len(t), 12))
    for end in (0, 1):
        rule[:, 6 * end + 2] = -weight[:, 2 * end]
        rule[:, 6 * end + 3 : 6 * end + 6] = (
            weight[:, 2 * end + 1, None] * cross[line, element + end]
        )
    local = clamped_push(system, member, t)
    own = (local[:, None, :] @ system.elements.transform[member])[:, 0]
    extra = (rule - own) * force[:, None]
    size = np.abs(rule * force[:, None]).max(axis=1)
    needed = np.flatnonzero(np.abs(extra).max(axis=1) > 1e-13 * size)
    for end in (0, 1):
        if len(needed):
            node = lines.node[line[needed], element[needed] + end]
            book.nodal(name, node, extra[needed, 6 * end : 6 * end + 6])
