"""`Frame`: build and solve any frame, truss, beam or grillage from a notebook.

>>> frame = Frame.beam([30, 30], EI="15 GN m2")
>>> frame.load("span 1", fz="-20 kN/m")
>>> result = frame.solve()
>>> round(result.reaction("B").fz / 1e3, 1)
375.0

Numbers are SI, or text with a unit ("210 GPa", "12 kN/m").  Axes and signs: conventions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.datum.units import GRAVITY
from spanwright.engine.frame import reading
from spanwright.engine.frame.member import make_member, make_spring
from spanwright.engine.frame.parts import (
    HELD_BY_PLANE,
    Given,
    Member,
    Number,
    Plane,
    Push,
    Region,
    Section,
    Spring,
)
from spanwright.engine.frame.reading import dofs, known, new, number
from spanwright.engine.model import DOF

if TYPE_CHECKING:
    from spanwright.engine.buckling import Buckling
    from spanwright.engine.frame.analyses import FramePeaks
    from spanwright.engine.frame.result import FrameResult, SecondOrderResult
    from spanwright.engine.frame.staging import Concrete, FrameHistory, FrameStage
    from spanwright.engine.loads import Loads
    from spanwright.engine.modal import Modes
    from spanwright.engine.model import Model
    from spanwright.engine.plates import Plates
    from spanwright.engine.tendon import Tendon, Tension


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
    plates: dict[str, Region] = field(default_factory=dict)
    meshed: set[str] = field(default_factory=set)  # nodes that came with plates
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
        density, mass  : [kg/m3] with A (and with Iy, Iz: the inertia of turning sections), or mass
                         per length [kg/m] on the axis
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
        self.members[name] = make_member(
            self, name, (start, end), section, (release_start, release_end),
            (offset_start, offset_end), up, bedding, hinges, parts,
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
        label = name or (f"{node}-{to}" if to else node)
        new(self.springs, "spring", label)
        self.springs[label] = make_spring(self, label, node, to, axes, stiffness)

    def mass(self, node: str, mass: Number, *, inertia: Sequence[float] = (0, 0, 0)) -> None:
        """A lumped mass [kg] and rotary inertias about x, y, z [kg m2]."""
        known(self.nodes, "node", node)
        m = number(mass, "mass", f"mass at node '{node}'")
        turn = reading.vector(inertia, f"mass at node '{node}', inertia")
        self.masses[node] = (m, m, m, *turn)

    def plate(
        self, name: str,
        corners: Sequence[str] | Sequence[Sequence[Number]] | Callable[..., Sequence[float]], *,
        thickness: Number, E: Number, divisions: Sequence[int] = (1, 1), nu: Number = 0.3,
        density: Number = 0.0, expansion: Number = 0.0, shear: Number = 5.0 / 6.0,
        bedding: Number = 0.0, along: Sequence[float] = (1.0, 0.0, 0.0),
    ) -> None:  # fmt: skip
        """A four-sided slab, wall or shell of plates on a mesh of its own.

        corners   : four, going round, each a node's name or x, y(, z) [m]; or a function of
                    (s, t), both 0 to 1, that gives x, y, z of a curved surface
        divisions : number of plates along the first side and along the second
        thickness, E, nu, density, expansion : [m], [Pa], [-], [kg/m3], [1/K]
        shear     : shear factor 5/6 (thick and thin), or inf: rigid in shear (Kirchhoff)
        bedding   : stiffness of the ground along global z, per area [N/m3]
        along     : its part in the plate is the x of the stress resultants

        The plate's z is right-handed round the corners.  Mesh nodes "name i,j" count along the
        sides from the first corner; where a node stands already (members, other plates) it is
        used, so parts that touch are joined.  `nodes_at` finds nodes by their place.
        """
        from spanwright.engine.frame.plate import make_region

        new(self.plates, "plate", name)
        given = {"thickness": thickness, "E": E, "nu": nu, "density": density,
                 "expansion": expansion, "shear": shear, "bedding": bedding}  # fmt: skip
        self.plates[name] = make_region(self, name, corners, divisions, along, given)

    def nodes_at(
        self, *, x: Number | None = None, y: Number | None = None, z: Number | None = None,
        within: Number = 1e-6,
    ) -> list[str]:  # fmt: skip
        """Names of the nodes at these coordinates (of any where left out), by x, then y, then z."""
        wanted = {k: number(v, "length", f"nodes_at, {'xyz'[k]}")
                  for k, v in enumerate((x, y, z)) if v is not None}  # fmt: skip
        slack = number(within, "length", "nodes_at, within")
        found = [name for name, place in self.nodes.items()
                 if all(abs(place[k] - v) <= slack for k, v in wanted.items())]  # fmt: skip
        return sorted(found, key=lambda name: self.nodes[name])

    # ---- loads --------------------------------------------------------------------------

    def case(self, name: str) -> None:
        """A load case; named by its first load otherwise."""
        if name in self.combinations:
            raise ModelError(f"'{name}' is already the name of a combination")
        if name not in self.cases:
            self.cases.append(name)

    def load(
        self, target: str, *, case: str = "load", at: Number | Sequence[Number] | None = None,
        start: Number | None = None, end: Number | None = None,
        local: bool = False, arm: Sequence[Number] = (0.0, 0.0),
        size: Sequence[Number] = (0.0, 0.0), **force: Given,
    ) -> None:  # fmt: skip
        """A load on a node, member or plate; fx, fy, fz, mx, my, mz are global components.

        on a node              force [N], moment [N m]
        on a member with `at`  point load at that distance from its start [m]; `local` and `arm` as
                               below
        on a member else       force per metre [N/m] from `start` to `end` (all of it if left
                               out); a pair (first, last) varies linearly.  `local`: member axes;
                               `arm`: eccentricity of the line in member y and z [m]
        on a plate             force per area [N/m2], also as a function of x, y, z; `local`: fz
                               along the plate's own z
        on a plate with `at`   force [N] at global (x, y), even over a patch of `size` (x, y) [m]
        """
        from spanwright.engine.frame.load import make_push

        push = make_push(self, target, case, (at, start, end), local, arm, size, force)
        self.case(case)
        self.pushes.append(push)

    def self_weight(self, *, case: str = "self weight", gravity: float = GRAVITY) -> None:
        """The weight of every member and plate: along -z ("xy": along -y)."""
        heavy = {m.name: self.sections[m.section].mass for m in self.members.values()}
        heavy |= {p.name: p.density * p.thickness for p in self.plates.values()}
        if not any(heavy.values()):
            raise ModelError("self weight: no section or plate has a density or a mass")
        down = "fy" if self.plane == "xy" else "fz"
        for name, mass in heavy.items():
            if mass > 0.0:
                self.load(name, case=case, **{down: -gravity * mass})  # type: ignore[arg-type]

    def temperature(
        self, member: str, *, case: str = "temperature", uniform: Number = 0.0,
        top_minus_bottom: Number = 0.0, depth: Number | None = None,
        left_minus_right: Number = 0.0, width: Number | None = None,
        expansion: Number | None = None,
    ) -> None:  # fmt: skip
        """Temperature change [K] of a member or plate.

        uniform, and linear over the depth (z; of a plate: its thickness) and the width (y)
        expansion : coefficient [1/K]; that of the section or plate when left out
        """
        from spanwright.engine.frame.load import make_thermal

        push = make_thermal(
            self, member, case, uniform, (top_minus_bottom, depth), (left_minus_right, width),
            expansion,
        )  # fmt: skip
        self.case(case)
        self.pushes.append(push)

    def strain(
        self, member: str, *, case: str = "strain", axial: float = 0.0,
        kappa_y: float = 0.0, kappa_z: float = 0.0,
    ) -> None:  # fmt: skip
        """Imposed strain [-] and curvatures [1/m] of the free member (shrinkage, lack of fit).

        A plate takes `axial` alone, the same in all its directions.
        """
        from spanwright.engine.frame.load import make_strain

        push = make_strain(self, member, case, (axial, kappa_y, kappa_z))
        self.case(case)
        self.pushes.append(push)

    def tendon(
        self, members: Sequence[str], tendon: Tendon, force: Number | Tension, *,
        case: str = "prestress",
    ) -> None:  # fmt: skip
        """Prestress by a tendon along members that follow one another; stations from the first.

        force : even [N], or the `tension` after friction and draw-in of `engine.tendon`
        """
        from spanwright.engine.frame.prestress import make_tendon

        push = make_tendon(self, members, tendon, force, case)
        self.case(case)
        self.pushes.append(push)

    def settle(self, node: str, *, case: str = "settlement", **movement: Number) -> None:
        """Movement forced on held components: settle("B", uz="-10 mm")."""
        from spanwright.engine.frame.load import make_settlements

        pushes = make_settlements(self, node, case, movement)
        self.case(case)
        self.pushes += pushes

    def combine(self, name: str, factors: Mapping[str, float]) -> None:
        """A combination of cases (or of earlier combinations): {"self weight": 1.35, ...}."""
        from spanwright.engine.frame.load import combined_factors

        self.combinations[name] = combined_factors(self, name, factors)

    # ---- answers ------------------------------------------------------------------------

    def model(self) -> Model:
        """The structure as arrays, for the functions of `spanwright.engine`."""
        from spanwright.engine.frame.arrays import build

        return build(self).model

    def shells(self) -> Plates | None:
        """The plates on the nodes of `model()`; None where there are none."""
        from spanwright.engine.frame.arrays import build

        meshes = build(self).meshes
        return None if meshes is None else meshes.plates

    def loads(self) -> Loads:
        """The loads as tables on `model()`."""
        from spanwright.engine.frame.arrays import build, build_loads

        return build_loads(self, build(self))

    def solve(self) -> FrameResult:
        """Solve every case; raises ModelError that names what cannot stand."""
        from spanwright.engine.frame.result import solve_frame

        return solve_frame(self)

    def second_order(
        self, factors: str | Mapping[str, float], *, parts: int = 8
    ) -> SecondOrderResult:
        """Equilibrium on the displaced structure (P-Delta) under a case, combination or factors.

        Every member is divided into `parts` elements at least, so that its own bow counts too.
        Raises ModelError when the load is above the critical one.
        """
        from spanwright.engine.frame.analyses import second_order

        return second_order(self, factors, parts)

    def modes(
        self, count: int, *, parts: int = 8, free: bool = False,
        under: str | Mapping[str, float] = "",
    ) -> Modes:  # fmt: skip
        """The lowest modes; rows of `shape` follow `nodes`, then the points inside members.

        parts : every member is divided into that many elements at least
        free  : the structure may float or move as a mechanism: such modes come first, at 0 Hz
        under : a case, combination or factors whose axial forces stiffen (a string, a stay)
        """
        from spanwright.engine.frame.analyses import modes

        return modes(self, count, parts, free, under)

    def spectrum(
        self, spectrum: Callable[..., Any] | Sequence[tuple[float, float]], *,
        direction: str | Sequence[float] = "x", count: int = 30, damping: float = 0.05,
        rule: Literal["cqc", "srss"] = "cqc", rest: bool = True, parts: int = 8,
    ) -> FramePeaks:  # fmt: skip
        """Peak response to ground motion along a direction, by modes.

        spectrum  : pairs (period [s], acceleration [m/s2]), or a function of periods (k,)
        direction : "x", "y", "z" or a vector; its length scales the spectrum
        rule      : how modes are put together, with `damping` in "cqc"
        rest      : add the static response of the mass the modes leave out
        """
        from spanwright.engine.frame.analyses import spectrum_peaks

        return spectrum_peaks(self, spectrum, direction, count, damping, rule, rest, parts)

    def stages(
        self, stages: Sequence[FrameStage], *, birth: Literal["drawing", "tangent"] = "drawing",
        concrete: Mapping[str, Concrete] | None = None, until: float | None = None,
        method: Literal["step-by-step", "age-adjusted"] = "step-by-step", steps: int = 40,
        chi: float = 0.8,
    ) -> FrameHistory:  # fmt: skip
        """Construction stages, with creep and shrinkage of `concrete` (section or plate -> law).

        birth  : new nodes start where they are drawn, or where the last part built points to
        until  : last day, after all stages;  steps : time steps from one stage to the next
        method : "age-adjusted" goes from stage to stage with the ageing coefficient `chi`
        """
        from spanwright.engine.frame.staging import run_stages

        return run_stages(self, stages, birth, concrete, until, method, steps, chi)

    def buckling(self, case: str, count: int = 1, *, parts: int = 8) -> Buckling:
        """Critical factors of a load case or combination; `parts` as for `second_order`."""
        from spanwright.engine.frame.analyses import buckling_factors

        return buckling_factors(self, case, count, parts)

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
