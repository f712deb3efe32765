"""The deck slab under wheels and its own load: bending, shear, punching, cracks, stresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from spanwright.analysis.slab import SlabDemands, SlabPlaces
from spanwright.checks.series import joined, placed_series
from spanwright.checks.types import CheckSeries
from spanwright.checks.workings import Numbers, elastic, strengths
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.concrete import block_moment, plain_shear, punching
from spanwright.codes.eurocode.resistance.crack import crack_width, effective_tension_height
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.codes.eurocode.resistance.slab import cracked_bending, least_bars
from spanwright.datum.arrays import Array, Bools, Ints, floats, freeze
from spanwright.layout.bars import SlabBars
from spanwright.structure.girders import Factors

E_BARS = 200e9


@dataclass(frozen=True, slots=True, eq=False)
class SlabDesign:
    """One deck's slab with its bars.

    factors, stray : partial factors, and those under the stray axle (accidental)
    along  : longitudinal bars, both layers, where they are fewest [m2/m]
    station: middle of the deck [m];  crack : greatest crack width [m]
    wheels : (w,) wheel loads to be punched for [N];  patch : (w, 2) sides at mid-depth [m]
    """

    name: str
    index: int
    station: float
    thickness: float
    along: float
    bars: SlabBars
    concrete: Concrete
    f_sk: float
    factors: Factors
    stray: Factors
    crack: float
    wheels: Array
    patch: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """Both faces of every point asked for moments: rows (2 p,), below first.

    depth, area, spacing, diameter, cover : (2 p,) of the bars in tension;  point : (2 p,)
    """

    label: tuple[str, ...]
    point: Ints
    below: Bools
    depth: Array
    area: Array
    spacing: Array
    diameter: Array
    cover: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class SlabLoads:
    """Design effects of one deck's slab in every situation checked."""

    places: SlabPlaces
    ultimate: SlabDemands
    stray: SlabDemands
    struck: SlabDemands
    characteristic: SlabDemands
    cracking: SlabDemands


def slab_series(slabs: Sequence[tuple[SlabDesign, SlabLoads]]) -> tuple[CheckSeries, ...]:
    """All local checks of all decks, one series a check."""
    per_deck = [_one_deck(design, loads) for design, loads in slabs]
    return tuple(joined(parts) for parts in zip(*per_deck, strict=True))


def _one_deck(design: SlabDesign, loads: SlabLoads) -> list[CheckSeries]:
    faces = faces_of(design, loads.places)
    hurt = replace(design, factors=design.stray)
    return [
        _bending(design, faces, loads.ultimate, "slab bending"),
        _bending(hurt, faces, loads.stray, "slab bending, stray axle"),
        _bending(hurt, faces, loads.struck, "slab bending, restraint struck"),
        _shear(design, loads.places, loads.ultimate, "slab shear"),
        _shear(hurt, loads.places, loads.stray, "slab shear, stray axle"),
        _shear(hurt, loads.places, loads.struck, "slab shear, restraint struck"),
        _punching(design),
        _stress(design, faces, loads.characteristic),
        _crack(design, faces, loads.cracking),
        _least(design, faces),
    ]


def faces_of(design: SlabDesign, places: SlabPlaces) -> Faces:
    """Bars below and above at every point where a moment is asked."""
    bars, h = design.bars, design.thickness
    rows = [
        (p, below)
        for below in (True, False)
        for p, kind in enumerate(places.point_kind)
        if kind != "qy"
    ]
    across = {below: bars.bottom if below else bars.top for below in (True, False)}
    along_area = 0.5 * design.along
    along_diameter = bars.diameter_along(design.along)

    def column(ask: int) -> Array:
        found = []
        for p, below in rows:
            mesh = across[below]
            if places.point_kind[p] == "my":
                depth = bars.depth_across(h, top=not below)
                row = (depth, mesh.area, mesh.spacing, mesh.diameter, bars.cover)
            else:
                depth = bars.depth_along(h, design.along, top=not below)
                cover = bars.cover + mesh.diameter
                row = (depth, along_area, bars.along, along_diameter, cover)
            found.append(row[ask])
        return np.array(found)

    way = {"my": "across", "mx": "along"}
    return Faces(
        tuple(
            f"{design.name} slab {places.label[p]} {way[places.point_kind[p]]} "
            f"{'below' if below else 'above'}"
            for p, below in rows
        ),
        np.array([p for p, _ in rows], dtype=np.int64),
        np.array([below for _, below in rows]),
        *(column(k) for k in range(5)),
    )


