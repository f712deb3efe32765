"""The concrete of spread footings: bending, shear and punching (EN 1992-1-1 6.1, 6.2, 6.4).

The ground presses linearly along each direction and nowhere pulls; what lies on the footing and
its own weight are taken off where they help and count with 1.35 where they bend it upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.checks.footings import Base, base_of
from spanwright.checks.series import governing_words, pick, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers, strengths
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.concrete import block_moment, plain_shear
from spanwright.codes.eurocode.resistance.slab import least_bars
from spanwright.datum.arrays import Array
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Foundation
from spanwright.structure.girders import Factors

HEAVY: Final = 1.35  # on weights that bend the footing's ends down
STRIPS: Final = 400  # across which the pressure is summed
ROUND, DEEP = 240, 30  # points of a punching perimeter, and rings of equal area inside it
RINGS: Final = np.linspace(0.25, 2.0, 8)  # effective depths from the shaft's face
MOMENT_SHARE: Final = 0.6  # k of (6.39), a shaft as deep as it is wide


@dataclass(frozen=True, slots=True, eq=False)
class Slab:
    """One footing and what stands on it.

    columns : y of the shafts, or (0,) for a wall, which stands along its width
    half    : half size of one along and across [m]
    over    : (2, 2) weight on and of the footing per metre along the bridge, at its front and its
              back: least (under water) and greatest, without partial factor [N/m]
    """

    name: str
    station: float
    base: Foundation
    columns: tuple[float, ...]
    half: tuple[float, float]
    over: Array
    bars: SupportBars
    is_wall: bool = False

    @property
    def depth(self) -> float:
        """Effective depth, to between the two layers of bars.  [m]"""
        return self.base.cap_thickness - self.bars.cover - self.bars.diameter

    @property
    def steel(self) -> float:
        """Bars of one face and one way.  [m2/m]"""
        return self.bars.cap * self.base.cap_thickness


def line_pressure(force: Array, off: Array, length: float, place: Array) -> Array:
    """Ground pressure along a strip under a force off its middle.  (t,), (t,), (m,) -> (t, m)

    Linear; where the force leaves the kern a triangle over three times its distance to the edge.
    """
    e = np.minimum(np.abs(off), 0.499 * length)[:, None]
    ahead = np.sign(off)[:, None] * place
    whole = force[:, None] / length * (1.0 + 12.0 * e * ahead / length**2)
    bears = 3.0 * (0.5 * length - e)
    peak = 2.0 * force[:, None] / bears
    part = peak * np.maximum(1.0 - (0.5 * length - ahead) / bears, 0.0)
    return np.where(e <= length / 6.0, whole, part)


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """The footing cut along one direction, its whole width: t targets, m edges of strips.

    place : (m,) from the middle [m];  shear, moment : (t, m) of what lies before each place, the
    ground's push less the weight [N], [N m]
    """

    place: Array
    shear: Array
    moment: Array

    def at(self, where: float) -> tuple[Array, Array]:
        """Shear and moment of what lies before a place.  (t,), (t,)"""
        k = int(np.clip(np.searchsorted(self.place, where), 1, len(self.place) - 1))
        share = (where - self.place[k - 1]) / (self.place[k] - self.place[k - 1])
        shear = self.shear[:, k - 1] + share * (self.shear[:, k] - self.shear[:, k - 1])
        moment = self.moment[:, k - 1] + share * (self.moment[:, k] - self.moment[:, k - 1])
        return shear, moment


def strip(force: Array, off: Array, length: float, weight: Array) -> Strip:
    """weight : (2,) per metre on the front half and the back half [N/m]"""
    edge = np.linspace(-0.5 * length, 0.5 * length, STRIPS + 1)
    middle, step = 0.5 * (edge[1:] + edge[:-1]), length / STRIPS
    net = line_pressure(force, off, length, middle) - np.where(middle > 0, *weight)
    first = np.zeros((len(force), 1))
    shear = np.concatenate([first, np.cumsum(net * step, axis=1)], axis=1)
    rise = (shear[:, :-1] + 0.5 * net * step) * step
    return Strip(edge, shear, np.concatenate([first, np.cumsum(rise, axis=1)], axis=1))


def outer(cut: Strip, face: float) -> tuple[Array, Array]:
    """Shear and moment of the part beyond a face, whichever side it lies on.  (t,), (t,)"""
    shear, moment = cut.at(face)
    if face < 0:
        return shear, moment
    end = float(cut.place[-1])
    whole, turned = cut.at(end)
    return whole - shear, whole * (end - face) - turned + moment


def column_forces(cut: Strip, columns: Sequence[float]) -> Array:
    """Force of every shaft that holds the strip, as a rigid footing shares it.  (t, c)"""
    y = np.asarray(columns, dtype=float)
    end = float(cut.place[-1])
    whole, turned = cut.at(end)
    about = whole * end - turned  # of the net push about the middle
    away = y - y.mean()
    spread = float(np.sum(away**2))
    rest = (about - whole * y.mean())[:, None] * (away / spread if spread > 0 else 0.0 * away)
    return np.asarray(whole[:, None] / y.size + rest, dtype=float)


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What bends and cuts a footing, each (t,) over its whole width, per metre of width.

    below, above : moments that stretch the bottom and the top [N m/m];  shear [N/m]
    """

    below: Array
    above: Array
    shear: Array


