"""The serial schedule generator: always there, quick, and good to a percent or so.

Activities are placed one after another, each as early as its predecessors, calendar and
resources allow.  The order is everything: it comes from priority rules, from chance (seeded), and
from justification, which pushes the schedule to the right and back to the left and never makes
it longer.
"""

from __future__ import annotations

import contextlib
import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from spanwright.datum.errors import InputError
from spanwright.works.calendars import Beyond
from spanwright.works.compiled import MOST_DAYS, Compiled, compile_network, first_horizon, tails
from spanwright.works.critical import time_windows
from spanwright.works.network import Network
from spanwright.works.schedule import Schedule

Times = tuple[list[int], list[int]]  # starts, finishes
_PUSHES: Final = 400  # how often greatest lags may push a placed activity before a pass gives up


class Unplaced(Exception):
    """This order leads nowhere: greatest lags cannot be met along it."""


def place(
    net: Compiled, order: Sequence[int], base: int = 0, release: Sequence[int] | None = None
) -> Times:
    """Place the activities in this order, each as early as it can be.

    base    : nothing starts before it                       [day]
    release : per activity, the same for it alone            [day]

    Raises Beyond when the horizon is too short.
    """
    starts, finishes = [-1] * len(net), [-1] * len(net)
    used = [net.idle] * net.horizon
    guard, snaps, all_ends = net.guard, net.snap, net.ends
    after_finish, after_start = net.after_finish, net.after_start
    ff, sf = net.finish_after_finish, net.finish_after_start
    try:
        for j in order:
            t = base if release is None or release[j] < base else release[j]
            # Bounds from activities not yet placed are below zero unless a lag lifts them; they
            # are checked by ``settle`` where greatest lags exist, and do not occur elsewhere.
            for i, lag in after_finish[j]:
                x = finishes[i] + lag
                if x > t and finishes[i] >= 0:
                    t = x
            for i, lag in after_start[j]:
                x = starts[i] + lag
                if x > t and starts[i] >= 0:
                    t = x
            if ff[j] or sf[j]:
                y = max(
                    [finishes[i] + lag for i, lag in ff[j] if finishes[i] >= 0]
                    + [starts[i] + lag for i, lag in sf[j] if starts[i] >= 0],
                    default=0,
                )
                if y > 0:
                    t = max(t, net.reach[j][y])
            snap, ends = snaps[j], all_ends[j]
            t = snap[t]
            e = ends[t]
            need = net.needs[j]
            if need:
                day = e - 1
                while day >= t:
                    if (used[day] + need) & guard:
                        t = snap[day + 1]  # nothing that covers this day will do
                        e = ends[t]
                        day = e - 1
                    else:
                        day -= 1
                for day in range(t, e):
                    used[day] += need
            starts[j], finishes[j] = t, e
    except IndexError:
        raise Beyond from None
    return starts, finishes


def fitting_order(net: Compiled, key: Sequence[float]) -> list[int]:
    """Activities by rising key, but never before a predecessor."""
    waiting = list(net.waiting)
    heap = [(key[i], net.position[i], i) for i in range(len(net)) if not waiting[i]]
    heapq.heapify(heap)
    order = []
    while heap:
        i = heapq.heappop(heap)[2]
        order.append(i)
        for j in net.followers[i]:
            waiting[j] -= 1
            if not waiting[j]:
                heapq.heappush(heap, (key[j], net.position[j], j))
    return order


def order_of(net: Compiled, starts: Sequence[int]) -> list[int]:
    """The order of a schedule: placing in it again gives nothing later than before."""
    if net.sorts_by_time:
        position = net.position
        return sorted(range(len(net)), key=lambda i: (starts[i], position[i]))
    return fitting_order(net, starts)


def justify(forward: Compiled, mirrored: Compiled, times: Times) -> Times:
    """Push to the right from the last finish, then to the left again: never longer, often less."""
    horizon, end = forward.horizon, max(times[1])
    seen_from_end = [horizon - finish for finish in times[1]]
    late = place(mirrored, order_of(mirrored, seen_from_end), base=horizon - end)
    return place(forward, order_of(forward, [horizon - finish for finish in late[1]]))


def settle(net: Compiled, order: Sequence[int]) -> Times:
    """Place in this order and push what greatest lags show to be too early, until all stands.

    A pass that breaks a lag raises the release of the activity that lies too early and starts
    again; a push is never taken back, so this may fail where a plan exists.
    """
    release = [0] * len(net)
    for _ in range(_PUSHES):
        try:
            starts, finishes = place(net, order, release=release)
        except Beyond:
            raise Unplaced from None
        if not _push(net, order, starts, finishes, release):
            return starts, finishes
    raise Unplaced


