"""Breeding of placing orders: better schedules in seconds where priority rules stop.

A population of orders, each the order of starts of a justified schedule.  A child takes a middle
piece of one parent between the ends of the other, or the densest part of one parent as a block
into the order of the other; it is shaken a little, placed and justified, and replaces the worst
when it is better and new.  When nothing gets better for long, a new population is drawn around
the best.

Source of the scheme: Hartmann, Naval Research Logistics 45 (1998) 733-750 (two-point crossover);
Valls, Ballestin and Quintanilla, European Journal of Operational Research 185 (2008) 495-508
(peaks, justification, second population in the neighbourhood of the best).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from spanwright.works.compiled import Compiled
from spanwright.works.sgs import Generator, Times, fitting_order, order_of

POPULATION: Final = 80
_SHAKEN: Final = 0.03  # share of places at which a child swaps neighbours
_PATIENCE: Final = 2000  # passes without gain after which a new population is drawn
_AROUND: Final = 0.04  # spread of starts round the best, as a share of its makespan


@dataclass(frozen=True, slots=True)
class Member:
    """One order with the schedule it led to."""

    score: tuple[int, int]  # makespan, then sum of finishes
    order: list[int]
    times: Times


@dataclass(slots=True)
class _Breeder:
    generator: Generator
    until: float
    goal: int
    passes: int | None
    stop: Callable[[], bool]
    chance: random.Random
    crowd: list[Member] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        found = self.generator.makespan
        return (
            (found is not None and found <= self.goal)
            or time.perf_counter() > self.until
            or (self.passes is not None and self.generator.passes >= self.passes)
            or self.stop()
        )

    def add(self, order: list[int]) -> Member:
        times = self.generator.run(order)
        return self.member(times)

    def member(self, times: Times) -> Member:
        order = order_of(self.generator.forward, times[0])
        return Member((max(times[1]), sum(times[1])), order, times)

    def fill(self, keys: list[list[float]], spreads: tuple[float, ...]) -> None:
        """Complete the population with orders of shaken keys."""
        while len(self.crowd) < POPULATION and not self.is_done:
            key = keys[len(self.crowd) % len(keys)]
            spread = self.chance.choice(spreads)
            shaken = [value + self.chance.gauss(0.0, spread) for value in key]
            self.crowd.append(self.add(fitting_order(self.generator.forward, shaken)))
        self.crowd.sort(key=lambda member: member.score)

    def pick(self) -> Member:
        """The better of two; the crowd is sorted, so the lower place wins."""
        size = len(self.crowd)
        return self.crowd[min(self.chance.randrange(size), self.chance.randrange(size))]

    def step(self) -> None:
        """One child."""
        mother, father, net = self.pick(), self.pick(), self.generator.forward
        if self.chance.random() < 0.5:
            order = cross(mother.order, father.order, self.chance)
        else:
            order = transplant(self.generator, mother, father, self.chance)
        child = self.add(shake(net, order, self.chance))
        is_new = all(child.score != member.score for member in self.crowd)
        if is_new and child.score < self.crowd[-1].score:
            self.crowd[-1] = child
            self.crowd.sort(key=lambda member: member.score)


def breed(
    generator: Generator,
    *,
    seconds: float,
    passes: int | None = None,
    goal: int = 0,
    founders: Sequence[Times] = (),
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Improve the best schedule of the generator for so many seconds, until ``goal`` or ``stop``.

    Only for networks without greatest lags, where every order that fits can be placed.
    """
    chance = random.Random(generator.seed)
    breeder = _Breeder(generator, time.perf_counter() + seconds, goal, passes, stop, chance)
    breeder.crowd = [breeder.member(times) for times in founders]
    keys = generator.rules()
    width = max(max(key) - min(key) for key in keys) or 1.0
    breeder.fill(keys, (0.03 * width, 0.1 * width, 0.2 * width))
    best, since = generator.makespan, generator.passes
    while not breeder.is_done and len(breeder.crowd) > 1:
        breeder.step()
        if generator.makespan != best:
            best, since = generator.makespan, generator.passes
        elif generator.passes - since > _PATIENCE and generator.best is not None:
            starts, near = generator.best[0], _AROUND * max(generator.best[1])
            breeder.crowd = [breeder.member(generator.best)]
            breeder.fill([[float(s) for s in starts]], (0.5 * near, near, 2.0 * near))
            since = generator.passes


def cross(mother: list[int], father: list[int], chance: random.Random) -> list[int]:
    """Head and tail in the order of the mother, the middle in that of the father.

    Both orders fit the precedence, and so does the child.
    """
    n = len(mother)
    first, last = sorted((chance.randrange(n + 1), chance.randrange(n + 1)))
    head = mother[:first]
    taken = set(head)
    middle = [i for i in father if i not in taken][: last - first]
    taken.update(middle)
    return head + middle + [i for i in mother if i not in taken]


def transplant(
    generator: Generator, mother: Member, father: Member, chance: random.Random
) -> list[int]:
    """The densest of two windows of the mother's schedule, as a block in the father's order."""
    network, (starts, finishes), days = generator.network, mother.times, mother.score[0]
    if not len(network.resources) or not days:
        return mother.order
    share = (network.demands / network.capacities).sum(axis=1)
    change = np.zeros(days + 1)
    np.add.at(change, np.array(starts), share)
    np.add.at(change, np.array(finishes), -share)
    filled = np.concatenate([[0.0], np.cumsum(np.cumsum(change)[:-1])])
    length = max(1, int(days * chance.uniform(0.2, 0.5)))
    density = filled[length:] - filled[:-length]
    begin = max(
        (chance.randrange(len(density)), chance.randrange(len(density))),
        key=lambda at: float(density[at]),
    )
    block = {i for i in mother.order if starts[i] < begin + length and finishes[i] > begin}
    if not block:
        return mother.order
    place = [0.0] * len(network)
    for at, i in enumerate(father.order):
        place[i] = float(at)
    middle = sorted(place[i] for i in block)[len(block) // 2]
    for at, i in enumerate(mother.order):
        if i in block:
            place[i] = middle + at / (len(place) + 1.0)
    return fitting_order(generator.forward, place)


def shake(net: Compiled, order: list[int], chance: random.Random) -> list[int]:
    """Swap some neighbours that are not tied to each other."""
    shaken = list(order)
    for _ in range(int(_SHAKEN * len(shaken)) + 1):
        at = chance.randrange(max(1, len(shaken) - 1))
        pair = shaken[at : at + 2]
        if len(pair) == 2 and pair[1] not in net.followers[pair[0]]:
            shaken[at], shaken[at + 1] = pair[1], pair[0]
    return shaken
