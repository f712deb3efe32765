"""Bending of girder and slab with bonded strands and bars, n sections at once.

Depths y run from the compressed face.  Strains of concrete are positive in compression, those of
steel in tension.  The strain the girder has when the slab is cast is not carried into the slab.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance._shapes import together
from spanwright.codes.eurocode.resistance.precast import Outline
from spanwright.datum.arrays import Array, Bools, freeze

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(6)
_TWO: Final = np.array([-1.0, 1.0]) / np.sqrt(3.0)  # exact for cubics, weights 1
_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Parabola-rectangle law of a concrete, (n,) or numbers: f_cd [Pa], strains, exponent."""

    f_cd: Array
    eps_c2: Array
    eps_cu2: Array
    exponent: Array

    def __post_init__(self) -> None:
        freeze(self)

    def rows(self, chosen: Bools) -> Law:
        """Of some sections.  chosen : (n,)"""
        return Law(
            self.f_cd[chosen], self.eps_c2[chosen], self.eps_cu2[chosen], self.exponent[chosen]
        )


@clause("EN 1992-1-1:2004", "3.1.7(1)", "(3.17)", tag="remembered")
def law_of(
    concrete: Concrete,
    other: Concrete,
    is_other: Bools,
    alpha_cc: float = 0.85,
    gamma_C: float = 1.5,
) -> Law:
    """The law of one concrete, of another in the rows `is_other`.  (n,)"""

    def column(name: str) -> Array:
        return np.where(is_other, float(getattr(other, name)), float(getattr(concrete, name)))

    return Law(
        alpha_cc * column("f_ck") / gamma_C, column("eps_c2"), column("eps_cu2"), column("exponent")
    )


@dataclass(frozen=True, slots=True, eq=False)
class Steel:
    """Layers of steel in n sections.

    level, area : (n, k) above the soffit [m], [m2];  strain : (n, k) prestrain in concrete without
    strain;  strength : design strength, and most: (n, k) what its bond lets it carry     [Pa]
    """

    level: Array
    area: Array
    strain: Array
    strength: float
    modulus: float
    most: Array

    def __post_init__(self) -> None:
        freeze(self)

    def rows(self, chosen: Bools) -> Steel:
        """Of some sections.  chosen : (n,)"""
        return Steel(
            self.level[chosen], self.area[chosen], self.strain[chosen], self.strength,
            self.modulus, self.most[chosen],
        )  # fmt: skip

    def stress(self, strain: Array) -> Array:
        """Stress by the strain that concrete beside it gains, tension +.  (n, k) [Pa]"""
        whole = self.modulus * (self.strain + strain)
        return np.minimum(np.clip(whole, -self.strength, self.strength), self.most)


@dataclass(frozen=True, slots=True, eq=False)
class BondedSection:
    """Girders with their slabs, strands and bars.

    slab_width, slab_thickness, gap : (n,) as in `precast.composite_section`; width 0: no slab
    """

    outline: Outline
    slab_width: Array
    slab_thickness: Array
    gap: Array
    girder: Law
    slab: Law
    steel: tuple[Steel, ...]

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def top(self) -> Array:
        """Level of the slab's top, of the girder's where it has none.  (n,) [m]"""
        above = np.where(self.slab_width > 0, self.gap + self.slab_thickness, 0.0)
        return np.asarray(self.outline.level[:, -1] + above)

    def rows(self, chosen: Bools) -> BondedSection:
        """Some of the sections.  chosen : (n,)"""
        return BondedSection(
            Outline(self.outline.level[chosen], self.outline.width[chosen]),
            self.slab_width[chosen],
            self.slab_thickness[chosen],
            self.gap[chosen],
            self.girder.rows(chosen),
            self.slab.rows(chosen),
            tuple(layer.rows(chosen) for layer in self.steel),
        )

    def depth(self, level: Array, *, sagging: bool) -> Array:
        """Depths of levels (n, k) below the compressed face.  (n, k)"""
        return np.asarray(self.top[:, None] - level if sagging else level)


