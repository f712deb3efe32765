"""Live load distribution to I-girders under concrete decks, AASHTO LRFD 4.6.2.2; SI outside.

The formulas are in feet and inches; their range is checked, outside it a grillage is needed.  The
multiple presence factors are inside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, Bools, floats
from spanwright.datum.units import deg, foot, inch

LRFD: Final = "AASHTO LRFD 9th edition"
_DATA: Final = load("aashto/distribution.toml")


@dataclass(frozen=True, slots=True)
class Distribution:
    """Share of one lane's effect that an interior girder carries: one lane loaded, and more."""

    one: Array
    more: Array

    @property
    def governing(self) -> Array:
        """The larger of the two."""
        return np.maximum(self.one, self.more)


@clause(LRFD, "4.6.2.2.1", "(4.6.2.2.1-1)", tag="read")
def stiffness_parameter(
    modular_ratio: ArrayLike, inertia: ArrayLike, area: ArrayLike, eccentricity: ArrayLike
) -> Array:
    """K_g = n (I + A e_g^2) of the girder.  [m4], [m2], [m] -> [m4]

    Check: 8, 120,000 in4, 139 in2, 65 in gives 5,658,200 in4.
    """
    return floats(modular_ratio) * (floats(inertia) + floats(area) * floats(eccentricity) ** 2)


@clause(LRFD, "4.6.2.2.2b", "4.6.2.2.3a", tag="read")
def in_range(
    spacing: ArrayLike, span: ArrayLike, slab: ArrayLike, stiffness: ArrayLike, girders: int
) -> Bools:
    """Whether the formulas hold: spacing, slab [m], span [m], K_g [m4] and number of girders."""
    values = {
        "spacing": floats(spacing) / foot,
        "span": floats(span) / foot,
        "slab": floats(slab) / inch,
        "stiffness": floats(stiffness) / inch**4,
    }
    inside: Bools = np.asarray(girders >= _DATA.number("range.girders"))
    for name, value in values.items():
        low, high = (float(v) for v in _DATA.value(f"range.{name}").value)  # type: ignore[union-attr, arg-type]
        inside = inside & (value >= low) & (value <= high)
    return inside


@clause(LRFD, "4.6.2.2.2b", "Table 4.6.2.2.2b-1", tag="read")
@within(spacing=(1e-9, None), span=(1e-9, None), slab=(1e-9, None), stiffness=(1e-9, None))
def moment_interior(
    spacing: ArrayLike, span: ArrayLike, slab: ArrayLike, stiffness: ArrayLike
) -> Distribution:
    """Moment in an interior girder.

    spacing : (...,) S [m]   span : (...,) L [m]   slab : (...,) t_s [m]   stiffness : K_g [m4]
    Check: S 9 ft, L 200 ft, t_s 9 in, K_g 5,658,200 in4: 0.43169 and 0.66050.
    """
    S, L = floats(spacing) / foot, floats(span) / foot
    last = (floats(stiffness) / inch**4 / (12 * L * (floats(slab) / inch) ** 3)) ** 0.1
    return Distribution(
        floats(0.06 + (S / 14) ** 0.4 * (S / L) ** 0.3 * last),
        floats(0.075 + (S / 9.5) ** 0.6 * (S / L) ** 0.2 * last),
    )


@clause(LRFD, "4.6.2.2.3a", "Table 4.6.2.2.3a-1", tag="read")
@within(spacing=(1e-9, None))
def shear_interior(spacing: ArrayLike) -> Distribution:
    """Shear in an interior girder.  (...,) S [m]; 9 ft gives 0.7200 and 0.88388."""
    S = floats(spacing) / foot
    return Distribution(floats(0.36 + S / 25), floats(0.2 + S / 12 - (S / 35) ** 2))


