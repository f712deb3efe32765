"""What a solved `Frame` can be asked: forces, movements, extremes, envelopes, influence lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.datum.errors import ModelError
from spanwright.engine.element import shape
from spanwright.engine.frame.answers import (
    Envelope,
    Extreme,
    Force,
    InfluenceLine,
    Movement,
    PlateForce,
    SectionForce,
    extreme_between,
)
from spanwright.engine.frame.arrays import Built, build, build_loads
from spanwright.engine.frame.meshes import resultants, shares
from spanwright.engine.frame.parts import Number
from spanwright.engine.frame.reading import force_index, known, member_points, nearest, number
from spanwright.engine.loads import Loads
from spanwright.engine.model import DOF, FORCE, LINK
from spanwright.engine.statics import (
    Prepared,
    Solution,
    deflection_at,
    forces_at,
    member_displacement,
    prepare,
    solve,
)

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame
    from spanwright.engine.frame.deck import FrameDeck, Wanted


@dataclass(frozen=True, slots=True, eq=False)
class FrameResult:
    """A solved frame.  `case` may be left out where there is only one."""

    frame: Frame
    built: Built
    ready: Prepared
    loads: Loads
    solution: Solution
    combinations: Mapping[str, Mapping[str, float]]

    @property
    def names(self) -> tuple[str, ...]:
        """Load cases, then combinations."""
        return (*self.loads.names, *self.combinations)

    @property
    def equilibrium_residual(self) -> float:
        """Largest relative difference between loads and support forces over all cases."""
        return float(self.solution.equilibrium_residual.max(initial=0.0))

    def weights(self, case: str = "") -> Array:
        """Factor (c,) of every load case in a case or a combination."""
        if not case:
            if len(self.names) != 1:
                shown = ", ".join(f"'{n}'" for n in self.names)
                raise ModelError(f"which load case? there are {shown}" if shown else "no loads")
            case = self.names[0]
        known(dict.fromkeys(self.names), "load case or combination", case)
        factors = self.combinations.get(case, {case: 1.0})
        return np.array([factors.get(name, 0.0) for name in self.loads.names])

    def displacement(self, node: str, case: str = "") -> Movement:
        """Movement of a node, global."""
        row = known(self.built.node, "node", node)
        return Movement(*map(float, self.weights(case) @ self.solution.displacement[:, row]))

    def reaction(self, node: str, case: str = "") -> Force:
        """Force and moment of the support on the node, global; springs to ground included."""
        return node_reaction(self.built, self.solution, node, self.weights(case))

    def spring(self, name: str, case: str = "") -> Force:
        """Force in a spring, along its own axes: stiffness times its stretch."""
        row = known(self.built.spring, "spring", name)
        return Force(*map(float, self.weights(case) @ self.solution.spring_force[:, row]))

    def force(
        self, member: str, x: Number | Array, case: str = "", *, after: bool = False
    ) -> SectionForce:
        """Section forces at x from the start; where a point load stands: just before it."""
        points, is_one = member_points(self.frame, member, x)
        values = self.weights(case) @ self._forces(member, points, after).reshape(
            len(self.loads.names), -1
        )
        return SectionForce(*_columns(values.reshape(-1, 6), is_one))

    def primary(self, member: str, x: Number | Array, case: str = "") -> SectionForce:
        """What the tendons of a case do on their own section; `force` less this is secondary."""
        from spanwright.engine.frame.prestress import primary_force

        points, is_one = member_points(self.frame, member, x)
        return SectionForce(*_columns(primary_force(self, member, points, case), is_one))

    def secondary(self, member: str, x: Number | Array, case: str = "") -> SectionForce:
        """What restraint makes of the prestress of a case (whose other loads count along)."""
        total, own = self.force(member, x, case), self.primary(member, x, case)
        return SectionForce(*(a - b for a, b in zip(total, own, strict=True)))

    def deflection(self, member: str, x: Number | Array, case: str = "") -> Movement:
        """Movement of the member's axis at x from the start, global."""
        points, is_one = member_points(self.frame, member, x)
        found = self._moved(member, points)
        values = self.weights(case) @ found.reshape(len(self.loads.names), -1)
        return Movement(*_columns(values.reshape(-1, 6), is_one))

    def stress(
        self, member: str, x: Number | Array, y: Number, z: Number, case: str = ""
    ) -> Array | float:
        """Axial stress [Pa] at the point (y, z) of the section, tension positive."""
        record = known(self.frame.members, "member", member)
        section = self.frame.sections[record.section]
        if not (section.area and section.inertia_y and section.inertia_z):
            raise ModelError(f"section '{record.section}': stresses need A, Iy and Iz")
        f = self.force(member, x, case)
        side, up = number(y, "length", "y"), number(z, "length", "z")
        stress = f.N / section.area - f.My * up / section.inertia_y
        return stress - f.Mz * side / section.inertia_z

    def extreme(self, member: str, component: str, case: str = "") -> Extreme:
        """Largest and smallest section force or movement along a member, found exactly.

        component : of FORCE (N Vy Vz T My Mz) or of DOF (ux uy uz rx ry rz)
        """
        length = known(self.frame.members, "member", member).length
        weights = self.weights(case)

        def read(points: Array, after: bool) -> Array:
            if component in FORCE:
                values = self._forces(member, points, after)[..., FORCE.index(component)]
            elif component in DOF:
                values = self._moved(member, points)[..., DOF.index(component)]
            else:
                hint = nearest(component, (*FORCE, *DOF))
                raise ModelError(f"there is no component '{component}'{hint}")
            return np.asarray(weights @ values)

        breaks = {0.0, length, *self.built.cut[member]}
        for push in self.frame.pushes:
            if push.cable is not None and member in push.cable.members:
                before = push.cable.members[: push.cable.members.index(member)]
                start = sum(self.frame.members[name].length for name in before)
                meets = push.cable.tendon.station - start
                breaks |= {float(at) for at in meets if 0.0 < at < length}
            if push.target == member and push.kind in ("point", "line"):
                breaks |= {push.at} if push.kind == "point" else {push.at, push.end}
        return extreme_between(np.array(sorted(breaks)), read)

    def envelope(
        self, member: str, component: str, x: Sequence[Number] | Array,
        cases: Sequence[str] = (),
    ) -> Envelope:  # fmt: skip
        """Extremes of a section force over cases and combinations (all of them if left out)."""
        names = tuple(cases) or self.names
        points, _ = member_points(self.frame, member, x)
        both = [self._forces(member, points, after)[..., force_index(component)]
                for after in (False, True)]  # fmt: skip
        rows = np.stack([self.weights(name) for name in names])
        high = np.maximum(rows @ both[0], rows @ both[1])
        low = np.minimum(rows @ both[0], rows @ both[1])
        top, bottom = high.argmax(axis=0), low.argmin(axis=0)
        return Envelope(
            points, high.max(axis=0), low.min(axis=0),
            tuple(names[i] for i in top), tuple(names[i] for i in bottom),
        )  # fmt: skip

    def adverse(
        self, member: str, component: str, x: Sequence[Number] | Array,
        ranges: Mapping[str, tuple[float, float]],
    ) -> tuple[Array, Array]:  # fmt: skip
        """Maximum and minimum (k,) when each case may take any factor of its range.

        ranges : case -> (smallest, largest factor); pattern loads, favourable or not
        """
        points, _ = member_points(self.frame, member, x)
        high = np.full((2, len(points)), 0.0)
        low = np.zeros_like(high)
        for side, after in enumerate((False, True)):
            values = self._forces(member, points, after)[..., force_index(component)]
            for name, factors in ranges.items():
                effect = self.weights(name) @ values
                pair = np.stack([min(factors) * effect, max(factors) * effect])
                high[side] += pair.max(axis=0)
                low[side] += pair.min(axis=0)
        return high.max(axis=0), low.min(axis=0)

    def influence(
        self, target: str, component: str, at: Number | None = None, *,
        along: Sequence[str] = (), points: int = 101,
    ) -> InfluenceLine:  # fmt: skip
        """Influence line of a section force (target: member, at), reaction or movement (node).

        component : "My" ... of a member; "fz" ... a reaction; "uz" ... a movement of a node
        along     : members the load travels over, in order (all of them if left out)
        """
        from spanwright.engine.frame.lines import influence

        return influence(self, target, component, at, along, points)

    def deck(self, lines: Sequence[Sequence[str]], wanted: Wanted) -> FrameDeck:
        """Influence surfaces of responses over lines of members, for load models of `traffic`.

        lines  : members of each line along x, in order; wheels between lines load both
        wanted : (member, section force, distance) at a node, (node, "uz" or "fz", ...), or
                 (spring, "uz")
        """
        from spanwright.engine.frame.deck import make_deck

        return make_deck(self, lines, wanted)

    def plate(
        self, name: str, case: str = "", *, x: Number | None = None, y: Number | None = None,
        s: float | None = None, t: float | None = None,
    ) -> PlateForce:  # fmt: skip
        """Stress resultants of a plate at a point, the mean of the pieces that meet there.

        x, y : the point in plan, global [m];  or
        s, t : shares (0 to 1) of the way along its first side and along its second
        """
        region = known(self.frame.plates, "plate", name)
        meshes, nodes = self.built.meshes, self.built.model.nodes
        if meshes is None or (x is None) != (y is None) or (s is None) != (t is None):
            raise ModelError(f"plate '{name}': give x and y, or s and t")
        if x is not None and y is not None:
            place = [number(v, "length", f"plate '{name}', point") for v in (x, y)]
            s, t = shares(region, meshes, nodes, np.array([place]))
        if s is None or t is None or not (0.0 <= s <= 1.0 and 0.0 <= t <= 1.0):
            raise ModelError(f"plate '{name}': s and t must lie between 0 and 1")
        weights = self.weights(case)
        moved = np.einsum("c,cnd->nd", weights, self.solution.displacement)
        strain = [w * self.built.strains[c] for w, c in zip(weights, self.loads.names, strict=True)
                  if c in self.built.strains]  # fmt: skip
        own = np.sum(strain, axis=0) if strain else None
        return PlateForce(*map(float, resultants(region, meshes, nodes, moved, own, (s, t))))

    def table(self, case: str = "") -> str:
        """Reactions, movements and end forces of a case as text, signs included."""
        from spanwright.engine.frame.report import table

        return table(self, case)

    # ---- inside -------------------------------------------------------------------------

    def _forces(self, member: str, points: Array, after: bool) -> Array:
        """(c, k, 6); at a cut between elements `after` chooses the side."""
        element, at = self.built.locate(member, points, before=not after)
        return forces_at(self.ready, self.loads, self.solution, element, at, after=after)

    def _moved(self, member: str, points: Array) -> Array:
        """Movement (c, k, 6) of the member's axis."""
        element, at = self.built.locate(member, points)
        return deflection_at(self.ready, self.loads, self.solution, element, at)


