"""Calendars: which days are worked, and how much; arithmetic with working days.

A calendar is a tuple of rules; the rate of a day is the product of what the rules say of it, so
rules compose by AND: a day is worked only when no rule forbids it, and a winter factor of 0.7
makes three days' work of four and a bit.  Time is counted in days from the start of the plan:
the instant 0 is the morning of the first day, the instant 3 the evening of the third, which is
the morning of the fourth.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spanwright.datum.arrays import Array, Bools, Ints, floats, freeze

Days = NDArray[np.datetime64]
EPOCH: Final = date(1970, 1, 5)  # a Monday; used where a plan has no start date
_SLACK: Final = 1e-9  # days; forgives the rounding of sums of fractional days


class Rule(Protocol):
    """What one rule says of each day: 0 closed, 1 worked in full, between: worked in part."""

    def rates(self, days: Days) -> Array:
        """(day,) datetime64[D] -> (day,) rate of work, 0 to 1  [-]"""
        ...


@dataclass(frozen=True, slots=True)
class Week:
    """Worked weekdays, 0 = Monday to 6 = Sunday."""

    worked: tuple[int, ...] = (0, 1, 2, 3, 4, 5)

    def rates(self, days: Days) -> Array:
        # 1970-01-01, day 0 of datetime64, was a Thursday.
        return floats(np.isin((days.astype(np.int64) + 3) % 7, self.worked))


@dataclass(frozen=True, slots=True)
class Holidays:
    """Single days without work."""

    days: tuple[date, ...] = ()

    def rates(self, days: Days) -> Array:
        return floats(~np.isin(days, np.array(self.days, dtype="datetime64[D]")))


@dataclass(frozen=True, slots=True)
class Season:
    """A period of every year, both ends included, worked at ``rate`` (0: closed).

    ``first`` and ``last`` are (month, day); a period over the new year has first > last.
    29 February stands for the last day of February.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    rate: float = 0.0

    def rates(self, days: Days) -> Array:
        month = days.astype("datetime64[M]")
        stamp = (month.astype(np.int64) % 12 + 1) * 100 + (days - month).astype(np.int64) + 1
        low = self.first[0] * 100 + self.first[1]
        high = self.last[0] * 100 + self.last[1]
        after, before = stamp >= low, stamp <= high
        inside = after & before if low <= high else after | before
        return np.where(inside, self.rate, 1.0)


@dataclass(frozen=True, slots=True)
class Open:
    """Worked only in this period of every year, both ends included (a paving season)."""

    first: tuple[int, int]
    last: tuple[int, int]

    def rates(self, days: Days) -> Array:
        return 1.0 - Season(self.first, self.last).rates(days)


