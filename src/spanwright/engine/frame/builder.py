"""`Frame`: build and solve any frame, truss, beam or grillage from a notebook.

>>> frame = Frame.beam([30, 30], EI="15 GN m2")
>>> frame.load("span 1", fz="-20 kN/m")
>>> result = frame.solve()
>>> round(result.reaction("B").fz / 1e3, 1)
375.0

Numbers are SI, or text with a unit ("210 GPa", "12 kN/m").  Axes and signs: conventions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.datum.units import GRAVITY
from spanwright.engine.frame import reading
from spanwright.engine.frame.parts import (
    HELD_BY_PLANE,
    Member,
    Number,
    Plane,
    Push,
    Section,
    Spring,
)
from spanwright.engine.frame.reading import divided, dofs, known, nearest, new, number
from spanwright.engine.model import DOF

if TYPE_CHECKING:
    from spanwright.engine.buckling import Buckling
    from spanwright.engine.frame.result import FrameResult
    from spanwright.engine.loads import Loads
    from spanwright.engine.modal import Modes
    from spanwright.engine.model import Model

PIECE: Final = 0.1  # bedded members are cut so that a piece is this part of the elastic length


@dataclass(slots=True)
class Frame:
    """A structure under construction: add nodes, members, supports and loads, then `solve`.

    plane : ""          3-D: six degrees of freedom at every node
            "xz"        flat frame standing in x-z (z up): ux, uz, ry
            "xy"        flat frame drawn in x-y: ux, uy, rz
            "grillage"  flat deck loaded along z: uz, rx, ry
    """

    plane: Plane = ""
    nodes: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    supports: dict[str, set[int]] = field(default_factory=dict)
    support_axes: dict[str, Array] = field(default_factory=dict)
    masses: dict[str, tuple[float, ...]] = field(default_factory=dict)
    springs: dict[str, Spring] = field(default_factory=dict)
    pushes: list[Push] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    combinations: dict[str, dict[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.plane not in HELD_BY_PLANE:
            known = ", ".join(repr(p) for p in HELD_BY_PLANE)
            raise ModelError(f"plane must be one of {known} (got {self.plane!r})")

    # ---- the structure ------------------------------------------------------------------

    def node(self, name: str, x: Number, y: Number = 0.0, z: Number = 0.0) -> None:
        """A joint at global coordinates [m]."""
        new(self.nodes, "node", name)
        place = tuple(number(v, "length", f"node '{name}', {k}") for k, v in
                      (("x", x), ("y", y), ("z", z)))  # fmt: skip
        self.nodes[name] = (place[0], place[1], place[2])

    def section(
        self, name: str, *, E: Number | None = None, A: Number | None = None,
        I: Number | None = None, Iy: Number | None = None, Iz: Number | None = None,  # noqa: E741
        J: Number | None = None, Ay: Number | None = None, Az: Number | None = None,
        G: Number | None = None, nu: Number = 0.3, density: Number = 0.0,
        EA: Number | None = None, EI: Number | None = None, EIy: Number | None = None,
        EIz: Number | None = None, GJ: Number | None = None, GAy: Number | None = None,
        GAz: Number | None = None, mass: Number = 0.0, expansion: Number = 0.0,
    ) -> None:  # fmt: skip
        """Rigidities, either from E, A, I, J or directly as EA, EI, GJ.

        E, G, nu       : modulus [Pa]; G = E / 2 (1 + nu) unless given
        A, J           : area [m2], torsion constant [m4]
        I, Iy, Iz      : second moments of area [m4]; I stands for both.  Iy bends the member in
                         its x-z plane (vertical load), Iz in its x-y plane
        Ay, Az         : shear areas [m2]; left out: no shear deformation
        EA, EI, EIy, EIz, GJ, GAy, GAz : the products, where they are known instead
        density, mass  : [kg/m3] with A, or mass per length [kg/m] directly
        expansion      : thermal expansion coefficient [1/K]
        """
        from spanwright.engine.frame.section import make_section

        new(self.sections, "section", name)
        given = {
            "E": E, "A": A, "I": I, "Iy": Iy, "Iz": Iz, "J": J, "Ay": Ay, "Az": Az, "G": G,
            "nu": nu, "density": density, "EA": EA, "EI": EI, "EIy": EIy, "EIz": EIz,
            "GJ": GJ, "GAy": GAy, "GAz": GAz, "mass": mass, "expansion": expansion,
        }  # fmt: skip
        self.sections[name] = make_section(name, given, self.plane)

    def member(
        self, name: str, start: str, end: str, section: str, *,
        release_start: str = "", release_end: str = "",
        offset_start: Sequence[Number] = (0.0, 0.0, 0.0),
        offset_end: Sequence[Number] = (0.0, 0.0, 0.0),
        up: Sequence[float] | None = None, bedding: Sequence[Number] = (0.0, 0.0, 0.0),
        hinges: Iterable[Number] = (), parts: int = 1,
    ) -> None:  # fmt: skip
        """A straight member from node to node.

        release_start, release_end : section forces the end cannot pass on, e.g. "My Mz"
        offset_start, offset_end   : rigid arm from the node to the member's end, global [m]
        up      : direction whose part normal to the member is its z axis (default: upwards; for
                  a vertical member global x)
        bedding : stiffness of the ground along member x, y, z [N/m2]
        hinges  : distances from the start at which no bending moment passes [m]
        parts   : number of elements (matters for modes and buckling, not for statics)
        """
        new(self.members, "member", name)
        for node in (start, end):
            known(self.nodes, "node", node)
        known(self.sections, "section", section)
        where = f"member '{name}'"
        offset = np.array(
            [[number(v, "length", f"{where}, offset") for v in arm]
             for arm in (offset_start, offset_end)]
        )  # fmt: skip
        if offset.shape != (2, 3):
            raise ModelError(f"{where}: an offset has three components")
        along = np.array(self.nodes[end]) + offset[1] - np.array(self.nodes[start]) - offset[0]
        length = float(np.linalg.norm(along))
        if not length > 0.0:
            raise ModelError(f"{where} has no length (from node '{start}' to node '{end}')")
        at = tuple(sorted(number(h, "length", f"{where}, hinges") for h in hinges))
        if any(not 0.0 < h < length for h in at):
            raise ModelError(f"{where}: hinges must lie between 0 m and {length:g} m")
        if not (isinstance(parts, int) and parts >= 1):
            raise ModelError(f"{where}: parts must be a whole number of 1 or more (got {parts})")
        ground = tuple(number(b, "bedding", f"{where}, bedding") for b in bedding)
        if len(ground) != 3:
            raise ModelError(f"{where}: bedding has three components, along member x, y, z")
        release = np.stack(
            [reading.components(release_start, where), reading.components(release_end, where)]
        )
        parts = max(parts, _bedded_parts(self.sections[section], ground, length))
        cuts = divided(length, parts, at)
        vector = None if up is None else (float(up[0]), float(up[1]), float(up[2]))
        self.members[name] = Member(
            name, start, end, section, release, offset, vector,
            (ground[0], ground[1], ground[2]), cuts, at, length,
        )  # fmt: skip

    def bar(self, name: str, start: str, end: str, section: str) -> None:
        """A truss bar: pinned at both ends, axial force only."""
        self.member(name, start, end, section, release_start="My Mz", release_end="T My Mz")

    def support(
        self, node: str, held: str, *, axes: Sequence[Sequence[float]] | None = None
    ) -> None:
        """Hold components of a node: "ux uy uz", "fixed" or "pinned".

        axes : rows are the x, y, z along which a skew support holds (default: global)
        """
        known(self.nodes, "node", node)
        words = {"fixed": " ".join(DOF), "pinned": "ux uy uz"}.get(held, held)
        self.supports.setdefault(node, set()).update(dofs(words, f"support at node '{node}'"))
        if axes is not None:
            self.support_axes[node] = reading.axes(axes, f"support at node '{node}'")

    def spring(
        self, node: str, *, to: str = "", name: str = "",
        axes: Sequence[Sequence[float]] | None = None, **stiffness: Number,
    ) -> None:  # fmt: skip
        """An elastic support, or a link to node `to`: ux="30 kN/mm", rz=... in its own axes.

        A link between nodes apart sits at `node`; `to` is tied to that point by a rigid arm.
        """
        known(self.nodes, "node", node)
        if to:
            known(self.nodes, "node", to)
        label = name or (f"{node}-{to}" if to else node)
        new(self.springs, "spring", label)
        values = [0.0] * 6
        for key, value in stiffness.items():
            if key not in DOF:
                raise ModelError(f"spring '{label}': unknown component '{key}'{nearest(key, DOF)}")
            place = DOF.index(key)
            kind = "stiffness" if place < 3 else "rotational stiffness"
            values[place] = number(value, kind, f"spring '{label}', {key}")
        turned = np.eye(3) if axes is None else reading.axes(axes, f"spring '{label}'")
        self.springs[label] = Spring(label, node, to, tuple(values), turned)

    def mass(self, node: str, mass: Number, *, inertia: Sequence[float] = (0, 0, 0)) -> None:
        """A lumped mass [kg] and rotary inertias about x, y, z [kg m2]."""
        known(self.nodes, "node", node)
        m = number(mass, "mass", f"mass at node '{node}'")
        self.masses[node] = (m, m, m, float(inertia[0]), float(inertia[1]), float(inertia[2]))

    # ---- loads --------------------------------------------------------------------------

    def case(self, name: str) -> None:
        """A load case; named by its first load otherwise."""
        if name in self.combinations:
            raise ModelError(f"'{name}' is already the name of a combination")
        if name not in self.cases:
            self.cases.append(name)

    def load(
        self, target: str, *, case: str = "load", at: Number | None = None,
        start: Number | None = None, end: Number | None = None,
        local: bool = False, arm: Sequence[Number] = (0.0, 0.0),
        **force: Number | Sequence[Number],
    ) -> None:  # fmt: skip
        """A load on a node or a member; fx, fy, fz, mx, my, mz are global components.

        on a node              force [N], moment [N m]
        on a member with `at`  point load at that distance from its start [m]
        on a member else       force per metre [N/m] from `start` to `end` (all of it if left
                               out); a pair (first, last) varies linearly.  `local`: member axes;
                               `arm`: eccentricity of the line in member y and z [m]
        """
        from spanwright.engine.frame.load import make_push

        self.case(case)
        self.pushes.append(make_push(self, target, case, at, start, end, local, arm, force))

    def self_weight(self, *, case: str = "self weight", gravity: float = GRAVITY) -> None:
        """The weight of every member, from the mass of its section: along -z ("xy": along -y)."""
        heavy = [m for m in self.members.values() if self.sections[m.section].mass > 0.0]
        if not heavy:
            raise ModelError("self weight: no section has a density or a mass")
        for member in heavy:
            weight = -gravity * self.sections[member.section].mass
            if self.plane == "xy":
                self.load(member.name, case=case, fy=weight)
            else:
                self.load(member.name, case=case, fz=weight)

    def temperature(
        self, member: str, *, case: str = "temperature", uniform: Number = 0.0,
        top_minus_bottom: Number = 0.0, depth: Number | None = None,
        left_minus_right: Number = 0.0, width: Number | None = None,
        expansion: Number | None = None,
    ) -> None:  # fmt: skip
        """Temperature change [K]: uniform, and linear over the depth (z) and the width (y).

        expansion : coefficient [1/K]; that of the section when left out
        """
        from spanwright.engine.frame.load import thermal_strain

        record = known(self.members, "member", member)
        own = self.sections[record.section].expansion
        strain = thermal_strain(
            member, uniform, top_minus_bottom, depth, left_minus_right, width,
            own if expansion is None else expansion,
        )  # fmt: skip
        self.case(case)
        self.pushes.append(Push(case, "strain", member, strain))

    def strain(
        self, member: str, *, case: str = "strain", axial: float = 0.0,
        kappa_y: float = 0.0, kappa_z: float = 0.0,
    ) -> None:  # fmt: skip
        """Imposed strain [-] and curvatures [1/m] of the free member (shrinkage, lack of fit)."""
        known(self.members, "member", member)
        self.case(case)
        values = (float(axial), float(kappa_y), float(kappa_z))
        self.pushes.append(Push(case, "strain", member, values))

    def settle(self, node: str, *, case: str = "settlement", **movement: Number) -> None:
        """Movement forced on held components: settle("B", uz="-10 mm")."""
        held = self.supports.get(node)
        known(self.nodes, "node", node)
        self.case(case)
        for key, value in movement.items():
            component = next(iter(dofs(key, f"settlement of node '{node}'")))
            if held is None or component not in held:
                raise ModelError(f"settlement of node '{node}': it is not held in {key}")
            kind = "length" if component < 3 else "angle"
            amount = number(value, kind, f"settlement of node '{node}', {key}")
            self.pushes.append(Push(case, "settle", node, (amount,), component=component))

    def combine(self, name: str, factors: Mapping[str, float]) -> None:
        """A combination of cases (or of earlier combinations): {"self weight": 1.35, ...}."""
        if name in self.cases or name in self.combinations:
            raise ModelError(f"'{name}' is already the name of a case or a combination")
        total: dict[str, float] = {}
        for part, factor in factors.items():
            value = number(factor, "number", f"combination '{name}', '{part}'")
            inner = self.combinations.get(part)
            if inner is None:
                known(dict.fromkeys(self.cases), "load case", part)
                inner = {part: 1.0}
            for case, share in inner.items():
                total[case] = total.get(case, 0.0) + value * share
        self.combinations[name] = total

    # ---- answers ------------------------------------------------------------------------

    def model(self) -> Model:
        """The structure as arrays, for the functions of `spanwright.engine`."""
        from spanwright.engine.frame.arrays import build

        return build(self).model

    def loads(self) -> Loads:
        """The loads as tables on `model()`."""
        from spanwright.engine.frame.arrays import build, build_loads

        return build_loads(self, build(self))

    def solve(self) -> FrameResult:
        """Solve every case; raises ModelError that names what cannot stand."""
        from spanwright.engine.frame.result import solve_frame

        return solve_frame(self)

    def modes(self, count: int, *, parts: int = 8) -> Modes:
        """The lowest modes; every member is divided into `parts` elements at least."""
        from spanwright.engine.frame.arrays import build
        from spanwright.engine.modal import modes

        return modes(build(self, parts).model, count)

    def buckling(self, case: str, count: int = 1, *, parts: int = 8) -> Buckling:
        """Critical factors of a load case; members are divided into `parts` elements at least."""
        from spanwright.engine.buckling import buckling
        from spanwright.engine.frame.arrays import build, build_loads

        known(dict.fromkeys(self.cases), "load case", case)
        built = build(self, parts)
        return buckling(built.model, build_loads(self, built), case, count=count)

    @staticmethod
    def beam(
        spans: Sequence[Number], *, EI: Number, supports: Sequence[str | Number] | None = None,
        hinges: Sequence[Number] = (), GA: Number | None = None, mass: Number = 0.0,
        expansion: Number = 0.0,
    ) -> Frame:  # fmt: skip
        """A continuous beam along x in the x-z plane; see `frame.beam.beam`."""
        from spanwright.engine.frame.beam import beam

        return beam(spans, EI=EI, supports=supports, hinges=hinges, GA=GA, mass=mass,
                    expansion=expansion)  # fmt: skip


def _bedded_parts(section: Section, ground: Sequence[float], length: float) -> int:
    """How many pieces keep the consistent bedding matrix exact to about 1e-6."""
    EA, EIy, EIz = section.rigidity[:3]
    ratios = [
        (ground[0] / EA) ** 0.5,
        (ground[1] / (4.0 * EIz)) ** 0.25,
        (ground[2] / (4.0 * EIy)) ** 0.25,
    ]
    return int(min(500, np.ceil(max(ratios) * length / PIECE)))
