"""Breeding of placing orders: better schedules in seconds where priority rules stop.

A crowd of orders, each the order of starts of a justified schedule.  A child takes a middle piece
of one parent between the ends of the other, or the densest part of one parent as a block into the
order of the other; it is shaken a little, placed and justified, and replaces the worst when it is
better and new.  A small crowd is soon all alike, a large one finds more but later: the first is as
large as the time allows to breed well, and it shrinks with the time that is left.  Several crowds,
one a core, hand each other their best; a crowd in which nothing is better any more is drawn anew
around the best.

Source of the scheme: Hartmann, Naval Research Logistics 45 (1998) 733-750 (two-point crossover);
Valls, Ballestin and Quintanilla, European Journal of Operational Research 185 (2008) 495-508
(peaks, justification, second population in the neighbourhood of the best).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.works import kernel
from spanwright.works.calendars import Beyond
from spanwright.works.compiled import compile_network
from spanwright.works.flat import as_rows, flat_net, scratch
from spanwright.works.sgs import Generator, Times

PASSES: Final = 3  # passes a child takes: placed, justified to the right, to the left
_CHILDREN: Final = 160  # a member, from the first crowd to one that is all alike
_SMALLEST, _LARGEST = 60, 4000  # members of a crowd, at its end and at first
_SHAKEN: Final = 0.03  # share of places at which a child swaps neighbours
_SPREADS: Final = (0.1, 0.2, 0.4)  # of the first keys, as shares of their width
_STALE: Final = 0.002  # gains a child below which a crowd is drawn anew
_AROUND: Final = (0.02, 0.04, 0.08)  # spreads of starts round the best, as shares of its makespan
_MIGRANTS: Final = 0.01  # share of a crowd that the next one is handed after each generation
_ROOM: Final = 1.5  # horizon over the best makespan; longer orders are of no use
_PROBE: Final = 24  # members whose placing tells the speed
_BREATH: Final = 0.2  # seconds between looks at the clock


@dataclass(slots=True)
class _Crowd:
    orders: Any  # (m, n) rows
    times: Any  # (m, 2 n) rows
    scores: Any  # (m,)
    work: kernel.Work
    random: np.random.Generator

    def best(self) -> int:
        return int(np.argmin(self.scores))

    def shrink(self, members: int) -> None:
        """Keep the best so many."""
        if members < len(self.scores):
            kept = np.argsort(self.scores, kind="stable")[:members]
            self.orders, self.times, self.scores = (
                as_rows(np.asarray(rows)[kept]) for rows in (self.orders, self.times, self.scores)
            )


@dataclass(slots=True)
class _Breeder:
    generator: Generator
    net: kernel.Net
    mirrored: kernel.Net
    began: float
    until: float
    first_pass: int
    goal: int
    passes: int | None
    stop: Callable[[], bool]
    founders: list[Ints]  # orders of schedules known before
    crowds: list[_Crowd]

    @property
    def is_done(self) -> bool:
        found = self.generator.makespan
        return (
            (found is not None and found <= self.goal)
            or time.perf_counter() > self.until
            or (self.passes is not None and self.generator.passes >= self.passes)
            or self.stop()
        )

    @property
    def left(self) -> float:
        """Share of the time, or of the passes, that is left."""
        if self.passes is not None:
            return 1.0 - (self.generator.passes - self.first_pass) / (self.passes - self.first_pass)
        return 1.0 - (time.perf_counter() - self.began) / (self.until - self.began)

    def admit(self, keys: Array, random: np.random.Generator) -> _Crowd:
        """The crowd of these keys, one row a member."""
        orders = np.argsort(keys, axis=1, kind="stable")
        rows = as_rows(orders), as_rows(np.zeros((len(keys), 2 * self.net.size), dtype=np.int64))
        seed = int(random.integers(1, kernel.PRIME))
        crowd = _Crowd(*rows, as_rows(np.zeros(len(keys), dtype=np.int64)),
                       scratch(self.net, seed), random)  # fmt: skip
        kernel.admit(self.net, self.mirrored, crowd.orders, crowd.times, crowd.scores, crowd.work)
        self.generator.passes += PASSES * len(keys)
        self.keep(crowd)
        return crowd

    def keep(self, crowd: _Crowd) -> None:
        """The best of the crowd is the generator's, if it is better."""
        at, n = crowd.best(), self.net.size
        if crowd.scores[at] < kernel.UNPLACED:
            row = [int(t) for t in crowd.times[at]]
            self.generator.take((row[:n], row[n:]))

    def first(self, members: int, random: np.random.Generator) -> _Crowd:
        """Founders, priority rules, and rules shaken by chance."""
        rules = np.array(self.generator.rules())
        keys = rules[np.arange(members) % len(rules)]
        width = float((rules.max(axis=1) - rules.min(axis=1)).max()) or 1.0
        shaken = _shaken(keys, width * np.array(_SPREADS), random)
        shaken[: len(rules)] = keys[: len(rules)]
        for row, order in enumerate(self.founders[: max(members - len(rules), 0)]):
            shaken[len(rules) + row, order] = np.arange(self.net.size)
        return self.admit(shaken, random)

    def anew(self, crowd: _Crowd) -> _Crowd:
        """A crowd around the best schedule."""
        assert self.generator.best is not None
        starts, finishes = self.generator.best
        keys = np.tile(np.array(starts, dtype=float), (len(crowd.scores), 1))
        shaken = _shaken(keys, max(finishes) * np.array(_AROUND), crowd.random)
        shaken[0] = keys[0]
        return self.admit(shaken, crowd.random)

    def generation(self, children: int, at_once: int) -> None:
        """So many children in each crowd, then the best move on to the next crowd."""
        gains = np.zeros(len(self.crowds), dtype=int)
        left, swaps = children, int(_SHAKEN * self.net.size) + 1 if self.net.size > 1 else 0

        def bred(crowd: _Crowd) -> int:
            return kernel.generation(
                self.net, self.mirrored, crowd.orders, crowd.times, crowd.scores, crowd.work,
                min(left, at_once), swaps,
            )  # fmt: skip

        with ThreadPoolExecutor(max_workers=len(self.crowds)) as pool:
            while left > 0 and not self.is_done:
                gains += list(pool.map(bred, self.crowds))
                self.generator.passes += PASSES * min(left, at_once) * len(self.crowds)
                left -= at_once
                for crowd in self.crowds:
                    self.keep(crowd)
        if left > 0:
            return
        for at, crowd in enumerate(self.crowds):
            if gains[at] < _STALE * children:
                self.crowds[at] = self.anew(crowd)
        self.migrate()

    def migrate(self) -> None:
        """The best of each crowd replace the worst of the next."""
        if len(self.crowds) < 2:
            return
        count = max(1, int(_MIGRANTS * len(self.crowds[0].scores)))
        best = [np.argsort(crowd.scores, kind="stable")[:count] for crowd in self.crowds]
        moved = [
            [(int(c.scores[i]), list(c.orders[i]), list(c.times[i])) for i in some]
            for c, some in zip(self.crowds, best, strict=True)
        ]
        for at, crowd in enumerate(self.crowds):
            known = {int(score) for score in crowd.scores}
            worst = iter(np.argsort(crowd.scores, kind="stable")[::-1])
            for score, order, times in moved[at - 1]:
                if score not in known:
                    i = int(next(worst))
                    crowd.scores[i], crowd.orders[i][:], crowd.times[i][:] = score, order, times


