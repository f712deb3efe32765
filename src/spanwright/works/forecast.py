"""Monte Carlo of a programme: dates of its milestones under random paces, seasons and risks.

The finish of a bridge has several humps, because the paving season closes for half the year:
everything here is counted from the sample, and nothing is fitted by a normal curve.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, floats, freeze
from spanwright.datum.errors import InputError, ScopeError
from spanwright.works.draft import OPEN, Programme
from spanwright.works.passes import (
    Compiled,
    Places,
    Scratch,
    SeasonTables,
    Singles,
    compile_network,
    critical,
    following,
    forward,
    season_tables,
    starts,
)
from spanwright.works.sampling import Uncertainty, draw, draw_quick, season_offsets, uncertainty_of
from spanwright.works.seasons import CLASSES, YEAR, draw_seasons

SEASONS: Final = 200
BLOCK: Final = 8192  # iterations of a step; large enough that numpy's calls do not count
FEWEST, MOST = 200, 5_000_000  # iterations a caller may ask for


@dataclass(frozen=True, slots=True, eq=False)
class Simulator:
    """A programme ready to be run: arcs with the resource flow, seasons, uncertainty.

    ends : positions of the milestones;  names : theirs, aligned
    """

    programme: Programme
    plan: Compiled
    seasons: SeasonTables
    uncertainty: Uncertainty
    names: tuple[str, ...]
    ends: tuple[int, ...]
    seed: int

    @property
    def opening(self) -> int:
        """Column of the opening among the milestones."""
        return self.names.index(OPEN)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Outcomes of n iterations.

    finish : (milestones, n) [day];  watched : (events, n) [day];  normals : (kept rows, n)
    """

    names: tuple[str, ...]
    finish: Singles
    watched: Singles
    season: Ints

    def __post_init__(self) -> None:
        freeze(self)

    def of(self, name: str) -> Array:
        """Finish of a milestone in every iteration.  -> (n,) [day]"""
        return floats(self.finish[self.names.index(name)])


def simulator(
    programme: Programme, arcs: Ints, makespan: float, *, seed: int = 1, extra: int = 0,
    seasons: int = SEASONS, risks: bool = True,
) -> Simulator:  # fmt: skip
    """Prepare the runs.

    arcs     : (k, 2) finish-to-start arcs of the plan's resource flow
    makespan : of the plan [day]; the seasons are drawn for three times as long and two years
    """
    days = int(3.0 * makespan + 2.0 * YEAR)
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 0])))
    worked = draw_seasons(programme.seasons, days, seasons, rng)
    names = tuple(programme.milestones)
    index = programme.network.index
    return Simulator(
        programme,
        compile_network(programme.network, CLASSES, arcs),
        season_tables(worked.days),
        uncertainty_of(programme, extra, risks=risks),
        names,
        tuple(index[programme.milestones[name]] for name in names),
        seed,
    )


def check_samples(count: int) -> None:
    """Refuse a number of iterations that says nothing, or never ends."""
    if not FEWEST <= count <= MOST:
        raise InputError("--samples", f"must be between {FEWEST} and {MOST}", got=str(count))


def run(
    machine: Simulator, count: int, *, watch: Sequence[tuple[int, bool]] = (), stream: int = 1,
    pinned: Mapping[int, float] | None = None, workers: int = 2,
) -> Runs:  # fmt: skip
    """Draw and schedule so many iterations.

    watch  : (activity, begins) events whose instants are kept: its start, or its finish
    stream : another number gives other draws;  pinned : as in `Uncertainty.durations`
    The result does not depend on ``workers``.
    """
    check_samples(count)
    season = np.arange(count, dtype=np.int64) * machine.seasons.count // count
    finish = np.empty((len(machine.ends), count), dtype=np.float32)
    watched = np.empty((len(watch), count), dtype=np.float32)
    cuts = [(low, min(low + BLOCK, count)) for low in range(0, count, BLOCK)]
    seeds = np.random.SeedSequence([machine.seed, stream]).spawn(len(cuts))
    own = threading.local()

    def block(number: int) -> None:
        low, high = cuts[number]
        if not hasattr(own, "room"):  # one for each thread: fresh memory costs as much as the work
            own.room = Scratch.of(machine.plan.size, min(BLOCK, count))
        room: Scratch = own.room.of_width(high - low)
        rng = np.random.Generator(np.random.SFC64(seeds[number]))
        causes, shares = draw_quick(machine.uncertainty, high - low, rng)
        machine.uncertainty.quick_durations(causes, shares, room.durations, pinned)
        times = _passed(machine, room.durations, season[low:high], room)
        for row, end in enumerate(machine.ends):
            finish[row, low:high] = times.finish[end]
        _watch(machine, times, watch, watched[:, low:high])

    threads = max(1, min(workers, os.cpu_count() or 1, len(cuts)))
    if threads == 1:
        for number in range(len(cuts)):
            block(number)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(block, range(len(cuts))))
    return Runs(machine.names, finish, watched, season)


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """All instants of a block: (n, b) finish and ready [day]; season : (b,) offsets."""

    finish: Singles
    ready: Singles
    season: Places


