"""Loads as long tables: each row says which case it belongs to.  Signs: conventions.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """Any number of load cases on one model.  k rows in each table, empty tables allowed.

    names        : case names; case c of every table is names[c]
    nodal        : node_case (k,), node (k,), node_force (k, 6)  global            [N, N m]
    point        : point_case, point_member, point_at (k,) distance from end i     [m],
                   point_force (k, 6) global force and moment at that point        [N, N m]
    line         : line_case, line_member, line_from, line_to (k,) distances from i [m],
                   line_start, line_end (k, 3) force per metre at both ends, linear between
                   [N/m]; line_local (k,) 1: member axes, 0: global axes;
                   line_arm (k, 2) eccentricity of the line in member y and z       [m]
    strain       : strain_case, strain_member (k,), strain (k, 3): axial strain, curvature
                   kappa_y, kappa_z of the free member (temperature, shrinkage)    [-, 1/m]
    settlement   : settle_case, settle_node, settle_dof (k,), settle_value (k,): displacement
                   forced on a held degree of freedom                              [m, rad]
    """

    names: tuple[str, ...]
    node_case: Ints
    node: Ints
    node_force: Array
    point_case: Ints
    point_member: Ints
    point_at: Array
    point_force: Array
    line_case: Ints
    line_member: Ints
    line_from: Array
    line_to: Array
    line_start: Array
    line_end: Array
    line_local: Ints
    line_arm: Array
    strain_case: Ints
    strain_member: Ints
    strain: Array
    settle_case: Ints
    settle_node: Ints
    settle_dof: Ints
    settle_value: Array

    def __post_init__(self) -> None:
        freeze(self)


class LoadBook:
    """Collects loads case by case and closes into `Loads`; every argument broadcasts.

    >>> book = LoadBook()
    >>> book.line("self weight", members, force=(0, 0, -12e3))
    >>> loads = book.close()
    """

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._rows: dict[str, list[tuple[Array, ...]]] = {
            k: [] for k in ("nodal", "point", "line", "strain", "settle")
        }

    def case(self, name: str) -> int:
        """Index of the case with this name; a new one is added at the end."""
        return self._names.setdefault(name, len(self._names))

    def _add(self, table: str, name: str, *columns: object) -> None:
        arrays = [np.asarray(c, dtype=float) for c in columns]
        count = max([a.shape[0] for a in arrays if a.ndim] or [1])
        full = [np.full(count, float(self.case(name)))]
        full += [np.array(np.broadcast_to(a, (count, *a.shape[1:]))) for a in arrays]
        self._rows[table].append(tuple(full))

    def nodal(self, name: str, node: object, force: object) -> None:
        """Forces and moments at nodes: node (k,) or int, force (k, 6) or (6,)."""
        self._add("nodal", name, node, np.atleast_2d(np.asarray(force, dtype=float)))

    def point(self, name: str, member: object, at: object, force: object) -> None:
        """Global force (3) or force and moment (6) at a distance from end i."""
        value = np.atleast_2d(np.asarray(force, dtype=float))
        if value.shape[1] == 3:
            value = np.hstack([value, np.zeros_like(value)])
        self._add("point", name, member, at, value)

    def line(
        self,
        name: str,
        member: object,
        force: object,
        *,
        force_end: object | None = None,
        start: object = 0.0,
        end: object = np.inf,
        local: bool = False,
        arm: object = (0.0, 0.0),
    ) -> None:
        """Line load from `start` to `end` (inf: the member's end), linear between the values."""
        first = np.atleast_2d(np.asarray(force, dtype=float))
        last = first if force_end is None else np.atleast_2d(np.asarray(force_end, dtype=float))
        side = np.atleast_2d(np.asarray(arm, dtype=float))
        self._add("line", name, member, start, end, first, last, float(local), side)

    def strain(self, name: str, member: object, strain: object) -> None:
        """Imposed axial strain and curvatures (3,) or (k, 3) of the free member."""
        self._add("strain", name, member, np.atleast_2d(np.asarray(strain, dtype=float)))

    def settle(self, name: str, node: object, dof: object, value: object) -> None:
        """Forced displacement of a held degree of freedom (0..5)."""
        self._add("settle", name, node, dof, value)

    def close(self) -> Loads:
        """The collected loads as tables."""
        widths = {"nodal": (0, 6), "point": (0, 0, 6), "line": (0, 0, 0, 3, 3, 0, 2)}
        widths |= {"strain": (0, 3), "settle": (0, 0, 0)}
        columns: dict[str, list[Array]] = {}
        for table, rows in self._rows.items():
            shape = (0, *widths[table])
            if rows:
                columns[table] = [np.concatenate(c) for c in zip(*rows, strict=True)]
            else:
                columns[table] = [np.zeros((0, w) if w else 0) for w in shape]
        n, p, ln = columns["nodal"], columns["point"], columns["line"]
        s, d = columns["strain"], columns["settle"]

        def index(a: Array) -> Ints:
            return a.astype(np.int64)

        return Loads(
            tuple(self._names), index(n[0]), index(n[1]), n[2],
            index(p[0]), index(p[1]), p[2], p[3],
            index(ln[0]), index(ln[1]), ln[2], ln[3], ln[4], ln[5], index(ln[6]), ln[7],
            index(s[0]), index(s[1]), s[2],
            index(d[0]), index(d[1]), index(d[2]), d[3],
        )  # fmt: skip
