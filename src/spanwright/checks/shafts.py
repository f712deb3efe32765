"""Pier shafts at their foot: N-M-M with second order, shear, cracks, stresses, least bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.analysis.envelopes import PlaceDemands
from spanwright.analysis.pier_model import ShaftLoad, second_order_moments
from spanwright.checks.series import governing_words, pick_rows, placed_series, worst_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.eurocode.materials.concrete import Concrete
from spanwright.codes.eurocode.resistance.columns import (
    Slenderness,
    inclination,
    least_column_bars,
    least_eccentricity,
    nominal_curvature,
    nominal_stiffness,
    slenderness,
)
from spanwright.codes.eurocode.resistance.concrete import (
    circle_shear_size,
    plain_shear,
    stirrup_shear,
)
from spanwright.codes.eurocode.resistance.crack import crack_width
from spanwright.codes.eurocode.resistance.cracked import CrackedStresses, cracked_stresses
from spanwright.codes.eurocode.resistance.interaction import (
    ConcreteSection,
    Surface,
    circular_section,
    interaction_surface,
    interaction_use,
    rectangular_section,
)
from spanwright.codes.eurocode.resistance.service import concrete_limits
from spanwright.datum.arrays import Array
from spanwright.layout.bars import SupportBars
from spanwright.layout.types import Pier
from spanwright.structure.girders import Factors
from spanwright.structure.ground import GroupStiffness
from spanwright.structure.types import Column

LINK: Final = 0.016  # diameter of the links around the main bars [m]
CREEP: Final = 1.5  # effective creep coefficient of the shafts
E_BARS: Final = 200e9
GAMMA_CE: Final = 1.2  # on the modulus for second order, EN 1992-1-1 5.8.6(3)
RING: Final = np.pi / 4  # of two legs of a round hoop that pulls across the shaft

Known = dict[tuple[float, ...], tuple[ConcreteSection, Surface]]


@dataclass(frozen=True, slots=True)
class ShaftMaterial:
    """Concrete and bars of the shafts; crack : greatest crack width [m]."""

    concrete: Concrete
    f_sk: float
    crack: float = 0.3e-3


@dataclass(frozen=True, slots=True, eq=False)
class Shaft:
    """One shaft as it is checked; shafts alike share section and surface."""

    pier: Pier
    bars: SupportBars
    section: ConcreteSection
    surface: Surface
    gamma_C: float

    @property
    def is_round(self) -> bool:
        return self.pier.shape == "circle"

    @property
    def size(self) -> float:
        """Diameter, or the smaller side.  [m]"""
        return self.pier.width if self.is_round else min(self.pier.width, self.pier.depth)

    @property
    def height(self) -> float:
        return self.pier.shaft_top - self.pier.foundation.cap_top

    @property
    def axis(self) -> float:
        """Axis of the main bars below the surface.  [m]"""
        return bar_axis(self.bars)

    @property
    def bar_area(self) -> float:
        return float(np.sum(self.section.bar_area))


def bar_axis(bars: SupportBars) -> float:
    """Axis of the main bars below the concrete's surface.  [m]"""
    return bars.cover + LINK + 0.5 * bars.diameter


def shaft_section(
    pier: Pier, bars: SupportBars, material: ShaftMaterial, factors: Factors
) -> ConcreteSection:
    """One shaft with its bars spread along the edge at their share of the section."""
    f_cd = factors.alpha_cc * material.concrete.f_ck / factors.C
    f_yd = material.f_sk / factors.S
    axis, one = bar_axis(bars), np.pi * bars.diameter**2 / 4
    if pier.shape == "circle":
        area = np.pi * pier.width**2 / 4
        count = max(int(np.ceil(bars.shaft * area / one)), 8)
        each = bars.shaft * area / count
        return circular_section(pier.width, count, each, pier.width / 2 - axis, f_cd, f_yd)
    area = pier.width * pier.depth
    count = max(int(np.ceil(bars.shaft * area / one)), 8)
    across = max(round(count * pier.width / (2 * (pier.width + pier.depth))) + 1, 2)
    deep = max(round(count * pier.depth / (2 * (pier.width + pier.depth))) + 1, 2)
    each = bars.shaft * area / (2 * (across + deep) - 4)
    return rectangular_section(pier.width, pier.depth, axis, across, deep, each, f_cd, f_yd)