@clause(LRFD, "4.6.2.2.2d", "4.6.2.2.3b", tag="read")
@within(overhang=(-1.0 * foot, 5.5 * foot))
def exterior_factors(overhang: ArrayLike) -> tuple[Array, Array]:
    """e for moment and for shear: times the interior share with several lanes loaded.

    overhang : (...,) d_e from the web to the kerb or barrier, positive inside [m]
    Check: 2 ft gives 0.98978 for moment.
    """
    d_e = floats(overhang) / foot
    return floats(0.77 + d_e / 9.1), floats(0.6 + d_e / 10)


@clause(LRFD, "C4.6.2.2.1", "4.6.2.2.2d", tag="read")
@within(spacing=(1e-9, None))
def lever_rule_exterior(spacing: ArrayLike, overhang: ArrayLike, presence: float = 1.0) -> Array:
    """Lever rule for an exterior girder with one lane: wheels 2 ft from the kerb and 6 ft on.

    spacing, overhang : (...,) S and d_e [m]   presence : 1.2 where the result is a design value
    Check: S 9 ft, d_e 2 ft, presence 1.2 gives 0.800.
    """
    S, d_e = floats(spacing), floats(overhang)
    first = S + d_e - 2 * foot
    arms = np.maximum(first, 0.0) + np.maximum(first - 6 * foot, 0.0)
    return floats(presence * 0.5 * arms / S)


@clause(LRFD, "4.6.2.2.2d", "(C4.6.2.2.2d-1)", tag="read")
def rigid_section_exterior(
    lanes: ArrayLike, girders: ArrayLike, exterior: float, eccentricities: ArrayLike
) -> float:
    """Reaction of the exterior girder when the cross-section turns as a whole.

    lanes : number loaded   girders : (n,) offsets of all girders from their centre [m]
    exterior : offset of the girder asked for [m]   eccentricities : (l,) of the trucks [m]
    Without multiple presence.
    """
    x, e = floats(girders), floats(eccentricities)
    return float(floats(lanes) / x.size + exterior * e.sum() / np.sum(x**2))


@clause(LRFD, "4.6.2.2.2e", "4.6.2.2.3c", tag="read")
@within(skew=(0.0, 60 * deg))
def skew_factors(
    skew: ArrayLike, spacing: ArrayLike, span: ArrayLike, slab: ArrayLike, stiffness: ArrayLike
) -> tuple[Array, Array]:
    """On moments (from 30 deg of skew), and on shear at the obtuse corner.

    skew : (...,) [rad]; other arguments as `moment_interior`
    """
    S, L, th = floats(spacing) / foot, floats(span) / foot, floats(skew)
    ratio = floats(stiffness) / inch**4 / (12 * L * (floats(slab) / inch) ** 3)
    c_1 = np.where(th < 30 * deg, 0.0, 0.25 * ratio**0.25 * (S / L) ** 0.5)
    return floats(1 - c_1 * np.tan(th) ** 1.5), floats(1 + 0.20 * ratio**-0.3 * np.tan(th))


@clause(LRFD, "4.6.2.1.3", "Table 4.6.2.1.3-1", tag="read")
@within(spacing=(0.0, None))
def strip_widths(spacing: ArrayLike) -> tuple[Array, Array]:
    """Width of deck that carries a wheel line, sagging and hogging: 26 + 6.6 S, 48 + 3.0 S inches.

    spacing : (...,) S [m]   returns : (...,), (...,) [m];  9 ft gives 85.4 in sagging
    """
    S = floats(spacing) / foot
    return floats((26 + 6.6 * S) * inch), floats((48 + 3.0 * S) * inch)


@clause(LRFD, "4.6.2.1.3", "Table 4.6.2.1.3-1", tag="read")
@within(distance=(0.0, None))
def overhang_strip(distance: ArrayLike) -> Array:
    """Width of an overhang that carries a wheel at a distance from the support: 45 + 10 X inches.

    (...,) X [m] -> (...,) [m]
    """
    return floats((45 + 10 * floats(distance) / foot) * inch)