def _push(
    net: Compiled, order: Sequence[int], starts: list[int], finishes: list[int], release: list[int]
) -> bool:
    pushed = False
    for j in order:
        bounds = [finishes[i] + lag for i, lag in net.after_finish[j]]
        bounds += [starts[i] + lag for i, lag in net.after_start[j]]
        ends = [finishes[i] + lag for i, lag in net.finish_after_finish[j]]
        ends += [starts[i] + lag for i, lag in net.finish_after_start[j]]
        least = max(bounds, default=0)
        y = max(ends, default=0)
        if y > finishes[j]:
            if y >= len(net.reach[j]):
                raise Unplaced
            least = max(least, net.reach[j][y])
        if least > starts[j]:
            if least >= net.horizon:
                raise Unplaced
            release[j] = least
            pushed = True
    return pushed


@dataclass(slots=True)
class Generator:
    """The compiled network, its horizon grown as needed, and the best schedule so far."""

    network: Network
    seed: int = 1
    forward: Compiled = field(init=False)
    mirrored: Compiled = field(init=False)
    best: Times | None = None
    passes: int = 0
    trace: list[tuple[float, int]] = field(default_factory=list)  # (clock [s], makespan) of gains

    def __post_init__(self) -> None:
        self._compile(first_horizon(self.network))

    def _compile(self, horizon: int) -> None:
        while True:
            try:
                self.forward, self.mirrored = compile_network(self.network, horizon)
                return
            except Beyond:
                horizon = self._longer(horizon)

    @staticmethod
    def _longer(horizon: int) -> int:
        if horizon >= MOST_DAYS:
            raise InputError(
                "plan",
                f"does not end within {MOST_DAYS // 366} years",
                hint="its calendars leave too few working days",
            )
        return min(2 * horizon, MOST_DAYS)

    @property
    def makespan(self) -> int | None:
        return None if self.best is None else max(self.best[1])

    def run(self, order: Sequence[int], *, justified: bool = True) -> Times:
        """One pass, double justification after it; keeps the best.  Raises Unplaced."""
        self.passes += 1
        if self.network.has_limits:
            times = settle(self.forward, order)
        else:
            times = self._place(order)
            if justified:
                times = self._justified(times)
        self.take(times)
        return times

    def take(self, times: Times) -> None:
        """Keep the times if they are the best so far."""
        if self.best is None or max(times[1]) < max(self.best[1]):
            self.best = times
            self.trace.append((time.perf_counter(), max(times[1])))

    def _justified(self, times: Times) -> Times:
        self.passes += 2
        try:
            better = justify(self.forward, self.mirrored, times)
        except Beyond:  # links between finishes can put the pass in an order that is no use
            return times
        return better if max(better[1]) <= max(times[1]) else times

    def _place(self, order: Sequence[int]) -> Times:
        while True:
            try:
                return place(self.forward, order)
            except Beyond:
                self._compile(self._longer(self.forward.horizon))

    def rules(self) -> list[list[float]]:
        """Priority keys, best first: latest start, latest finish, longest tail, slack."""
        tail = -tails(self.network)[0]
        keys = [tail.tolist()]
        if self.network.has_limits:
            keys += [(tail + self.network.durations).tolist()]
        else:
            path = time_windows(self.network)
            slack = path.late_start - path.early_start
            keys += [path.late_finish.tolist(), path.late_start.tolist(), slack.tolist()]
        return keys

    def improve(self, *, passes: int, seconds: float, goal: int = 0) -> None:
        """Priority rules first, then passes with keys shaken by chance.

        Stops at a makespan of ``goal``, after so many orders, or after so many seconds.
        """
        random = np.random.default_rng(self.seed)
        until = time.perf_counter() + seconds
        keys = self.rules()
        for number in range(passes):
            key = np.array(keys[number % len(keys)])
            if number >= len(keys):
                spread = (key.max() - key.min()) * random.choice([0.02, 0.05, 0.1, 0.2])
                key = key + random.normal(0.0, spread or 1.0, len(key))
            with contextlib.suppress(Unplaced):
                self.run(fitting_order(self.forward, key.tolist()))
            found = self.makespan
            if found is not None and found <= goal:
                return
            if time.perf_counter() > until and number + 1 >= len(keys):
                return

    def schedule(self) -> Schedule | None:
        """The best schedule so far, None when no order has led to one."""
        if self.best is None:
            return None
        return Schedule(self.network, np.array(self.best[0]), np.array(self.best[1]))


def generate(
    network: Network, *, passes: int = 60, seconds: float = 5.0, seed: int = 1
) -> Schedule | None:
    """A good schedule without any optional library, None when no order meets the lags.

    The network's durations and lags must be whole days (``Network.in_whole_days``).
    """
    generator = Generator(network, seed)
    generator.improve(passes=passes, seconds=seconds)
    return generator.schedule()