def schedule(
    machine: Simulator, normals: Singles, season: Ints, only: Ints | None = None
) -> Times:  # fmt: skip
    """Schedule a block of normals.

    normals   : (rows, b);  season : (b,) number of the season
    only      : activities whose times are asked for, as of `passes.needed_for`; all unless given
    Raises ScopeError when some iteration runs beyond the drawn seasons.
    """
    durations = machine.uncertainty.durations(normals, only)
    room = Scratch.of(machine.plan.size, len(season))
    return _passed(machine, durations, season, room, only)


def _passed(
    machine: Simulator, durations: Singles, season: Ints, room: Scratch, only: Ints | None = None
) -> Times:
    """One pass; the times are views of ``room``."""
    offsets = season_offsets(season, machine.seasons.length)
    finish, ready = forward(machine.plan, machine.seasons, durations, offsets, room, only)
    last = float((finish if only is None else finish[only]).max())
    if last > machine.seasons.horizon:
        raise ScopeError(
            "the forecast runs beyond its seasons: some paces are too slow for this bridge"
        )
    return Times(finish, ready, offsets)


def _watch(
    machine: Simulator, times: Times, watch: Sequence[tuple[int, bool]], out: Singles
) -> None:
    for row, (activity, begins) in enumerate(watch):
        if begins:
            out[row] = starts(machine.plan, machine.seasons, times.ready, times.season, [activity])
        else:
            out[row] = times.finish[activity]


@dataclass(frozen=True, slots=True, eq=False)
class Drivers:
    """What decides the opening, from one block with everything kept.

    criticality : (n,) share of iterations in which an activity decides
    together    : (g,) share in which any activity of an operation on a front does
    cruciality  : (g,) rank correlation of a group's pace with the opening
    """

    criticality: Array
    together: Array
    cruciality: Array
    groups: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        freeze(self)


def drivers(
    machine: Simulator, normals: Singles | None = None, season: Ints | None = None,
    count: int = BLOCK,
) -> Drivers:  # fmt: skip
    """Criticality of activities and cruciality of paces.

    normals, season : (rows, b), (b,) a sample to judge, e.g. the learned one; else a new draw
    """
    if normals is None or season is None:
        rng = np.random.Generator(np.random.SFC64(np.random.SeedSequence([machine.seed, 77])))
        normals = draw(machine.uncertainty, count, rng)
        season = np.arange(count, dtype=np.int64) * machine.seasons.count // count
    times = schedule(machine, normals, season)
    end = machine.ends[machine.opening]
    marked: Bools = critical(machine.plan, times.finish, times.ready, end)
    unit = machine.uncertainty
    together = [marked[unit.group_of == g].any(axis=0).mean() for g in range(len(unit.groups))]
    paces = _ranks(unit.paces(normals))
    finish = _ranks(times.finish[end][None, :])
    cruciality = (paces @ finish.T)[:, 0] / normals.shape[1]
    return Drivers(floats(marked.mean(axis=1)), floats(together), floats(cruciality), unit.groups)


def _ranks(values: Singles) -> Array:
    """Ranks along the last axis, centred and scaled to unit variance."""
    ranks = floats(values.argsort(axis=1).argsort(axis=1))
    ranks -= ranks.mean(axis=1, keepdims=True)
    scale = ranks.std(axis=1, keepdims=True)
    return np.asarray(ranks / np.where(scale > 0.0, scale, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """Plans that were scheduled, to be scheduled again with one pace changed in part of the work.

    normals, season : as in `schedule`;  open : (n, b) where a pace may still change
    """

    machine: Simulator
    normals: Singles
    season: Ints
    durations: Singles
    times: Times
    open: Bools

    @classmethod
    def of(cls, machine: Simulator, normals: Singles, season: Ints, today: float) -> Replay:
        """Work that is ready before ``today`` [day] keeps its days."""
        durations = machine.uncertainty.durations(normals)
        room = Scratch.of(machine.plan.size, len(season))
        times = _passed(machine, durations, season, room)
        return cls(machine, normals, season, durations, times, times.ready >= today)

    @property
    def opening(self) -> Array:
        """(b,) [day]"""
        return floats(self.times.finish[self.machine.ends[self.machine.opening]])

    def with_pace(self, group: int, pace: float) -> Array:
        """Opening with this normal of the group's pace.  -> (b,) [day]"""
        unit, times, width = self.machine.uncertainty, self.times, len(self.season)
        rows = np.flatnonzero((unit.group_of == group) & self.open.any(axis=1))
        after = following(self.machine.plan, rows.tolist())
        days = self.durations.copy()
        changed = unit.durations(self.normals, rows, {group: pace})[rows]
        days[rows] = np.where(self.open[rows], changed, days[rows])
        # Only what follows is worked out anew, beside the times of all else.
        a, b = np.empty(width, dtype=np.float32), np.empty(width, dtype=np.float32)
        room = Scratch(
            days, times.finish.copy(), times.ready.copy(), a, b, np.empty(width, np.int32)
        )
        if not len(after):
            return self.opening
        again = _passed(self.machine, days, self.season, room, after)
        return floats(again.finish[self.machine.ends[self.machine.opening]])


def without(machine: Simulator, risk: str) -> Simulator:
    """The same draws with one risk switched off: its normals stay, its threshold does not."""
    strikes = tuple(
        replace(strike, threshold=-np.inf) if strike.name == risk else strike
        for strike in machine.uncertainty.strikes
    )
    return replace(machine, uncertainty=replace(machine.uncertainty, strikes=strikes))