def effects_of(slab: Slab, at: Base) -> tuple[Effects, Array]:
    """Greatest effects of both directions, and the force of every shaft.  (t, c)"""
    base, d = slab.base, slab.depth
    down = np.maximum(at.down, 0.0)
    off = np.nan_to_num(at.off)
    light, heavy = slab.over[0], HEAVY * slab.over[1]
    zero = np.zeros_like(down)
    below, above, shear = zero, zero, zero
    half = slab.half[0]
    for weight, is_heavy in ((light, False), (heavy, True)):
        cut = strip(down, off[:, 0], base.cap_length, weight)
        for face in (half, -half):
            force, moment = outer(cut, face)
            beyond = outer(cut, face + np.sign(face) * d)[0]
            if abs(face) + d >= 0.5 * base.cap_length:
                beyond = zero
            if is_heavy:
                above = np.maximum(above, -moment / base.cap_width)
            else:
                below = np.maximum(below, moment / base.cap_width)
            shear = np.maximum(shear, np.abs(beyond) / base.cap_width)
    level = np.full(2, float(light.mean()) * base.cap_length / base.cap_width)
    cut = strip(down, off[:, 1], base.cap_width, level)
    forces = column_forces(cut, slab.columns)
    for where, is_shear in _cuts(slab, d):
        push, moment = cut.at(where)
        for y, force in zip(slab.columns, forces.T, strict=True):
            push = push - np.where(y < where, force, 0.0)
            moment = moment - np.where(y < where, force * (where - y), 0.0)
        if where > max(slab.columns) or where < min(slab.columns):
            push, moment = outer(cut, where) if where > max(slab.columns) else cut.at(where)
        if is_shear:
            shear = np.maximum(shear, np.abs(push) / base.cap_length)
        else:
            below = np.maximum(below, moment / base.cap_length)
            above = np.maximum(above, -moment / base.cap_length)
    return Effects(below, above, shear), forces


def _cuts(slab: Slab, d: float) -> list[tuple[float, bool]]:
    """Places across where moments are taken, and where shear is: a depth off the faces."""
    half, edge = slab.half[1], 0.5 * slab.base.cap_width
    found: list[tuple[float, bool]] = []
    columns = sorted(slab.columns)
    for y in columns:
        for sign in (-1.0, 1.0):
            face, off = y + sign * half, y + sign * (half + d)
            if abs(face) < edge:
                found.append((face, False))
            if abs(off) < edge and not any(abs(off - one) < half for one in columns):
                found.append((off, True))
    found += [(0.5 * (a + b), False) for a, b in pairwise(columns)]
    return found


def punching_use(
    slab: Slab, at: Base, forces: Array, concrete: Concrete, gamma_C: float
) -> tuple[Array, Array]:
    """Punching of every shaft through the footing, the worst: v_Ed and utilisation, (t,) each.

    Rings up to 2 d from the shaft's face, cut by the footing's edges; the ground inside a ring
    carries its part (6.4.4(2)); v_Rd,c grows by 2 d/a.  The moment of the base counts, shared by
    the shafts along the bridge (6.38).
    """
    base, d = slab.base, slab.depth
    plain = float(plain_shear(1.0, d, slab.steel, concrete.f_ck, gamma_C=gamma_C).resistance / d)
    radius, under, turned = _under(slab, at)
    worst, stress = np.zeros_like(at.down), np.zeros_like(at.down)
    for y, force in zip(slab.columns, forces.T, strict=True):
        for a in RINGS * d:
            r = radius + a
            on_ring, in_disc = _shares(base, y, r)
            if on_ring == 0.0:
                continue
            v = _ring(slab, force, under, turned, r, on_ring, in_disc)
            use = v / (plain * max(2.0 * d / a, 1.0))
            stress = np.where(use > worst, v, stress)
            worst = np.maximum(worst, use)
    return stress, worst