def breed(
    generator: Generator,
    *,
    seconds: float,
    passes: int | None = None,
    goal: int = 0,
    founders: Sequence[Times] = (),
    crowds: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Improve the best schedule of the generator for so many seconds, until ``goal`` or ``stop``.

    Only for networks without greatest lags, where every order that fits can be placed.

    passes : of the generator in all, and then the outcome does not depend on the machine's speed
    crowds : bred side by side, of use where numba is installed
    """
    net, mirrored = _nets(generator)
    known = [np.argsort(np.array(starts), kind="stable") for starts, _ in founders]
    now = time.perf_counter()
    breeder = _Breeder(
        generator,
        net,
        mirrored,
        now,
        now + seconds,
        generator.passes,
        goal,
        passes,
        stop,
        known,
        [],
    )
    if breeder.is_done:
        return
    random = np.random.default_rng(generator.seed)
    rate = _rate(breeder, random)  # members a second
    if passes is None:
        children = rate * max(breeder.until - time.perf_counter(), 0.0)
    else:
        children = max(passes - generator.passes, 0) / PASSES / crowds
    members = int(min(max(children / _CHILDREN, _SMALLEST), _LARGEST))
    for child in random.spawn(crowds):
        if not breeder.is_done:
            breeder.crowds.append(breeder.first(members, child))
    while not breeder.is_done:
        size = max(int(members * breeder.left), _SMALLEST)
        for crowd in breeder.crowds:
            crowd.shrink(size)
        breeder.generation(size, max(1, int(_BREATH * rate)))


def _nets(generator: Generator) -> tuple[kernel.Net, kernel.Net]:
    """The network, and mirrored; a horizon little longer than the best schedule saves time."""
    network, horizon = generator.network, generator.forward.horizon
    sides = generator.forward, generator.mirrored
    if generator.makespan is not None and _ROOM * generator.makespan < horizon:
        with contextlib.suppress(Beyond):  # work without a start so early: it has its reason
            sides = compile_network(network, int(_ROOM * generator.makespan))
    share = (network.demands / network.capacities).sum(axis=1)
    return flat_net(sides[0], network, share), flat_net(sides[1], network, share)


def _rate(breeder: _Breeder, random: np.random.Generator) -> float:
    """Members placed a second, by trying; the first is left out because it may be compiled."""
    breeder.first(1, random)
    members = _PROBE
    while True:
        began = time.perf_counter()
        breeder.first(members, random)
        took = max(time.perf_counter() - began, 1e-6)
        # What is limited by passes must not try longer on a faster machine.
        if took > _BREATH / 4.0 or members > _LARGEST or breeder.passes is not None:
            return members / took
        members *= 4


def _shaken(keys: Array, spreads: Array, random: np.random.Generator) -> Array:
    """Keys with noise, each row by a spread of its own."""
    each = random.choice(spreads, size=(len(keys), 1))
    shaken: Array = keys + random.normal(size=keys.shape) * each
    return shaken
