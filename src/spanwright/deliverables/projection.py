"""Transverse Mercator projection (Krueger series), and which UTM zone a place belongs to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

# Axes of the WGS 84 ellipsoid: NIMA TR8350.2 (2000), table 3.1
MAJOR: Final = 6_378_137.0
FLATTENING: Final = 1.0 / 298.257223563
UTM_SOUTH: Final = math.radians(-80.0)  # UTM ends at these latitudes
UTM_NORTH: Final = math.radians(84.0)


class GridPoint(NamedTuple):
    """A place on the map.

    easting, northing [m];  convergence : of grid north, clockwise from true north [rad]
    scale : length on the map over length on the ellipsoid [-]
    """

    easting: float
    northing: float
    convergence: float
    scale: float


@dataclass(frozen=True, slots=True)
class TransverseMercator:
    """A projection: central meridian and origin [rad], false origin [m], and its ellipsoid.

    Source: Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85 (2011),
    equations 7 to 12, 23 to 28 and 35, the series cut after n^4: below 0.1 mm within 4 degrees of
    the meridian.
    """

    meridian: float
    scale: float = 0.9996
    false_easting: float = 500_000.0
    false_northing: float = 0.0
    origin: float = 0.0
    major: float = MAJOR
    flattening: float = FLATTENING

    def project(self, latitude: float, longitude: float) -> GridPoint:
        """Where a latitude and longitude [rad] lie on the map."""
        east, north, convergence, scale = self._raw(latitude, longitude - self.meridian)
        start = self._raw(self.origin, 0.0)[1]
        return GridPoint(
            self.false_easting + east, self.false_northing + north - start, convergence, scale
        )

    def _raw(self, latitude: float, away: float) -> tuple[float, float, float, float]:
        n = self.flattening / (2.0 - self.flattening)
        eccentricity = math.sqrt(self.flattening * (2.0 - self.flattening))
        radius = self.major / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
        alpha = (
            n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3 + 41 / 180 * n**4,
            13 / 48 * n**2 - 3 / 5 * n**3 + 557 / 1440 * n**4,
            61 / 240 * n**3 - 103 / 140 * n**4,
            49561 / 161280 * n**4,
        )
        tau = math.tan(latitude)
        sigma = math.sinh(eccentricity * math.atanh(eccentricity * tau / math.hypot(1.0, tau)))
        conformal = tau * math.hypot(1.0, sigma) - sigma * math.hypot(1.0, tau)
        xi = math.atan2(conformal, math.cos(away))
        eta = math.asinh(math.sin(away) / math.hypot(conformal, math.cos(away)))
        x, y, p, q = xi, eta, 1.0, 0.0
        for j, a in enumerate(alpha, start=1):
            x += a * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
            y += a * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
            p += 2 * j * a * math.cos(2 * j * xi) * math.cosh(2 * j * eta)
            q += 2 * j * a * math.sin(2 * j * xi) * math.sinh(2 * j * eta)
        convergence = math.atan(
            conformal / math.hypot(1.0, conformal) * math.tan(away)
        ) + math.atan2(q, p)
        bulge = math.sqrt(1 - (eccentricity * math.sin(latitude)) ** 2)
        local = bulge * math.hypot(1.0, tau) / math.hypot(conformal, math.cos(away))
        factor = self.scale * radius / self.major * local * math.hypot(p, q)
        return self.scale * radius * y, self.scale * radius * x, convergence, factor


def utm_zone(longitude: float) -> int:
    """Number of the 6 degree zone, 1 to 60.  longitude [rad]"""
    turned = (math.degrees(longitude) + 180.0) % 360.0
    return int(turned // 6.0) + 1


def utm(zone: int, *, south: bool) -> TransverseMercator:
    """The projection of a zone of the Universal Transverse Mercator grid, WGS 84."""
    meridian = math.radians(-183.0 + 6.0 * zone)
    return TransverseMercator(meridian, false_northing=10_000_000.0 if south else 0.0)


def utm_code(zone: int, *, south: bool) -> str:
    """Its code in the EPSG registry, e.g. ``EPSG:32652`` for 52 north."""
    return f"EPSG:{32700 + zone if south else 32600 + zone}"