@dataclass(frozen=True, slots=True)
class Shutdown:
    """One dated period, both ends included, worked at ``rate`` (0: closed)."""

    first: date
    last: date
    rate: float = 0.0

    def rates(self, days: Days) -> Array:
        inside = (days >= np.datetime64(self.first)) & (days <= np.datetime64(self.last))
        return np.where(inside, self.rate, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class DailyRates:
    """Rates of given days, from a climate or river record; ``beyond`` holds outside of them."""

    first: date
    values: Array  # (day,)  rate of work, 0 to 1  [-]
    beyond: float = 1.0

    def __post_init__(self) -> None:
        freeze(self)

    def rates(self, days: Days) -> Array:
        index = (days - np.datetime64(self.first)).astype(np.int64)
        known = (index >= 0) & (index < len(self.values))
        found = self.values[np.clip(index, 0, len(self.values) - 1)]
        return np.where(known, found, self.beyond)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named calendar; without rules every day is worked."""

    name: str
    rules: tuple[Rule, ...] = ()

    def __and__(self, other: Calendar) -> Calendar:
        """Worked only when both are."""
        return Calendar(f"{self.name} and {other.name}", self.rules + other.rules)

    def rates(self, start: date, days: int) -> Array:
        """Rate of work of each day from ``start``.  -> (days,)  0 to 1  [-]"""
        axis = np.datetime64(start, "D") + np.arange(days)
        product = np.ones(days)
        for rule in self.rules:
            product *= rule.rates(axis)
        return product

    def mask(self, start: date, days: int) -> Bools:
        """Days on which any work is done.  -> (days,)"""
        return self.rates(start, days) > 0.0

    def table(self, start: date, days: int) -> WorkTable:
        """The working-day table of ``days`` days from ``start``."""
        return WorkTable(self.rates(start, days))


def concrete_rates(temperature: ArrayLike, wind: ArrayLike = 0.0) -> Array:
    """Productivity of concreting with winter measures, by mean day temperature and wind.

    temperature : (day,)  mean of the day      [degC]
    wind        : (day,)  mean of the shift    [m/s]
    returns     : (day,)  1.0 from 5 degC, 0.9 to 0, 0.7 to -10, 0.5 to -20, else 0;
                          0 where the wind is above 12 m/s

    A planner's assumption, meant to be replaced by the site's own record.
    """
    steps = np.array([0.0, 0.5, 0.7, 0.9, 1.0])[
        np.digitize(floats(temperature), [-20.0, -10.0, 0.0, 5.0])
    ]
    return floats(np.where(floats(wind) > 12.0, 0.0, steps))


def wind_mask(wind: ArrayLike, limit: float) -> Bools:
    """Days on which lifting or launching is allowed.  wind : (day,) [m/s], limit [m/s]"""
    return np.asarray(floats(wind) <= limit)


def paving_mask(temperature: ArrayLike, wet: ArrayLike) -> Bools:
    """Days warm enough (above 5 degC) and dry.  temperature : (day,) [degC], wet : (day,)"""
    return np.asarray((floats(temperature) > 5.0) & ~np.asarray(wet, dtype=bool))


class Beyond(Exception):
    """A question about a day after the last of a table; the asker makes a longer one."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkTable:
    """Cumulative work of one calendar, and the arithmetic that needs nothing else.

    ``work[t]`` is the work done before the instant t; inside a day it grows linearly, so
    durations may be fractional.
    """

    rates: Array  # (day,)      work of each day        [day of work]
    work: Array = field(init=False)  # (day + 1,)  work before each morning [day of work]
    mornings: Array = field(init=False)  # (day + 1,)  [day]

    def __post_init__(self) -> None:
        object.__setattr__(self, "work", np.concatenate([[0.0], np.cumsum(self.rates)]))
        object.__setattr__(self, "mornings", np.arange(len(self.work), dtype=float))
        freeze(self)

    def worked_before(self, instant: ArrayLike) -> Array:
        """W: work done before each instant, linear inside a day.  (...,) [day] -> (...,)"""
        t = floats(instant)
        self._within(t)
        return floats(np.interp(t, self.mornings, self.work))

    def first_with(self, work: ArrayLike) -> Array:
        """Winv: earliest instant by which this much work is done.  (...,) -> (...,) [day]"""
        w = floats(work)
        if np.any(w > self.work[-1] + _SLACK):
            raise Beyond
        day = np.clip(np.searchsorted(self.work, w - _SLACK, side="left"), 1, len(self.work) - 1)
        rate = self.work[day] - self.work[day - 1]
        inside = (w - self.work[day - 1]) / np.where(rate > 0.0, rate, 1.0)
        return floats(np.where(w <= 0.0, 0.0, day - 1 + np.clip(inside, 0.0, 1.0)))

    def last_with(self, work: ArrayLike) -> Array:
        """Latest instant before which no more than this is done: where the next work begins."""
        w = floats(work)
        if np.any(w >= self.work[-1] - _SLACK):
            raise Beyond
        day = np.searchsorted(self.work, w + _SLACK, side="right") - 1
        rate = self.work[day + 1] - self.work[day]
        return floats(day + np.clip((w - self.work[day]) / rate, 0.0, 1.0))

    def ready(self, instant: ArrayLike) -> Array:
        """Earliest instant, at or after the given, at which work can begin.  (...,) [day]"""
        return np.maximum(floats(instant), self.last_with(self.worked_before(instant)))

    def finish(self, start: ArrayLike, duration: ArrayLike) -> Array:
        """Instant at which ``duration`` days of work begun at ``start`` are done.  (...,) [day]

        No work takes no time: a milestone stays where it is.
        """
        t, d = floats(start), floats(duration)
        done = self.first_with(self.worked_before(t) + d)
        return floats(np.where(d > 0.0, np.maximum(done, t), t))

    def start(self, finish: ArrayLike, duration: ArrayLike) -> Array:
        """Latest instant to begin ``duration`` days of work that must be done by ``finish``.

        Gives minus infinity where the table holds too little work before the finish.
        """
        t, d = floats(finish), floats(duration)
        left = self.worked_before(t) - d
        begun = self.last_with(np.clip(left, 0.0, self.work[-1] - 2.0 * _SLACK))
        begun = np.where(d > 0.0, np.minimum(begun, t), t)
        return floats(np.where(left < -_SLACK, -np.inf, begun))

    def _within(self, t: Array) -> None:
        if np.any(t > len(self.rates)):
            raise Beyond


@dataclass(frozen=True, slots=True, eq=False)
class DayTable:
    """Whole-day scheduling of one activity: start days and the evenings they lead to.

    ``ends[s]`` is the instant of the finish for a start on the morning of day s; it rises with s.
    Days without work are given the end of the next start, as if one waited for it.
    """

    starts: Ints  # (day,)  first possible start at or after each day   [day]
    ends: Ints  # (day,)  finish of a start on that first possible day  [day]

    def __post_init__(self) -> None:
        freeze(self)


def day_table(rates: Array, duration: int) -> DayTable:
    """Start and finish days of an activity of ``duration`` whole days.  rates : (day,)

    The table is as long as the last start that still ends within ``rates``; a shorter table
    means that the horizon is too short and is for the caller to judge.
    """
    work = np.concatenate([[0.0], np.cumsum(rates)])
    days = np.flatnonzero(rates > 0.0)
    days = days[work[days] + duration <= work[-1] + _SLACK]
    if duration == 0:
        every = np.arange(len(rates) + 1)
        return DayTable(every, every)
    ends = np.searchsorted(work, work[days] + duration - _SLACK, side="left")
    if not len(days):
        return DayTable(np.zeros(0, np.int64), np.zeros(0, np.int64))
    which = np.searchsorted(days, np.arange(int(days[-1]) + 1), side="left")
    return DayTable(days[which].astype(np.int64), ends[which].astype(np.int64))


def last_day(month: int) -> int:
    """Longest the month can be, for reading "02-29" as the end of February."""
    return 29 if month == 2 else months.monthrange(2001, month)[1]


def date_of(start: date, day: float) -> date:
    """The date of the day that begins at this instant."""
    return start + timedelta(days=int(np.floor(day + _SLACK)))


def last_date_of(start: date, instant: float) -> date:
    """The date of the day that ends at this instant: the last day of work of a finish."""
    return start + timedelta(days=max(0, int(np.ceil(instant - _SLACK)) - 1))