def pulled(faces: Faces, demands: SlabDemands) -> tuple[Array, tuple[str, ...], tuple[str, ...]]:
    """Moment that stretches each face, 0 where none does, with its combination and cause."""
    below = np.maximum(demands.largest, 0.0)[faces.point]
    above = np.maximum(-demands.smallest, 0.0)[faces.point]
    side = [0 if b else 1 for b in faces.below]
    rows = list(zip(side, faces.point, strict=True))
    return (
        np.where(faces.below, below, above),
        tuple(demands.combination[s][p] for s, p in rows),
        tuple(demands.cause[s][p] for s, p in rows),
    )


def _bending(design: SlabDesign, faces: Faces, demands: SlabDemands, name: str) -> CheckSeries:
    """Bending of a metre of slab (EN 1992-1-1 6.1), twisting moments added (Wood and Armer)."""
    moment, combination, cause = pulled(faces, demands)
    factors = design.factors
    found = block_moment(
        faces.area,
        faces.depth,
        1.0,
        design.concrete.f_ck,
        factors.alpha_cc * design.concrete.f_ck / factors.C,
        design.f_sk / factors.S,
    )
    return placed_series(
        name, "EN 1992-1-1 6.1", "read", "deck", "N m/m", demands.situation, faces.label,
        demand=moment, resistance=found.moment, utilisation=moment / found.moment,
        combination=combination, cause=cause, deck=design.index, station=design.station,
        details={"A_s": faces.area, "d": faces.depth, "x": found.depth, "z": found.lever_arm},
        workings=_strengths(design)
        | {"m_Ed [N m]": moment, "A_s [m2]": faces.area, "d [m]": faces.depth, "b [m]": 1.0},
    )  # fmt: skip


def _shear(design: SlabDesign, places: SlabPlaces, demands: SlabDemands, name: str) -> CheckSeries:
    """Shear of a metre of slab without links (EN 1992-1-1 6.2.2) at the flanges' edges."""
    points = [p for p, kind in enumerate(places.point_kind) if kind == "qy"]
    rows = np.array(points, dtype=np.int64)
    both = np.stack([np.abs(demands.largest[rows]), np.abs(demands.smallest[rows])])
    side, force = both.argmax(axis=0), both.max(axis=0)
    depth = design.bars.depth_across(design.thickness, top=True)
    area = np.full(len(rows), design.bars.top.area)
    found = plain_shear(1.0, depth, area, design.concrete.f_ck, gamma_C=design.factors.C)
    return placed_series(
        name, "EN 1992-1-1 6.2.2", "read", "deck", "N/m", demands.situation,
        [f"{design.name} slab {places.label[p]}" for p in points],
        demand=force, resistance=found.resistance, utilisation=force / found.resistance,
        combination=[demands.combination[s][p] for s, p in zip(side, points, strict=True)],
        cause=[demands.cause[s][p] for s, p in zip(side, points, strict=True)],
        deck=design.index, station=design.station,
        details={"d": np.full(len(rows), depth), "rho_l": found.ratio, "k": found.size_factor},
        workings=_strengths(design)
        | {"v_Ed [N]": force, "A_sl [m2]": area, "d [m]": depth, "b_w [m]": 1.0},
    )  # fmt: skip


def _punching(design: SlabDesign) -> CheckSeries:
    """Each wheel on its own (EN 1992-1-1 6.4), away from the edges, bars below in tension."""
    bars, h = design.bars, design.thickness
    across, along = bars.depth_across(h, top=False), bars.depth_along(h, design.along, top=False)
    ratio = np.sqrt(bars.bottom.area / across * 0.5 * design.along / along)
    surface = design.patch - h  # the patch at the slab's top, not at its mid-depth
    load = 1.35 * design.wheels
    found = punching(
        load, surface[:, 0], surface[:, 1], 0.5 * (across + along), ratio,
        design.concrete.f_ck, design.factors.alpha_cc * design.concrete.f_ck / design.factors.C,
        gamma_C=design.factors.C,
    )  # fmt: skip
    n = len(load)
    return placed_series(
        "slab punching", "EN 1992-1-1 6.4", "read", "deck", "Pa", "ULS persistent",
        [f"{design.name} slab wheel of {wheel / 1e3:.0f} kN" for wheel in design.wheels],
        demand=found.stress, resistance=found.resistance, utilisation=found.utilisation,
        combination=["6.10 wheel alone"] * n, cause=["anywhere in a bay"] * n,
        deck=design.index, station=design.station,
        details={"u_1": found.perimeter, "rho_l": np.full(n, ratio)},
        workings=_strengths(design)
        | {"Q [N]": design.wheels, "a [m]": surface[:, 0], "b [m]": surface[:, 1],
           "d_y [m]": across, "d_x [m]": along, "a_y [m2]": bars.bottom.area,
           "a_x [m2]": 0.5 * design.along},
    )  # fmt: skip