def _under(slab: Slab, at: Base) -> tuple[float, Array, Array]:
    """Radius of a shaft's circle [m], net pressure below [Pa], moment of the base a shaft."""
    base, down = slab.base, np.maximum(at.down, 0.0)
    radius = float(np.sqrt(4.0 * slab.half[0] * slab.half[1] / np.pi))
    under = down / (base.cap_length * base.cap_width)
    under = under - float(slab.over[0].mean()) / base.cap_width
    return radius, under, np.abs(np.nan_to_num(at.off[:, 0])) * down / len(slab.columns)


def _governing_ring(slab: Slab, at: Base, forces: Array) -> dict[str, float]:
    """The shaft and the ring that govern under one target, with the numbers of it."""
    radius, under, turned = _under(slab, at)
    best, row = -1.0, {}
    for y, force in zip(slab.columns, forces.T, strict=True):
        for a in RINGS * slab.depth:
            on_ring, in_disc = _shares(slab.base, y, radius + a)
            if on_ring == 0.0:
                continue
            use = float(_ring(slab, force, under, turned, radius + a, on_ring, in_disc)[0])
            use /= max(2.0 * slab.depth / a, 1.0)
            if use > best:
                best, row = use, {
                    "F [N]": float(force[0]), "a [m]": float(a), "r_0 [m]": radius,
                    "k_r": on_ring, "k_d": in_disc, "p [Pa]": float(under[0]),
                    "M [N m]": float(turned[0]),
                }  # fmt: skip
    return row


def _ring(
    slab: Slab, force: Array, under: Array, turned: Array, r: float, on_ring: float, in_disc: float
) -> Array:
    """v_Ed on a ring.  (t,) [Pa]"""
    carried = np.maximum(under, 0.0) * np.pi * r**2 * in_disc
    left = np.maximum(force - carried, 0.0)
    # W of a ring is 4 r^2; a part of it in proportion.
    bent = MOMENT_SHARE * turned / (4.0 * r**2 * on_ring * slab.depth)
    v = left / (2.0 * np.pi * r * on_ring * slab.depth) + np.where(left > 0, bent, 0.0)
    return np.asarray(v)


def _shares(base: Foundation, y: float, r: float) -> tuple[float, float]:
    """Shares of a ring and of its disc that lie on the footing, about a shaft at y."""
    angle = 2.0 * np.pi * (np.arange(ROUND) + 0.5) / ROUND
    reach = r * np.sqrt((np.arange(DEEP) + 0.5) / DEEP)
    reach = np.append(reach, r)[:, None]
    inside = (np.abs(reach * np.cos(angle)) <= 0.5 * base.cap_length) & (
        np.abs(y + reach * np.sin(angle)) <= 0.5 * base.cap_width
    )
    return float(inside[-1].mean()), float(inside[:-1].mean())