@dataclass(frozen=True, slots=True, eq=False)
class _Strips:
    """Trapezoids of concrete between depths a < b, widths at both; (n, s), and their laws."""

    a: Array
    b: Array
    width_a: Array
    width_b: Array
    f_cd: Array
    eps_c2: Array
    eps_cu2: Array
    exponent: Array


def _strips(section: BondedSection, *, sagging: bool) -> _Strips:
    outline = section.outline
    n, count = len(outline), outline.level.shape[1] - 1
    soffit = outline.level[:, -1] + section.gap
    low = np.column_stack([outline.level[:, :-1], soffit])
    high = np.column_stack([outline.level[:, 1:], soffit + section.slab_thickness])
    width_low = np.column_stack([outline.width[:, :-1], section.slab_width])
    width_high = np.column_stack([outline.width[:, 1:], section.slab_width])
    laws = [
        np.column_stack([np.broadcast_to(own[:, None], (n, count)), above])
        for own, above in (
            (getattr(section.girder, name), getattr(section.slab, name))
            for name in ("f_cd", "eps_c2", "eps_cu2", "exponent")
        )
    ]
    if sagging:
        top = section.top[:, None]
        return _Strips(top - high, top - low, width_high, width_low, *laws)
    return _Strips(low, high, width_low, width_high, *laws)


def _face_strain(strips: _Strips, x: Array) -> Array:
    """Strain of the compressed face at which some concrete reaches its limit.  (n,)

    Each strip at its upper edge reaches eps_cu2; where all is compressed, strains turn about the
    level of eps_c2 instead.
    """
    has = (strips.width_a > 0) & (strips.b > strips.a) & (strips.a < x[:, None])
    share = 1.0 - strips.a / x[:, None]
    limit = np.where(has, strips.eps_cu2 / np.where(has, share, 1.0), np.inf)
    height = np.where(strips.width_a > 0, strips.b, 0.0).max(axis=1)
    first = np.argmin(np.where(strips.width_a > 0, strips.a, np.inf), axis=1)[:, None]
    c2, cu2 = (
        np.take_along_axis(column, first, axis=1)[:, 0]
        for column in (strips.eps_c2, strips.eps_cu2)
    )
    pivot = (1.0 - c2 / cu2) * height
    pressed = np.where(x > height, c2 * x / np.maximum(x - pivot, 1e-12), np.inf)
    return np.asarray(np.minimum(limit.min(axis=1), pressed), dtype=float)


def _concrete(strips: _Strips, face: Array, x: Array) -> tuple[Array, Array]:
    """Compression and its moment about the face.  (n,) [N], [N m]"""
    end = x[:, None]
    bend = end * (1.0 - strips.eps_c2 / np.maximum(face, 1e-12)[:, None])  # depth of eps_c2
    total = np.zeros((2, len(x)))
    for low, high in ((0.0, bend), (bend, end)):
        a, b = np.clip(strips.a, low, high), np.clip(strips.b, low, high)
        half = 0.5 * np.maximum(b - a, 0.0)
        y = (0.5 * (a + b))[..., None] + half[..., None] * _POINTS
        span = np.where(strips.b > strips.a, strips.b - strips.a, 1.0)[..., None]
        share = (y - strips.a[..., None]) / span
        width = strips.width_a[..., None] + (strips.width_b - strips.width_a)[..., None] * share
        strain = face[:, None, None] * (1.0 - y / end[..., None])
        lack = 1.0 - np.clip(strain / strips.eps_c2[..., None], 0.0, 1.0)
        stress = strips.f_cd[..., None] * (1.0 - lack ** strips.exponent[..., None])
        part = stress * width * half[..., None] * _WEIGHTS
        total += np.stack([part.sum(axis=(1, 2)), (part * y).sum(axis=(1, 2))])
    return total[0], total[1]


