"""Working seasons from the site's climate: typical ones for the plan, random ones for the forecast.

The air temperature is a yearly wave with random spells; the flood, the ice run, wet days and
windy days fall at random about their usual dates.  Each class of work asks its own question of
the day.  A random day is worked or lost, never worked in part: a pace of 0.7 in frost is three
days in ten lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from scipy.special import ndtr

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.ledger import Line
from spanwright.project.basis import CalendarBrief
from spanwright.project.site import ClimateBrief, SiteBrief
from spanwright.works.calendars import Calendar, DailyRates, concrete_rates, last_day

CLASSES: Final = ("every day", "work", "river", "concrete", "deck", "pave", "lift")
YEAR: Final = 365.25
COLDEST: Final = 20.0  # day of the year with the lowest mean, northern half; half a year on south
EXTREME: Final = 14.0  # shade extreme of 50 years over the monthly mean beside it [K]
SPELL_SD, SPELL_MEMORY = 4.0, 0.8  # of day means about the wave [K], [-]
WET: Final = 0.12  # share of days too wet for paving and deck pours
WINDY: Final = 0.10  # share of days above the wind limit of lifts and launches
PAVING_LIMIT, DECK_LIMIT = 5.0, -9.0  # mean of a fortnight [degC]
FLOOD_SD, FLOOD_SPREAD = 10.0, 0.4  # start [day]; log deviation of the length
ICE_SD, ICE_RUN = 7.0, 31  # start and length [day]; usual length of the run [day]
ASSUMED: Final = (
    ("seasons.temperature", f"yearly wave {EXTREME:g} K inside the 50-year extremes",
     "planner's rule; no monthly means are asked for", "12 to 16 K"),
    ("seasons.wet days", f"{WET:.0%} lost to paving and deck pours", "planner's value",
     "8 to 20 %"),
    ("seasons.windy days", f"{WINDY:.0%} lost to lifts and launches",
     "planner's value for a limit of 10 to 12 m/s", "5 to 20 %"),
    ("seasons.concrete", "1.0 from 5 degC, 0.9 to 0, 0.7 to -10, 0.5 to -20, else none",
     "planner's productivity with winter measures", ""),
    ("seasons.deck pours", f"closed below {DECK_LIMIT:g} degC", "planner's value",
     "-5 to -12 degC"),
    ("seasons.paving", f"above {PAVING_LIMIT:g} degC", "usual limit for asphalt", "5 to 10 degC"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seasons:
    """What the calendars are made from: the climate wave, usual periods, the week.

    mean, swing : of the air temperature over the year [degC], [K]; coldest : day of the year
    flood, ice  : usual (first day of the year, length), or None
    """

    start: date
    mean: float
    swing: float
    coldest: float
    flood: tuple[float, float] | None
    ice: tuple[float, float] | None
    week: int
    holidays: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    def axis(self, days: int) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
        """Days of the plan.  -> (days,)"""
        return np.datetime64(self.start, "D") + np.arange(days)

    def temperature(self, days: int) -> Array:
        """Usual mean temperature of each day.  -> (days,) [degC]"""
        angle = 2.0 * np.pi * (self._day_of_year(days) - self.coldest) / YEAR
        return np.asarray(self.mean - self.swing * np.cos(angle))

    def workdays(self, days: int) -> Bools:
        """Days of the working week that are no holiday.  -> (days,)"""
        axis = self.axis(days)
        # 1970-01-01, day 0 of datetime64, was a Thursday; the free days end the week.
        open_days = (axis.astype(np.int64) + 3) % 7 < self.week
        stamp = _stamp(axis)
        for first, last in self.holidays:
            low, high = first[0] * 100 + first[1], last[0] * 100 + last[1]
            after, before = stamp >= low, stamp <= high
            open_days &= ~(after & before if low <= high else after | before)
        return np.asarray(open_days)

    def _day_of_year(self, days: int) -> Array:
        axis = self.axis(days)
        year = axis.astype("datetime64[Y]")
        return np.asarray((axis - year).astype(np.float64))


def seasons_of(site: SiteBrief, calendar: CalendarBrief, start: date) -> Seasons:
    """Seasons of a site: temperatures from its extremes, the ice run about its break-up."""
    climate: ClimateBrief = site.climate
    southern = site.latitude is not None and site.latitude < 0.0
    swing = max((climate.t_max - climate.t_min) / 2.0 - EXTREME, 0.0)
    flood = None if calendar.flood is None else _period(*calendar.flood)
    ice = None if calendar.ice_run is None else _period(*calendar.ice_run)
    if ice is None and climate.break_up is not None and climate.ice_thickness > 0.0:
        ice = (_of_year(climate.break_up) - ICE_RUN / 2, float(ICE_RUN))
    return Seasons(
        start,
        (climate.t_max + climate.t_min) / 2.0,
        swing,
        COLDEST + (YEAR / 2.0 if southern else 0.0),
        flood,
        ice,
        calendar.week,
        calendar.holidays,
    )


def season_lines() -> tuple[Line, ...]:
    """Ledger lines of what the seasons assume."""
    return tuple(Line(a, value, "assumed", why, "", span) for a, value, why, span in ASSUMED)


def typical(seasons: Seasons, days: int) -> dict[str, Array]:
    """Expected rate of work of each class on each day, for the plan.  class -> (days,) 0 to 1"""
    work = seasons.workdays(days).astype(float)
    temperature = seasons.temperature(days)
    closed = _usual(seasons, days)
    frost = _mean_concrete(temperature)
    deck = work * (1.0 - WET) * (temperature > DECK_LIMIT) * frost
    return {
        "every day": np.ones(days),
        "work": work,
        "river": work * ~closed,
        "concrete": work * frost,
        "deck": deck,
        "pave": work * (1.0 - WET) * (temperature > PAVING_LIMIT),
        "lift": work * (1.0 - WINDY),
    }


def river_closures(seasons: Seasons, days: int) -> tuple[tuple[str, float, float], ...]:
    """Usual closures of the river within so many days: (what, from, to) [day], by start."""
    found = [
        (words, begin, begin + period[1])
        for words, period in (("flood season", seasons.flood), ("ice run", seasons.ice))
        if period is not None
        for begin in _beginnings(seasons, period[0], days)
        if begin < days and begin + period[1] > 0.0
    ]
    return tuple(sorted(found, key=lambda row: row[1]))


def plan_calendars(seasons: Seasons, years: int = 12) -> tuple[Calendar, ...]:
    """The classes as calendars of the scheduler, from the typical seasons.

    Beyond the last year everything is open, so that a plan too long still ends.
    """
    days = round(years * YEAR)
    rates = typical(seasons, days)
    return tuple(
        Calendar(name, (DailyRates(seasons.start, rates[name]),))
        for name in CLASSES
        if name != "every day"
    )


def _usual(seasons: Seasons, days: int) -> Bools:
    """Days when the river is usually closed.  -> (days,)"""
    closed = np.zeros(days, dtype=bool)
    for period in (seasons.flood, seasons.ice):
        if period is not None:
            for begin in _beginnings(seasons, period[0], days):
                first = round(begin)
                closed[max(first, 0) : max(first + round(period[1]), 0)] = True
    return closed


def _beginnings(seasons: Seasons, day: float, days: int) -> list[float]:
    """Plan days on which a period of each year begins, from the year before the start."""
    years = range(seasons.start.year - 1, seasons.start.year + days // 365 + 2)
    return [(date(year, 1, 1) - seasons.start).days + day for year in years]


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """Random seasons: which days of each class are worked.

    classes : names;  days : (c, k, d) True where worked, k seasons of d days
    """

    classes: tuple[str, ...]
    days: Bools

    def __post_init__(self) -> None:
        freeze(self)


def draw_seasons(seasons: Seasons, days: int, count: int, rng: np.random.Generator) -> Worked:
    """Random seasons; the same generator gives the same ones.  -> (c, count, days)"""
    work = np.broadcast_to(seasons.workdays(days), (count, days))
    wave = seasons.temperature(days)
    temperature = wave + _spells((count, days), rng)
    slow = wave + _spells((count, days), rng, memory=0.97, sd=2.0)  # of a fortnight
    closed = _random_closures(seasons, days, count, rng)
    wet = rng.random((count, days), dtype=np.float32) < WET
    calm = rng.random((count, days), dtype=np.float32) >= WINDY
    frost = rng.random((count, days), dtype=np.float32) < concrete_rates(temperature)
    masks = {
        "every day": np.ones((count, days), dtype=bool),
        "work": work,
        "river": work & ~closed,
        "concrete": work & frost,
        "deck": work & frost & ~wet & (slow > DECK_LIMIT),
        "pave": work & ~wet & (slow > PAVING_LIMIT),
        "lift": work & calm,
    }
    return Worked(CLASSES, np.stack([masks[name] for name in CLASSES]))


def _spells(
    shape: tuple[int, int], rng: np.random.Generator, memory: float = SPELL_MEMORY,
    sd: float = SPELL_SD,
) -> Array:  # fmt: skip
    """Warm and cold spells: an autoregressive series of this memory and deviation."""
    noise = rng.standard_normal(shape) * sd * np.sqrt(1.0 - memory**2)
    noise[:, 0] *= 1.0 / np.sqrt(1.0 - memory**2)
    series = np.ascontiguousarray(noise.T)
    for day in range(1, len(series)):
        series[day] += memory * series[day - 1]
    return np.ascontiguousarray(series.T)


def _random_closures(seasons: Seasons, days: int, count: int, rng: np.random.Generator) -> Bools:
    """Days when flood or moving ice closes the river.  -> (count, days)"""
    edges = np.zeros((count, days + 1), dtype=np.int64)
    rows = np.arange(count)
    for kind, period in (("flood", seasons.flood), ("ice", seasons.ice)):
        if period is None:
            continue
        for usual in _beginnings(seasons, period[0], days):
            sd = FLOOD_SD if kind == "flood" else ICE_SD
            first = np.round(usual + sd * rng.standard_normal(count))
            if kind == "flood":
                spread = np.exp(FLOOD_SPREAD * rng.standard_normal(count) - FLOOD_SPREAD**2 / 2)
                length = period[1] * spread
            else:
                length = np.maximum(period[1] + ICE_SD * rng.standard_normal(count), 7.0)
            low = np.clip(first, 0, days).astype(np.int64)
            high = np.clip(first + np.round(length), 0, days).astype(np.int64)
            np.add.at(edges, (rows, low), 1)
            np.add.at(edges, (rows, high), -1)
    return np.asarray(np.cumsum(edges, axis=1)[:, :days] > 0)


def _mean_concrete(temperature: Array) -> Array:
    """Mean productivity of a day of this usual temperature, spells averaged.  (day,) [-]"""
    # The steps of `concrete_rates`, weighted by the chance of each day to lie above them.
    gains = ((-20.0, 0.5), (-10.0, 0.2), (0.0, 0.2), (5.0, 0.1))
    parts = [gain * ndtr((temperature - step) / SPELL_SD) for step, gain in gains]
    return np.asarray(sum(parts))


def _stamp(axis: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> Ints:
    month = axis.astype("datetime64[M]")
    day = (axis - month).astype(np.int64) + 1
    return np.asarray((month.astype(np.int64) % 12 + 1) * 100 + day)


def _of_year(day: tuple[int, int]) -> float:
    """Day of the year of a (month, day), 0 for 1 January."""
    return float((date(2001, day[0], min(day[1], last_day(day[0]) - (day[0] == 2)))
                  - date(2001, 1, 1)).days)  # fmt: skip


def _period(first: tuple[int, int], last: tuple[int, int]) -> tuple[float, float]:
    """(day of the year, length) of a period, both ends included; it may run over the new year."""
    begin, end = _of_year(first), _of_year(last)
    return begin, (end - begin) % 365.0 + 1.0
