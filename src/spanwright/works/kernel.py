"""Placing, justifying and crossing of orders, in the part of Python that numba compiles.

Where numba is installed these functions are compiled and run on arrays, outside the interpreter's
lock; elsewhere the same lines run on plain lists, about forty times slower.  Both give the same
numbers, chance included: it is drawn here, by Lehmer's generator.

Only ``evolve`` imports this module, and only when there is something to breed: numba takes half a
second to import and some seconds to compile the first time; later runs read what was kept.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeVar

from spanwright.works.compiled import has_numba

F = TypeVar("F", bound=Callable[..., Any])
Row = MutableSequence[int]

UNPLACED: Final = 1 << 62  # score of an order that cannot be placed
_LEHMER: Final = 48271
PRIME: Final = 2147483647


def compiled(function: F) -> F:
    """The function, compiled where numba is there."""
    if not has_numba():
        return function
    numba: Any = import_module("numba")
    try:
        kept: F = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder to keep it in: compiled anew in every run
        kept = numba.njit(nogil=True)(function)
    return kept


class Net(NamedTuple):
    """A compiled network as flat rows; see ``compiled.Compiled`` for the meaning of its parts.

    Times of a schedule are one row: the starts of all activities, then their finishes.  Bounds of
    activity j are the entries ``first[j]`` to ``first[j + 1]`` of ``source`` (a place in the row
    of times) and ``lag``; ``end_first`` and so on bound its finish.  ``table`` is -1 for an
    activity that never waits, or the number of its rows in ``snap``, ``ends`` and ``reach``, of
    ``horizon + 2`` entries each, -1 beyond what they know.  Packed use has ``planes`` words a day.
    """

    size: int
    horizon: int
    first: Row
    source: Row
    lag: Row
    end_first: Row
    end_source: Row
    end_lag: Row
    length: Row
    table: Row
    snap: Row
    ends: Row
    reach: Row
    planes: int
    need: Row
    idle: Row
    guard: Row
    share: Any  # (n,) float: sum of its shares of all capacities
    by_position: Row
    follow_first: Row
    follower: Row
    waiting: Row
    sorts_by_time: int


class Work(NamedTuple):
    """Rows to write on."""

    used: Row  # planes * (horizon + 1)
    tally: Row  # horizon + 3
    spare: Row  # n
    left: Row  # n
    mark: Row  # n
    back: Row  # 2 n
    child: Row  # n
    times: Row  # 2 n
    fill: Any  # (horizon + 1,) float
    seed: Row  # 1: the state of chance


@compiled
def place(net: Net, order: Row, base: int, used: Row, times: Row) -> int:
    """Place the activities in this order as early as can be, none before ``base``.

    returns : the last finish, -1 when the horizon is too short  [day]
    """
    n, horizon, planes = net.size, net.horizon, net.planes
    lengths, tables, snap, ends = net.length, net.table, net.snap, net.ends
    first, source, lag, needs, guards = net.first, net.source, net.lag, net.need, net.guard
    end_first, stride, days = net.end_first, horizon + 2, horizon + 1
    for p in range(planes):
        idle = net.idle[p]
        for day in range(p * days, (p + 1) * days):
            used[day] = idle
    for i in range(2 * n):
        times[i] = -1
    last = base
    for k in range(n):
        j = order[k]
        length, table = lengths[j], tables[j] * stride
        t = base
        for a in range(first[j], first[j + 1]):
            x = times[source[a]]
            if x >= 0 and x + lag[a] > t:  # below 0: not placed, see ``sgs.place``
                t = x + lag[a]
        if end_first[j] < end_first[j + 1]:
            y = 0
            for a in range(end_first[j], end_first[j + 1]):
                x = times[net.end_source[a]]
                if x >= 0 and x + net.end_lag[a] > y:
                    y = x + net.end_lag[a]
            if y > horizon:
                return -1
            if y > 0:
                t = max(t, y - length if table < 0 else net.reach[table + y])
        while True:
            if t > horizon:
                return -1
            if table >= 0:
                t = snap[table + t]
                if t < 0:
                    return -1
            e = t + length if table < 0 else ends[table + t]
            if e < 0 or e > horizon:
                return -1
            full = -1
            for p in range(planes):
                need, guard, at = needs[j * planes + p], guards[p], p * days
                if need == 0:
                    continue
                for day in range(at + e - 1, at + max(t, full + 1) - 1, -1):
                    if (used[day] + need) & guard:
                        full = day - at
                        break
            if full < 0:
                break
            t = full + 1  # nothing that covers this day will do
        for p in range(planes):
            need, at = needs[j * planes + p], p * days
            if need != 0:
                for day in range(at + t, at + e):
                    used[day] += need
        times[j], times[n + j] = t, e
        if e > last:
            last = e
    return last


@compiled
def repair(net: Net, order: Row, work: Work) -> None:
    """Make an order fit: what comes too early waits until its last predecessor has come."""
    left, spare, mark, waiting = work.left, work.spare, work.mark, net.waiting
    follow_first, follower = net.follow_first, net.follower
    for i in range(net.size):
        left[i], mark[i] = waiting[i], 0
    done = seen = 0
    for q in range(net.size):
        i = order[q]
        if left[i] > 0:
            mark[i] = 1
            continue
        spare[done] = i
        done += 1
        while seen < done:
            i = spare[seen]
            seen += 1
            for a in range(follow_first[i], follow_first[i + 1]):
                j = follower[a]
                left[j] -= 1
                if left[j] == 0 and mark[j] == 1:
                    spare[done] = j
                    done += 1
    for q in range(net.size):
        order[q] = spare[q]


@compiled
def sort_by(net: Net, key: Row, order: Row, work: Work) -> None:
    """The fitting order of rising keys (0 to horizon), ties by position."""
    tally, n, by_position = work.tally, net.size, net.by_position
    for day in range(net.horizon + 3):
        tally[day] = 0
    for i in range(n):
        tally[key[i] + 1] += 1
    for day in range(1, net.horizon + 2):
        tally[day] += tally[day - 1]
    for q in range(n):
        i = by_position[q]
        at = key[i]
        order[tally[at]] = i
        tally[at] += 1
    if net.sorts_by_time == 0:
        repair(net, order, work)


@compiled
def decode(net: Net, mirrored: Net, order: Row, times: Row, work: Work) -> int:
    """Place an order and justify it; the order becomes that of the starts found.

    returns : score, makespan first and then sum of finishes; UNPLACED when it cannot be placed
    """
    n, horizon, back = net.size, net.horizon, work.back
    end = place(net, order, 0, work.used, times)
    if end < 0:
        return UNPLACED
    for i in range(n):
        back[i] = horizon - times[n + i]
    sort_by(mirrored, back, order, work)
    if place(mirrored, order, horizon - end, work.used, back) >= 0:
        for i in range(n):
            back[i] = horizon - back[n + i]
        sort_by(net, back, order, work)
        better = place(net, order, 0, work.used, back)
        if 0 <= better <= end:
            end = better
            for i in range(2 * n):
                times[i] = back[i]
    sort_by(net, times, order, work)
    total = 0
    for i in range(n, 2 * n):
        total += times[i]
    return end * (n * horizon + 1) + total


@compiled
def draw(seed: Row, among: int) -> int:
    """A whole number from 0 to among - 1."""
    seed[0] = seed[0] * _LEHMER % PRIME
    return seed[0] * among // PRIME


@compiled
def cross(net: Net, mother: Row, father: Row, work: Work) -> None:
    """Head and tail in the order of the mother, the middle in that of the father.

    Both orders fit the precedence, and so does the child.
    """
    n, child, mark = net.size, work.child, work.mark
    x, y = draw(work.seed, n + 1), draw(work.seed, n + 1)
    begin, end = min(x, y), max(x, y)
    for i in range(n):
        mark[i] = 0
    for q in range(begin):
        child[q] = mother[q]
        mark[mother[q]] = 1
    k = begin
    for q in range(n):
        i = father[q]
        if k < end and mark[i] == 0:
            child[k], mark[i] = i, 1
            k += 1
    for q in range(n):
        if mark[mother[q]] == 0:
            child[k] = mother[q]
            k += 1


@compiled
def transplant(net: Net, mother: Row, times: Row, father: Row, work: Work) -> None:
    """The densest of two windows of the mother's schedule, as a block in the father's order."""
    n, child, mark, fill = net.size, work.child, work.mark, work.fill
    days = 0
    for i in range(n):
        days = max(days, times[n + i])
    for day in range(days + 1):
        fill[day] = 0.0
    for i in range(n):
        share = net.share[i]
        for day in range(times[i], times[n + i]):
            fill[day] += share
    length = max(1, days * (150 + draw(work.seed, 351)) // 1000)
    densest, begin = -1.0, 0
    for _ in range(2):
        at = draw(work.seed, days - length + 1)
        filled = 0.0
        for day in range(at, at + length):
            filled += fill[day]
        if filled > densest:
            densest, begin = filled, at
    inside = 0
    for i in range(n):
        mark[i] = 0
        if times[i] < begin + length and times[n + i] > begin:
            mark[i] = 1
            inside += 1
    seen = k = 0
    for q in range(n):
        i = father[q]
        if mark[i] == 0:
            child[k] = i
            k += 1
            continue
        if seen == inside // 2:
            for r in range(n):
                if mark[mother[r]] == 1:
                    child[k] = mother[r]
                    k += 1
        seen += 1
    repair(net, child, work)


@compiled
def shake(net: Net, order: Row, swaps: int, seed: Row) -> None:
    """Swap some neighbours that are not tied to each other."""
    for _ in range(swaps):
        at = draw(seed, net.size - 1)
        i, j = order[at], order[at + 1]
        is_tied = False
        for a in range(net.follow_first[i], net.follow_first[i + 1]):
            if net.follower[a] == j:
                is_tied = True
        if not is_tied:
            order[at], order[at + 1] = j, i


@compiled
def admit(net: Net, mirrored: Net, orders: Any, times: Any, scores: Row, work: Work) -> None:
    """Place whole rows of orders, of any sequence, as the first members of a crowd."""
    for q in range(len(scores)):
        repair(net, orders[q], work)
        scores[q] = decode(net, mirrored, orders[q], times[q], work)


@compiled
def pick(scores: Row, seed: Row) -> int:
    """The better of two members."""
    one, other = draw(seed, len(scores)), draw(seed, len(scores))
    return one if scores[one] <= scores[other] else other


@compiled
def generation(
    net: Net,
    mirrored: Net,
    orders: Any,
    times: Any,
    scores: Row,
    work: Work,
    children: int,
    swaps: int,
) -> int:
    """Breed so many children; each takes the place of the worst if it is better and new.

    returns : how many did
    """
    gains = 0
    for _ in range(children):
        mother, father = pick(scores, work.seed), pick(scores, work.seed)
        if draw(work.seed, 2) == 0:
            cross(net, orders[mother], orders[father], work)
        else:
            transplant(net, orders[mother], times[mother], orders[father], work)
        shake(net, work.child, swaps, work.seed)
        score = decode(net, mirrored, work.child, work.times, work)
        worst, highest, is_new = 0, scores[0], True
        for q in range(len(scores)):
            if scores[q] > highest:
                worst, highest = q, scores[q]
            if scores[q] == score:
                is_new = False
        if not is_new or score >= highest:
            continue
        gains += 1
        scores[worst] = score
        order, row = orders[worst], times[worst]
        for q in range(net.size):
            order[q] = work.child[q]
        for q in range(2 * net.size):
            row[q] = work.times[q]
    return gains
