"""How many lanes a carriageway holds, how wide they are and how much is left over, by standard."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spanwright.datum.errors import ScopeError
from spanwright.datum.units import foot


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes on one carriageway: number, width of each and the area left over [m]."""

    number: int
    width: float
    remaining: float


def en_lanes(width: float) -> Lanes:
    """Notional lanes (EN 1991-2:2003, 4.2.3, Table 4.1).

    width : clear carriageway between kerbs or inner limits of restraints [m]

    Between 5.4 and 6.0 m the lanes share the width: 5.8 m gives two of 2.9 m.  7.0 m gives two
    of 3.0 m and 1.0 m remaining.  A carriageway below one lane of 3.0 m is a ScopeError.
    """
    _at_least(width, 3.0, "EN 1991-2, Table 4.1")
    if width < 5.4:
        return Lanes(1, 3.0, width - 3.0)
    if width < 6.0:
        return Lanes(2, width / 2, 0.0)
    number = math.floor(width / 3.0 + 1e-9)
    return Lanes(number, 3.0, max(0.0, width - 3.0 * number))


def aashto_lanes(width: float) -> Lanes:
    """Design lanes of 12 ft; between 20 and 24 ft two lanes of half the width (LRFD 3.6.1.1.1).

    A roadway below 12 ft carries one lane of its own width.  7.0 m gives two of 3.5 m.
    """
    _at_least(width, 10 * foot, "AASHTO LRFD 3.6.1.1.1")
    lane = 12 * foot
    if 20 * foot - 1e-9 <= width < 24 * foot:
        return Lanes(2, width / 2, 0.0)
    number = max(1, math.floor(width / lane + 1e-9))
    return Lanes(number, min(lane, width), max(0.0, width - number * lane))


def jtg_lanes(width: float, *, two_way: bool = True) -> Lanes:
    """Design lanes of a Chinese highway bridge (JTG D60-2015, Table 4.3.1-4).

    two_way : traffic both ways on the carriageway; one-way carriageways count every 3.5 m
    """
    _at_least(width, 3.0, "JTG D60-2015, Table 4.3.1-4")
    limits: tuple[tuple[float, int], ...]
    if two_way:
        limits = ((6.0, 1), (14.0, 2), (21.0, 4), (28.0, 6))
    else:
        limits = (
            (7.0, 1),
            (10.5, 2),
            (14.0, 3),
            (17.5, 4),
            (21.0, 5),
            (24.5, 6),
            (28.0, 7),
            (31.5, 8),
        )
    for limit, number in limits:
        if width < limit - 1e-9:
            return Lanes(number, width / number, 0.0)
    raise ScopeError(
        f"a carriageway of {width:g} m is beyond JTG D60-2015, Table 4.3.1-4 (to {limits[-1][0]} m)"
    )


def kds_lanes(width: float) -> Lanes:
    """Design lanes (KDS 24 12 21): int(W / 3.6), two from 6.0 m; width min(W / N, 3.6)."""
    _at_least(width, 3.0, "KDS 24 12 21")
    number = max(1, math.floor(width / 3.6 + 1e-9))
    if width >= 6.0 - 1e-9:
        number = max(2, number)
    lane = min(width / number, 3.6)
    return Lanes(number, lane, max(0.0, width - number * lane))


def csa_lanes(width: float) -> Lanes:
    """Design lanes (CSA S6, Table 3.4 as remembered): 1 to 6 m, 2 to 10, 3 to 13.5, 4 to 17 m..."""
    _at_least(width, 3.0, "CSA S6, 3.8.2")
    limits = (6.0, 10.0, 13.5, 17.0, 20.5, 24.0, 27.5)
    number = next((i + 1 for i, limit in enumerate(limits) if width <= limit + 1e-9), 8)
    return Lanes(number, width / number, 0.0)


def as_lanes(width: float) -> Lanes:
    """Design lanes of 3.2 m (AS 5100.2): int(W / 3.2), at least one."""
    _at_least(width, 3.0, "AS 5100.2")
    number = max(1, math.floor(width / 3.2 + 1e-9))
    return Lanes(number, min(3.2, width), max(0.0, width - 3.2 * number))


def sp_lanes(width: float) -> Lanes:
    """Lanes of SP 35.13330 as axes 3.0 m apart and 1.5 m from the edge (unverified)."""
    _at_least(width, 3.0, "SP 35.13330")
    number = math.floor(width / 3.0 + 1e-9)
    return Lanes(number, 3.0, max(0.0, width - 3.0 * number))


def _at_least(width: float, smallest: float, source: str) -> None:
    if not width >= smallest - 1e-9:
        raise ScopeError(
            f"a carriageway of {width:g} m is narrower than one lane of {smallest:g} m ({source})"
        )