def shafts_of(
    piers: dict[str, Pier],
    columns: tuple[Column, ...],
    bars: dict[str, SupportBars],
    material: ShaftMaterial,
    factors: Factors,
    known: Known,
) -> list[Shaft]:
    """Every shaft with its section.  known : sections met before, kept for the next situation"""
    found = []
    for column in columns:
        pier, own = piers[column.pier], bars[column.pier]
        alike = (
            pier.width, pier.depth, own.shaft, own.diameter, float(pier.shape == "circle"),
            factors.C, factors.S,
        )  # fmt: skip
        if alike not in known:
            section = shaft_section(pier, own, material, factors)
            known[alike] = (section, interaction_surface(section))
        found.append(Shaft(pier, own, *known[alike], factors.C))
    return found


def shaft_series(
    shafts: list[Shaft],
    columns: tuple[Column, ...],
    groups: dict[str, GroupStiffness],
    demands: PlaceDemands,
    material: ShaftMaterial,
) -> tuple[CheckSeries, ...]:
    """Resistance of every shaft at its foot.

    demands : N, My, Mz, Vy, Vz at the feet, tension positive
    """
    places, station = _places(shafts, columns)
    return (
        *_bending_series(shafts, groups, demands, material, places, station),
        _shear_series(shafts, demands, material, places, station),
    )


def _places(shafts: list[Shaft], columns: tuple[Column, ...]) -> tuple[tuple[str, ...], Array]:
    """Labels and stations."""
    return (
        tuple(f"{c.pier} shaft {c.index + 1} foot" for c in columns),
        np.array([shaft.pier.station for shaft in shafts]),
    )


def _bending_series(
    shafts: list[Shaft],
    groups: dict[str, GroupStiffness],
    demands: PlaceDemands,
    material: ShaftMaterial,
    places: tuple[str, ...],
    station: Array,
) -> tuple[CheckSeries, ...]:
    """N-M by nominal curvature, by the model's second order, and once the least bars.

    Shafts are taken as free at the top (l_0 = 2 h) and the second-order moment is added to one
    axis at a time, the worse.
    """
    t, p = demands.combination.shape
    use, added = np.zeros((t, p)), np.zeros((t, p))
    slender = []
    for index, shaft in enumerate(shafts):
        one, use[:, index], added[:, index] = _nominal(shaft, demands.value[:, index], material)
        slender.append(one)
    target = worst_of(use)
    value = pick_rows(demands.value, target)
    combination, cause = governing_words(demands, target)
    picked = use[target, np.arange(p)]
    moment = np.hypot(value[:, 1], value[:, 2])
    states = [
        Slenderness(*(np.asarray(column)[chosen] for column in _columns(one)))
        for one, chosen in zip(slender, target, strict=True)
    ]
    more, total = _by_model(shafts, groups, value, states, material)
    least = least_column_bars(
        np.array([max(0.0, -float(demands.value[:, i, 0].min())) for i in range(p)]),
        np.array([shaft.section.concrete_area for shaft in shafts]),
        shafts[0].section.f_yd,
    )
    area = np.array([shaft.bar_area for shaft in shafts])
    common = {"N": value[:, 0], "My": value[:, 1], "Mz": value[:, 2]}
    extra = added[target, np.arange(p)]
    found = (
        placed_series(
            "pier shafts", "EN 1992-1-1 6.1, 5.2, 5.8.8", "remembered", "pier", "N m",
            demands.situation, places,
            demand=moment, resistance=moment / np.maximum(picked, 1e-12), utilisation=picked,
            combination=combination, cause=cause, station=station,
            details=common
            | {"second order and imperfection": extra, "second order by the model": more},
        ),
        placed_series(
            "pier shafts, second order by the model", "EN 1992-1-1 6.1, 5.8.6, 5.8.7.2",
            "remembered", "pier", "N m", demands.situation, places,
            demand=moment + more, resistance=(moment + more) / np.maximum(total, 1e-12),
            utilisation=total, combination=combination, cause=cause, station=station,
            details=common | {"second order by the model": more, "nominal curvature": extra},
        ),
    )  # fmt: skip
    if demands.situation != "ULS persistent":
        return found
    return (
        *found,
        placed_series(
            "shaft least bars", "EN 1992-1-1 9.5.2", "remembered", "pier", "m2", "detailing",
            places,
            demand=least, resistance=area, utilisation=least / area, combination=[""] * p,
            cause=[""] * p, station=station,
        ),
    )  # fmt: skip