@dataclass(frozen=True, slots=True, eq=False)
class SecondOrderResult(FrameResult):
    """One load case in equilibrium on the displaced structure.

    axial : of every element, tension positive [N];  rounds : how many were needed
    """

    axial: Array
    rounds: int

    def _forces(self, member: str, points: Array, after: bool) -> Array:
        """With the moment of the axial force on the bow of each element between its ends."""
        # named, for a dataclass with slots is made anew and loses what super() needs
        forces = np.array(FrameResult._forces(self, member, points, after))
        element, at = self.built.locate(member, points, before=not after)
        moved = self._shape(element, at) - self._shape(element, 0.0 * at)
        turned = np.einsum("kij,ckj->cki", self.ready.system.elements.axes[element], moved[..., :3])
        forces[..., 4] += self.axial[element] * turned[..., 2]
        forces[..., 5] += self.axial[element] * turned[..., 1]
        return forces

    def _moved(self, member: str, points: Array) -> Array:
        return self._shape(*self.built.locate(member, points))

    def _shape(self, element: Ints, at: Array) -> Array:
        """Movement by each element's own cubic, global, (c, k, 6)."""
        system = self.ready.system
        ends = member_displacement(system, self.loads, self.solution, element)
        rows = shape(system.elements.length[element], system.elements.phi[element], at)
        local = (rows @ ends[..., None])[..., 0]
        back = system.elements.axes[element].transpose(0, 2, 1)[:, None]
        turned = back @ local.reshape(*local.shape[:-1], 2, 3)[..., None]
        return np.asarray(turned[..., 0].reshape(*local.shape))


def solve_frame(frame: Frame) -> FrameResult:
    """Build, check and solve."""
    built = build(frame)
    loads = build_loads(frame, built)
    if not loads.names:
        raise ModelError("the frame has no loads")
    ready = prepare(built.model, built.extra)
    return FrameResult(frame, built, ready, loads, solve(ready, loads), frame.combinations)


def _columns(values: Array, is_one: bool) -> list[Array | float]:
    return [float(v) for v in values[0]] if is_one else [np.array(v) for v in values.T]


def node_reaction(built: Built, solution: Solution, node: str, case: int | Array) -> Force:
    """Force of supports and springs to ground on a node, of one case or of weights (c,)."""
    row = known(built.node, "node", node)
    springs = built.model.springs
    total = np.array(solution.reaction[:, row])
    for s in np.flatnonzero((springs.node == row) & (springs.other == LINK)):
        pair = solution.spring_force[:, s].reshape(-1, 2, 3) @ springs.axes[s]
        total -= pair.reshape(-1, 6)
    picked = total[case] if isinstance(case, int) else case @ total
    return Force(*map(float, picked))