@dataclass(frozen=True, slots=True, eq=False)
class UltimateMoment:
    """Ultimate bending, each (n,).

    moment : M_Rd, positive [N m];  depth : compressed depth x [m];  face : its strain there
    tension : force of the steel beyond x and mid-depth [N];  level : depth d at which it acts [m]
    lever   : z, from that force to the resultant of everything else [m], 0 without steel
    stress  : greatest stress of the first steel (strands) [Pa]
    """

    moment: Array
    depth: Array
    face: Array
    tension: Array
    level: Array
    lever: Array
    stress: Array

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "6.1(2), 3.1.7(1), 3.3.6(7)", tag="computed")
def ultimate_moment(section: BondedSection, *, sagging: bool) -> UltimateMoment:
    """M_Rd without axial force: plane strains, parabola-rectangle concrete, horizontal yield.

    Check: rectangle 400 x 800 mm, C30/37 (17 MPa), 2000 mm2 at d 740, B500: see tests.
    """
    strips = _strips(section, sagging=sagging)
    depths = [section.depth(layer.level, sagging=sagging) for layer in section.steel]
    height = section.top

    def balance(x: Array) -> tuple[Array, Array, list[Array], Array]:
        face = _face_strain(strips, x)
        force, first = _concrete(strips, face, x)
        pull = [
            layer.area * layer.stress(face[:, None] * (y / x[:, None] - 1.0))
            for layer, y in zip(section.steel, depths, strict=True)
        ]
        return force - sum((p.sum(axis=1) for p in pull), np.zeros_like(x)), first, pull, face

    low, high = np.full_like(height, 1e-6), 20.0 * height
    for _ in range(_ROUNDS):
        middle = np.sqrt(low * high)
        excess = balance(middle)[0]
        low, high = np.where(excess < 0, middle, low), np.where(excess < 0, high, middle)
    x = np.sqrt(low * high)
    _, first, pull, face = balance(x)
    turned = [(p * y).sum(axis=1) for p, y in zip(pull, depths, strict=True)]
    moment = sum(turned, np.zeros_like(x)) - first
    far = np.maximum(x, 0.5 * height)[:, None]
    below = [np.where(y > far, p, 0.0) for p, y in zip(pull, depths, strict=True)]
    tension = sum((p.sum(axis=1) for p in below), np.zeros_like(x))
    arm = sum(((p * y).sum(axis=1) for p, y in zip(below, depths, strict=True)), np.zeros_like(x))
    some = np.where(tension > 0, tension, 1.0)
    level = np.where(tension > 0, arm / some, 0.0)
    lead = section.steel[0]
    stress = lead.stress(face[:, None] * (depths[0] / x[:, None] - 1.0))
    stress = np.where(lead.area > 0, stress, -np.inf).max(axis=1)
    moment = np.maximum(moment, 0.0)
    return UltimateMoment(
        *together(
            moment, x, face, tension, level, np.where(tension > 0, moment / some, 0.0),
            np.where(np.isfinite(stress), stress, 0.0),
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class CrackedBending:
    """Elastic bending without tensile concrete, each (n,) unless said.

    depth : compressed depth x [m], the whole height where nothing cracks;  cracks : (n,) bool
    concrete : greatest compression [Pa]
    gain  : stress each steel layer gains from concrete without strain, one (n, k) a steel [Pa]
    """

    depth: Array
    cracks: Bools
    concrete: Array
    gain: tuple[Array, ...]

    def __post_init__(self) -> None:
        freeze(self)


@clause("EN 1992-1-1:2004", "7.1(2)", tag="computed")
def cracked_bending(
    section: BondedSection, moment: Array, E_c: Array, slab_ratio: Array, *, sagging: bool
) -> CrackedBending:
    """Stresses under a moment with the strands' forces, concrete linear in compression alone.

    moment : (n,) positive, in the direction asked for;  E_c : (n,) of the girder's concrete [Pa]
    slab_ratio : (n,) modulus of the slab's concrete over it
    Check: Gilbert, Mickleborough, Ranzi (2016), example 5.7: x 508.1 mm, 18.0 MPa.
    """
    bent = moment > 0
    if not bent.all():
        return _where_bent(section, moment, E_c, slab_ratio, bent, sagging=sagging)
    strips = _strips(section, sagging=sagging)
    depths = [section.depth(layer.level, sagging=sagging) for layer in section.steel]
    ratio = np.ones_like(strips.a)
    ratio[:, -1] = slab_ratio
    height = section.top

    def sums(x: Array) -> tuple[Array, Array]:
        """First and second sums of (x - y) over concrete in compression and all steel."""
        a, b = np.clip(strips.a, 0.0, x[:, None]), np.clip(strips.b, 0.0, x[:, None])
        half = 0.5 * np.maximum(b - a, 0.0)
        y = (0.5 * (a + b))[..., None] + half[..., None] * _TWO
        span = np.where(strips.b > strips.a, strips.b - strips.a, 1.0)[..., None]
        share = (y - strips.a[..., None]) / span
        width = strips.width_a[..., None] + (strips.width_b - strips.width_a)[..., None] * share
        part = ratio[..., None] * width * half[..., None] * (x[:, None, None] - y)
        zero = part.sum(axis=(1, 2))
        first = (part * y).sum(axis=(1, 2))
        for layer, depth in zip(section.steel, depths, strict=True):
            steel = layer.area * layer.modulus / E_c[:, None] * (x[:, None] - depth)
            zero, first = zero + steel.sum(axis=1), first + (steel * depth).sum(axis=1)
        return zero, first

    start = [layer.area * layer.modulus * layer.strain for layer in section.steel]
    force = sum((p.sum(axis=1) for p in start), np.zeros_like(height))
    turn = sum(((p * y).sum(axis=1) for p, y in zip(start, depths, strict=True)), 0.0 * height)
    low, high = np.full_like(height, 1e-9), height.copy()
    for _ in range(_ROUNDS):  # without prestress the sums vanish at x
        middle = 0.5 * (low + high)
        below = sums(middle)[0] < 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    least = high
    slope_of = np.where(force > 0, force, 0.0)

    def bending(x: Array) -> tuple[Array, Array]:
        zero, first = sums(x)
        slope = slope_of / np.maximum(zero, 1e-12)
        return slope, turn - slope * first

    low, high = least.copy(), height.copy()
    for _ in range(_ROUNDS):
        middle = 0.5 * (low + high)
        more = bending(middle)[1] > moment
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    x = np.where(force > 0, 0.5 * (low + high), least)
    slope, most = bending(height)
    cracks = (moment > np.where(force > 0, most, 0.0)) & (moment > 0)
    plain = moment / np.maximum(-sums(x)[1], 1e-12)
    slope = np.where(force > 0, bending(x)[0], plain)
    slope = np.where(cracks, slope, 0.0)
    gain = tuple(
        layer.modulus / E_c[:, None] * slope[:, None] * (y - x[:, None])
        for layer, y in zip(section.steel, depths, strict=True)
    )
    face = np.where(section.slab_width > 0, slab_ratio, 1.0) if sagging else np.ones_like(x)
    return CrackedBending(np.where(cracks, x, height), cracks, slope * x * face, gain)


def _where_bent(
    section: BondedSection,
    moment: Array,
    E_c: Array,
    slab_ratio: Array,
    bent: Bools,
    *,
    sagging: bool,
) -> CrackedBending:
    """The same where only some sections have a moment; the others do not crack.  bent : (n,)"""
    depth, cracks, concrete = section.top.copy(), np.zeros_like(bent), np.zeros(len(bent))
    gain = [np.zeros_like(layer.area) for layer in section.steel]
    if bent.any():
        found = cracked_bending(
            section.rows(bent), moment[bent], E_c[bent], slab_ratio[bent], sagging=sagging
        )
        depth[bent], cracks[bent], concrete[bent] = found.depth, found.cracks, found.concrete
        for whole, part in zip(gain, found.gain, strict=True):
            whole[bent] = part
    return CrackedBending(depth, cracks, concrete, tuple(gain))