def _nominal(
    shaft: Shaft, value: Array, material: ShaftMaterial
) -> tuple[Slenderness, Array, Array]:
    """Slenderness, utilisation under t targets, and the moment added to an axis."""
    section, size, height = shaft.section, shaft.size, shaft.height
    radius = size / 4 if shaft.is_round else size / np.sqrt(12.0)
    compression = np.maximum(-value[:, 0], 0.0)
    length = 2.0 * height
    slender = slenderness(
        length, radius, compression, section.concrete_area, shaft.bar_area, section.f_cd,
        section.f_yd, CREEP,
    )  # fmt: skip
    second = nominal_curvature(
        slender,
        compression,
        length,
        0.5 * size + (0.5 * size - shaft.axis) / np.sqrt(2.0),
        material.concrete.f_ck,
        section.f_yd,
        CREEP,
    )
    tilt = compression * inclination(height) * height
    added = tilt + np.where(slender.is_slender, second.moment, 0.0)
    floor = compression * least_eccentricity(size)
    uses = []
    # The deflection goes one way at a time: the worse of both axes counts.
    for along, across in ((1.0, 0.0), (0.0, 1.0)):
        first = np.maximum(np.abs(value[:, 1]) + along * added, floor * along)
        other = np.abs(value[:, 2]) + across * added
        uses.append(interaction_use(shaft.surface, -value[:, 0], first, other).utilisation)
    return slender, np.maximum(*uses), added


def _by_model(
    shafts: list[Shaft],
    groups: dict[str, GroupStiffness],
    value: Array,
    states: list[Slenderness],
    material: ShaftMaterial,
) -> tuple[Array, Array]:
    """Moments the model adds by its tilt and second order, and the utilisations with it.  (p,)

    The shafts have the stiffness of EN 1992-1-1 5.8.7.2 and stand on their share of the ground.
    """
    compression = np.maximum(-value[:, 0], 0.0)
    first, way = (
        np.abs(value[:, [1, 2]]),
        np.where(np.abs(value[:, 1]) >= np.abs(value[:, 2]), 0, 1),
    )
    pressed = np.flatnonzero(compression > 0.0)
    loads = [
        _shaft_load(
            shafts[i], groups[shafts[i].pier.name], value[i], int(way[i]), states[i], material
        )
        for i in pressed
    ]
    second = first.copy()
    second[pressed] = second_order_moments(loads)[1]
    added = (second - first)[np.arange(len(shafts)), way]
    use = [
        float(interaction_use(shaft.surface, -value[i, 0], *second[i]).utilisation[0])
        if np.isfinite(second[i]).all()
        else np.inf
        for i, shaft in enumerate(shafts)
    ]
    return added, np.array(use)


def _shaft_load(
    shaft: Shaft,
    group: GroupStiffness,
    value: Array,
    way: int,
    state: Slenderness,
    material: ShaftMaterial,
) -> ShaftLoad:
    """What the model of one shaft carries: forces at its foot and a tilt one way."""
    section, height, pier = shaft.section, shaft.height, shaft.pier
    width, depth = (pier.width, pier.width) if shaft.is_round else (pier.width, pier.depth)
    solid = np.array([width * depth**3, depth * width**3]) / 12
    if shaft.is_round:
        solid = np.full(2, np.pi * width**4 / 64)
    steel = np.array([section.bar_area @ section.bar_z**2, section.bar_area @ section.bar_y**2])
    stiffness = nominal_stiffness(
        state, solid, steel, material.concrete.f_ck, material.concrete.E_cm / GAMMA_CE, CREEP
    )
    tilt = np.zeros(2)
    tilt[way] = float(inclination(height))
    return ShaftLoad(
        height=height,
        stiffness=stiffness,
        axial=material.concrete.E_cm * section.concrete_area,
        arm=group.arm + pier.foundation.cap_thickness,
        ground=group.stiffness * (1.0 / len(pier.columns)),
        compression=-float(value[0]),
        shear=np.abs(value[[4, 3]]),
        moment=np.abs(value[[1, 2]]),
        tilt=tilt,
    )


def _columns(slender: Slenderness) -> tuple[Array, ...]:
    """Columns of a slenderness, each as long as its targets."""
    shape = np.shape(slender.limit)
    return tuple(
        np.broadcast_to(getattr(slender, name), shape)
        for name in ("slenderness", "limit", "is_slender", "relative_force", "mechanical_ratio")
    )