def _stress(design: SlabDesign, faces: Faces, demands: SlabDemands) -> CheckSeries:
    """Concrete and bars of the cracked slab under the characteristic combination (7.2)."""
    moment, combination, cause = pulled(faces, demands)
    found = cracked_bending(moment, faces.area, faces.depth, 1.0, E_BARS / design.concrete.E_cm)
    limits = concrete_limits(design.concrete.f_ck, design.f_sk)
    bars, pressed = found.bar_stress / limits.bars, found.concrete_stress / limits.characteristic
    return placed_series(
        "slab stresses", "EN 1992-1-1 7.2", "remembered", "deck", "Pa", demands.situation,
        faces.label,
        demand=np.where(bars >= pressed, found.bar_stress, found.concrete_stress),
        resistance=np.where(bars >= pressed, limits.bars, limits.characteristic),
        utilisation=np.maximum(bars, pressed), combination=combination, cause=cause,
        deck=design.index, station=design.station,
        details={"sigma_s": found.bar_stress, "sigma_c": found.concrete_stress, "m": moment},
        workings=_strengths(design) | elastic(design.concrete)
        | {"M [N m]": moment, "A_s [m2]": faces.area, "d [m]": faces.depth, "b [m]": 1.0},
    )  # fmt: skip


def _crack(design: SlabDesign, faces: Faces, demands: SlabDemands) -> CheckSeries:
    """Crack width by calculation (EN 1992-1-1 7.3.4), the slab taken as cracked everywhere."""
    moment, combination, cause = pulled(faces, demands)
    mix = design.concrete
    found = cracked_bending(moment, faces.area, faces.depth, 1.0, E_BARS / mix.E_cm)
    high = effective_tension_height(floats(design.thickness), faces.depth, found.depth)
    wide = crack_width(
        found.bar_stress, faces.diameter, faces.cover, faces.area / high, mix.f_ctm, mix.E_cm,
        bar_spacing=faces.spacing, free_height=design.thickness - found.depth,
    )  # fmt: skip
    return placed_series(
        "slab crack width", "EN 1992-1-1 7.3.4", "read", "deck", "m", demands.situation,
        faces.label,
        demand=wide.width, resistance=np.full(len(moment), design.crack),
        utilisation=wide.width / design.crack, combination=combination, cause=cause,
        deck=design.index, station=design.station,
        details={"sigma_s": found.bar_stress, "s_r,max": wide.spacing, "strain": wide.strain},
        workings=elastic(mix)
        | {"M [N m]": moment, "A_s [m2]": faces.area, "d [m]": faces.depth, "b [m]": 1.0,
           "h [m]": design.thickness, "phi [m]": faces.diameter, "c [m]": faces.cover,
           "s [m]": faces.spacing, "w_max [m]": design.crack},
    )  # fmt: skip


def _least(design: SlabDesign, faces: Faces) -> CheckSeries:
    """Least reinforcement (EN 1992-1-1 9.2.1.1)."""
    least = least_bars(1.0, faces.depth, design.concrete.f_ctm, design.f_sk)
    n = len(faces.label)
    return placed_series(
        "slab least bars", "EN 1992-1-1 9.2.1.1", "remembered", "deck", "m2/m", "detailing",
        faces.label,
        demand=least, resistance=faces.area, utilisation=least / faces.area,
        combination=[""] * n, cause=[""] * n, deck=design.index, station=design.station,
        workings={"f_ctm [Pa]": design.concrete.f_ctm, "f_sk [Pa]": design.f_sk, "b [m]": 1.0,
                  "d [m]": faces.depth, "A_s [m2]": faces.area},
    )  # fmt: skip


def _strengths(design: SlabDesign) -> Numbers:
    return strengths(design.concrete.f_ck, design.f_sk, design.factors)
