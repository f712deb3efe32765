"""Wind, water, ice and collision of AASHTO LRFD section 3, in SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats
from spanwright.datum.units import deg, foot, kip

LRFD: Final = "AASHTO LRFD 9th edition"
IceStrength = Literal["disintegrated", "small_floes", "large_floes", "cold"]
PierNose = Literal["semicircular", "square", "debris", "wedge"]

_DATA: Final = load("aashto/actions.toml")
_MPH: Final = 0.44704


@clause(LRFD, "3.8.1.2.1", tag="remembered")
@within(gust=(0.0, None))
def wind_pressure(
    gust: ArrayLike, exposure: ArrayLike = 1.0, drag: ArrayLike = 1.3, gust_factor: float = 1.0
) -> Array:
    """Wind pressure P_z = 2.56e-6 V^2 K_z G C_D.

    gust : (...,) 3-second gust V [m/s]   exposure : (...,) K_z   drag : (...,) C_D
    returns : (...,) [Pa]
    """
    V = floats(gust) / _MPH
    ksf = _DATA.number("wind.pressure") * V**2 * floats(exposure) * gust_factor * floats(drag)
    return ksf * (kip / foot**2)


@clause(LRFD, "3.8.1.2.1", "(3.8.1.2.1-2)-(3.8.1.2.1-4)", tag="remembered")
@within(height=(0.0, 300.0))
def wind_exposure(height: ArrayLike, category: Literal["B", "C", "D"]) -> Array:
    """Pressure exposure coefficient K_z; 1.0 at 33 ft in category C.

    height : (...,) above low ground or water, not less than 33 ft is used [m]
    """
    slope, base, shift, divisor = _DATA.array(f"wind.exposure.{category}")
    z = np.maximum(floats(height) / foot, 33.0)
    return floats((slope * np.log(z / base) + shift) ** 2 / divisor)


@clause(LRFD, "3.6.4", tag="read")
@within(length=(0.0, None))
def braking(length: ArrayLike, lanes: int) -> Array:
    """Braking force of all lanes headed one way, multiple presence included.

    length : (...,) loaded [m]   lanes : design lanes in one direction   returns : (...,) [N]
    25 % of the truck, or 5 % of truck and lane load.  60 m, one lane: 1.2 x 81.25 kN.
    """
    number = _DATA.number
    truck = number("braking.truck")
    presence = _DATA.array("braking.presence")
    factor = float(presence[min(lanes, len(presence)) - 1]) * lanes
    both = number("braking.of_all") * (truck + number("braking.lane") * floats(length))
    return floats(factor * np.maximum(number("braking.of_vehicle") * truck, both))


@clause(LRFD, "3.6.1.6", tag="read")
def pedestrian_pressure() -> float:
    """Pedestrian load on sidewalks wider than 2 ft.  [Pa]"""
    return _DATA.number("pedestrians.pressure")


@clause(LRFD, "3.8.1.3", tag="remembered")
def wind_on_live_load() -> float:
    """Wind on vehicles, 6 ft above the deck.  [N/m]"""
    return _DATA.number("wind.line_live_load")


@clause(LRFD, "3.8.2", tag="remembered")
def vertical_wind() -> float:
    """Upward wind on the deck, resultant at the windward quarter point.  [Pa]"""
    return _DATA.number("wind.vertical")


@clause(LRFD, "3.7.3.1", tag="remembered")
@within(velocity=(0.0, None))
def stream_pressure(velocity: ArrayLike, nose: PierNose) -> Array:
    """Longitudinal stream pressure 514 C_D V^2.  (...,) [m/s] -> (...,) [Pa]

    Check: semicircular nose, 2 m/s gives 1.439 kPa.
    """
    return _DATA.number("stream.constant") * _DATA.number(f"stream.{nose}") * floats(velocity) ** 2


@clause(LRFD, "3.7.3.2", tag="remembered")
@within(velocity=(0.0, None), angle=(0.0, np.pi / 2))
def lateral_stream_pressure(velocity: ArrayLike, angle: ArrayLike) -> Array:
    """Lateral stream pressure 514 C_L V^2; C_L linear between the rows, 1.0 from 30 degrees.

    velocity : (...,) [m/s]   angle : (...,) between flow and pier [rad]   returns : (...,) [Pa]
    """
    rows = _DATA.array("stream_lateral.angle"), _DATA.array("stream_lateral.C_L")
    return floats(
        _DATA.number("stream.constant") * np.interp(floats(angle), *rows) * floats(velocity) ** 2
    )


@clause(LRFD, "3.9.2.2", tag="remembered")
@within(thickness=(1e-9, None), width=(1e-9, None), inclination=(0.0, 75 * deg))
def ice_force(
    thickness: ArrayLike,
    width: ArrayLike,
    strength: IceStrength = "large_floes",
    inclination: ArrayLike = 0.0,
) -> Array:
    """Horizontal force of a moving floe on a pier: crushing, or flexing on an inclined nose.

    thickness   : (...,) t of the ice [m]   width : (...,) w of the pier at that level [m]
    inclination : (...,) of the nose from the vertical; flexing counts beyond 15 deg [rad]
    returns     : (...,) [N];  24 ksf, t 2 ft, w 6 ft, 30 deg: crushing 470.30, flexing 179.14 kip
    """
    t, w, p = floats(thickness), floats(width), _DATA.number(f"ice.{strength}")
    crushing = np.sqrt(5 * t / w + 1) * p * t * w
    beyond = floats(inclination) - 15 * deg
    with np.errstate(divide="ignore"):
        flexing = 0.5 / np.tan(np.maximum(beyond, 0.0)) * p * t**2
    may_bend = (beyond > 0) & (w / t <= 6)
    return floats(np.where(may_bend, np.minimum(crushing, flexing), crushing))


@clause(LRFD, "3.9.2.4.1", tag="remembered")
@within(force=(0.0, None), nose=(0.0, np.pi), friction=(0.0, np.pi / 4))
def ice_force_cases(
    force: ArrayLike, nose: ArrayLike = 100 * deg, friction: ArrayLike = 0.0
) -> Array:
    """The two cases of longitudinal and transverse ice force on a pier in line with the flow.

    force   : (...,) F [N]   nose : (...,) included angle beta of the nose, 100 deg if round [rad]
    friction: (...,) angle of friction between ice and pier [rad]
    returns : (2, 2, ...) case, (longitudinal, transverse): (F, 0.15 F) and (0.5 F, F_t)  [N]
    """
    F = floats(force)
    across = F / (2 * np.tan(floats(nose) / 2 + floats(friction)))
    F, across = (floats(x) for x in np.broadcast_arrays(F, across))
    return floats(np.stack([np.stack([F, 0.15 * F]), np.stack([0.5 * F, across])]))


@clause(LRFD, "3.14.8", tag="remembered")
@within(velocity=(0.0, None), deadweight=(0.0, None))
def ship_force(velocity: ArrayLike, deadweight: ArrayLike) -> Array:
    """Head-on ship collision force on a pier, 1.2e5 V sqrt(DWT).

    velocity : (...,) [m/s]   deadweight : (...,) mass [kg]   returns : (...,) [N]
    Check: 5000 t, 3 m/s gives 25.456 MN.
    """
    return floats(
        _DATA.number("collision.ship") * floats(velocity) * np.sqrt(floats(deadweight) / 1e3)
    )


@clause(LRFD, "3.14.7", tag="remembered")
@within(mass=(0.0, None), velocity=(0.0, None))
def collision_energy(mass: ArrayLike, velocity: ArrayLike, hydrodynamic: float = 1.05) -> Array:
    """Kinetic energy 0.5 C_H M V^2; C_H 1.05 in deep water, 1.25 in shallow.

    (...,) [kg], (...,) [m/s] -> (...,) [J].  Check: 1700 t, 2 m/s gives 3.57 MJ.
    """
    return 0.5 * hydrodynamic * floats(mass) * floats(velocity) ** 2


@clause(LRFD, "3.14.11", "3.14.12", tag="remembered")
@within(energy=(0.0, None))
def barge_force(energy: ArrayLike) -> tuple[Array, Array]:
    """Barge collision force and bow damage length from the kinetic energy.

    energy : (...,) [J]   returns : (...,) [N], (...,) [m]
    Check: 3.57 MJ gives 7.0416 MN and 651.0 mm.
    """
    damage = _DATA.number("collision.barge_indentation") * (
        np.sqrt(1 + _DATA.number("collision.barge_energy") * floats(energy)) - 1
    )
    plateau = (
        _DATA.number("collision.barge_plateau") + _DATA.number("collision.barge_slope") * damage
    )
    force = np.where(damage < 0.1, _DATA.number("collision.barge_rate") * damage, plateau)
    return floats(force), floats(damage)


@clause(LRFD, "3.6.5.1", tag="remembered")
def vehicle_collision() -> tuple[float, float]:
    """Vehicle against a pier, any direction: force and height above the ground.  [N], [m]"""
    return _DATA.number("vehicle.force"), _DATA.number("vehicle.height")


@clause(LRFD, "3.11.6.4", tag="remembered")
@within(height=(0.0, None))
def surcharge_height(height: ArrayLike) -> Array:
    """Height of soil that stands for traffic behind an abutment.  (...,) [m] -> (...,) [m]"""
    return floats(
        np.interp(floats(height), _DATA.array("surcharge.height"), _DATA.array("surcharge.soil"))
    )


@clause(LRFD, "3.10.4.2", tag="remembered")
@within(period=(0.0, None), peak=(0.0, None), short=(1e-9, None), long=(1e-9, None))
def elastic_spectrum(period: ArrayLike, peak: float, short: float, long: float) -> Array:
    """Elastic seismic coefficient C_sm from three points, 5 % damping.

    period : (...,) T [s]   peak : A_s at T = 0   short : S_DS   long : S_D1, at 1 s
    returns : (...,) over gravity: linear to T_0 = 0.2 S_D1/S_DS, S_DS to S_D1/S_DS, S_D1/T beyond
    """
    T = floats(period)
    corner = long / short
    rising = peak + (short - peak) * T / (0.2 * corner)
    return floats(np.where(0.2 * corner > T, rising, np.minimum(short, long / np.fmax(T, 1e-9))))