def concrete_series(
    slabs: Sequence[Slab],
    demands: PlaceDemands,
    concrete: Concrete,
    f_sk: float,
    factors: Factors,
) -> tuple[CheckSeries, ...]:
    """Every footing as a slab of concrete, in the order of the demands' places."""
    t, n = demands.combination.shape
    f_cd, f_yd = factors.alpha_cc * concrete.f_ck / factors.C, f_sk / factors.S
    names = ("below", "above", "shear", "punch")
    acting, against, use = ({name: np.zeros((t, n)) for name in names} for _ in range(3))
    for i, slab in enumerate(slabs):
        at = base_of(demands.value[:, i])
        effects, forces = effects_of(slab, at)
        steel, d, f_ck = slab.steel, slab.depth, concrete.f_ck
        bent = float(block_moment(steel, d, 1.0, f_ck, f_cd, f_yd).moment)
        cut = float(plain_shear(1.0, d, steel, f_ck, gamma_C=factors.C).resistance)
        stress, punched = punching_use(slab, at, forces, concrete, factors.C)
        rows: dict[str, tuple[Array, Array | float]] = {
            "below": (effects.below, bent),
            "above": (effects.above, bent),
            "shear": (effects.shear, cut),
            "punch": (stress, stress / np.maximum(punched, 1e-12)),
        }
        for name, (values, resistance) in rows.items():
            acting[name][:, i], against[name][:, i] = values, resistance
            use[name][:, i] = punched if name == "punch" else values / resistance
    texts = {
        "below": ("footing bending, bottom bars", "EN 1992-1-1 6.1", "N m/m"),
        "above": ("footing bending, top bars", "EN 1992-1-1 6.1", "N m/m"),
        "shear": ("footing shear", "EN 1992-1-1 6.2.2", "N/m"),
        "punch": ("footing punching", "EN 1992-1-1 6.4.4(2)", "Pa"),
    }
    found = []
    for name, (title, clause, unit) in texts.items():
        # A wall stands on its footing as a line: nothing punches through.
        rows_of = [i for i, slab in enumerate(slabs) if name != "punch" or not slab.is_wall]
        if rows_of:
            own = [slabs[i] for i in rows_of]
            found.append(
                _series(
                    title, clause, unit, own, demands.at(rows_of), acting[name][:, rows_of],
                    against[name][:, rows_of], use[name][:, rows_of],
                    workings_of(name, own, demands.at(rows_of), acting[name][:, rows_of],
                                use[name][:, rows_of], concrete, f_sk, factors),
                )
            )  # fmt: skip
    return tuple(found)


def _series(
    title: str,
    clause: str,
    unit: str,
    slabs: Sequence[Slab],
    demands: PlaceDemands,
    acting: Array,
    against: Array,
    use: Array,
    workings: Numbers,
) -> CheckSeries:
    target = worst_of(use)
    combination, cause = governing_words(demands, target)
    return placed_series(
        title, clause, "remembered", "footing", unit, demands.situation,
        [f"{slab.name} footing" for slab in slabs],
        demand=pick(acting, target), resistance=pick(against, target),
        utilisation=pick(use, target), combination=combination, cause=cause,
        station=np.array([slab.station for slab in slabs]),
        details={
            "d": np.array([slab.depth for slab in slabs]),
            "A_s": np.array([slab.steel for slab in slabs]),
        },
        workings=workings,
    )  # fmt: skip


def workings_of(
    name: str,
    slabs: Sequence[Slab],
    demands: PlaceDemands,
    acting: Array,
    use: Array,
    concrete: Concrete,
    f_sk: float,
    factors: Factors,
) -> Numbers:
    """What the note of one check puts in, under the target that governs each footing."""
    target, every = worst_of(use), np.arange(len(slabs))
    found: Numbers = strengths(concrete.f_ck, f_sk, factors) | {
        "A_s [m2]": np.array([slab.steel for slab in slabs]),
        "d [m]": np.array([slab.depth for slab in slabs]), "b [m]": 1.0,
    }  # fmt: skip
    if name != "punch":
        return found | {"E [N]" if name == "shear" else "E [N m]": acting[target, every]}
    rows = []
    for slab, value in zip(slabs, demands.value[target, every], strict=True):
        at = base_of(value[None])
        rows.append(_governing_ring(slab, at, effects_of(slab, at)[1]))
    return found | {key: np.array([row[key] for row in rows]) for key in rows[0]}


def least_bar_series(slabs: Sequence[Slab], concrete: Concrete, f_sk: float) -> CheckSeries:
    """Bars each way and on each face against the least of a slab."""
    depth, bars = (np.array([getattr(slab, k) for slab in slabs]) for k in ("depth", "steel"))
    least = least_bars(1.0, depth, concrete.f_ctm, f_sk)
    none = [""] * len(slabs)
    return placed_series(
        "footing least bars", "EN 1992-1-1 9.2.1.1, 9.8.2", "remembered", "footing", "m2/m",
        "detailing", [f"{slab.name} footing" for slab in slabs],
        demand=least, resistance=bars, utilisation=least / bars, combination=none, cause=none,
        station=np.array([slab.station for slab in slabs]), details={"d": depth},
        workings={"f_ctm [Pa]": concrete.f_ctm, "f_sk [Pa]": f_sk, "d [m]": depth, "b [m]": 1.0,
                  "A_s [m2]": bars},
    )  # fmt: skip