def _shear_series(
    shafts: list[Shaft],
    demands: PlaceDemands,
    material: ShaftMaterial,
    places: tuple[str, ...],
    station: Array,
) -> CheckSeries:
    """Shear of the foot: concrete alone or links, whichever carries more (6.2.2, 6.2.3)."""
    t, p = demands.combination.shape
    use, force = np.zeros((t, p)), np.hypot(demands.value[..., 3], demands.value[..., 4])
    resistance, plain_part = np.zeros((t, p)), np.zeros((t, p))
    for index, shaft in enumerate(shafts):
        section, f_ck = shaft.section, material.concrete.f_ck
        if shaft.is_round:
            sizes = circle_shear_size(shaft.size, shaft.size / 2 - shaft.axis)
            width, depth, arm = (float(size) for size in sizes)
        else:
            width, depth = max(shaft.pier.width, shaft.pier.depth), shaft.size - shaft.axis
            arm = 0.9 * depth
        pressed = np.maximum(-demands.value[:, index, 0], 0.0) / section.concrete_area
        plain = plain_shear(
            width,
            depth,
            0.5 * shaft.bar_area,
            f_ck,
            pressed,
            section.f_cd,
            gamma_C=shaft.gamma_C,
        ).resistance
        ring = RING if shaft.is_round else 1.0
        links = stirrup_shear(
            width, arm, ring * shaft.bars.links * width, section.f_yd, f_ck, section.f_cd
        ).resistance
        plain_part[:, index] = plain
        resistance[:, index] = np.maximum(plain, links)
        use[:, index] = force[:, index] / resistance[:, index]
    target, rows = worst_of(use), np.arange(p)
    combination, cause = governing_words(demands, target)
    return placed_series(
        "shaft shear", "EN 1992-1-1 6.2.2, 6.2.3", "read", "pier", "N", demands.situation, places,
        demand=force[target, rows], resistance=resistance[target, rows],
        utilisation=use[target, rows], combination=combination, cause=cause, station=station,
        details={"V_Rd,c": plain_part[target, rows], "N": demands.value[target, rows, 0]},
    )  # fmt: skip


def _elastic(
    shafts: list[Shaft], demands: PlaceDemands, material: ShaftMaterial
) -> list[CrackedStresses]:
    ratio = E_BARS / material.concrete.E_cm
    return [
        cracked_stresses(
            shaft.section, -demands.value[:, i, 0], demands.value[:, i, 1], demands.value[:, i, 2],
            ratio,
        )
        for i, shaft in enumerate(shafts)
    ]  # fmt: skip


def shaft_service_series(
    shafts: list[Shaft],
    columns: tuple[Column, ...],
    characteristic: PlaceDemands,
    cracking: PlaceDemands,
    material: ShaftMaterial,
) -> tuple[CheckSeries, CheckSeries]:
    """Stresses under the characteristic combination, crack widths under the project's."""
    places, station = _places(shafts, columns)
    rows = np.arange(len(shafts))
    limits = concrete_limits(material.concrete.f_ck, material.f_sk)
    found = _elastic(shafts, characteristic, material)
    bars = np.stack([f.bars for f in found], axis=1)
    pressed = np.stack([f.concrete for f in found], axis=1)
    steel = bars / limits.bars >= pressed / limits.characteristic
    use = np.maximum(bars / limits.bars, pressed / limits.characteristic)
    target = worst_of(use)
    combination, cause = governing_words(characteristic, target)
    stresses = placed_series(
        "shaft stresses", "EN 1992-1-1 7.2", "remembered", "pier", "Pa",
        characteristic.situation, places,
        demand=np.where(steel, bars, pressed)[target, rows],
        resistance=np.where(steel, limits.bars, limits.characteristic)[target, rows],
        utilisation=use[target, rows], combination=combination, cause=cause, station=station,
        details={"sigma_s": bars[target, rows], "sigma_c": pressed[target, rows]},
    )  # fmt: skip
    wide = np.stack(
        [
            _crack(shaft, one, material)
            for shaft, one in zip(shafts, _elastic(shafts, cracking, material), strict=True)
        ],
        axis=1,
    )
    target = worst_of(wide)
    combination, cause = governing_words(cracking, target)
    width = wide[target, rows]
    cracks = placed_series(
        "shaft crack width", "EN 1992-1-1 7.3.4", "read", "pier", "m",
        cracking.situation, places,
        demand=width, resistance=np.full(len(shafts), material.crack),
        utilisation=width / material.crack, combination=combination, cause=cause, station=station,
    )  # fmt: skip
    return stresses, cracks


def _crack(shaft: Shaft, found: CrackedStresses, material: ShaftMaterial) -> Array:
    """Crack width under t targets: the bars near the surface and the concrete round them."""
    axis = shaft.axis
    pier = shaft.pier
    round_bars = np.pi * (pier.width - 2 * axis)
    line = round_bars if shaft.is_round else 2 * (pier.width + pier.depth - 4 * axis)
    high = np.minimum(2.5 * axis, np.maximum(shaft.size - found.compressed, 1e-3) / 3.0)
    ratio = shaft.bar_area / line / high
    wide = crack_width(
        found.bars, shaft.bars.diameter, shaft.bars.cover + LINK, ratio,
        material.concrete.f_ctm, material.concrete.E_cm,
    )  # fmt: skip
    return np.where(found.bars > 0.0, wide.width, 0.0)
