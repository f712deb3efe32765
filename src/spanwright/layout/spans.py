"""Where the piers stand: given spans checked, or the cheapest arrangement found exactly.

The cost of an arrangement is additive along the bridge, so the best one is a shortest path over
pier stations (dynamic programming).  In units of the superstructure factor a = 1:

    sum L^2  (superstructure that grows with span)  +  sum T(x)^2  (piers)  +  preferences

With a pier cost P = a T^2 the cheapest equal span is exactly T, the *target span* of the ground
the pier stands in; so two target spans (land, river) say all that the optimum needs to know.
The state of the search is (station, length of the last span), so the ratio of neighbouring spans
is a hard limit and not a repair afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints
from spanwright.datum.errors import InputError

RATIO: Final = 0.6  # neighbouring spans, EN 1994-2 5.4.2.3(3): the 15 % cracking rule applies
CHANGE_FIXED: Final = 0.03  # of the larger span squared, for each change of length
CHANGE_STEP: Final = 0.05  # times the squared difference of neighbours
END_WEIGHT: Final = 3.0  # times the squared shortfall of an end span, in metres
ROUND_SHARE: Final = 0.02  # of L^2 for a length that is not a multiple of the module
_INFINITE: Final = np.inf


@dataclass(frozen=True, slots=True)
class SpanRules:
    """What the search may do.

    target_land, target_river : economic spans; pier cost = target^2               [m]
    shortest, longest         : bounds of any span                                  [m]
    grid                      : distance of possible pier stations                  [m]
    module                    : lengths that are multiples of it are preferred; 0: none [m]
    end_low, end_high         : wanted range of an end span over its neighbour; below it
                                bearings lift, above it the end span governs the depth [-]
    keep_off                  : no pier nearer than this to a bank line             [m]
    """

    target_land: float = 42.0
    target_river: float = 84.0
    shortest: float = 15.0
    longest: float = 130.0
    grid: float = 1.0
    module: float = 0.0
    end_low: float = 0.65
    end_high: float = 0.85
    keep_off: float = 4.0


@dataclass(frozen=True, slots=True)
class SpanChoice:
    """One arrangement of a deck and what its rivals would cost.

    spans       : lengths, adding up to the deck length exactly                     [m]
    cost        : of the optimum, in units of a (squared metres)
    next_best   : cost of the best arrangement that differs anywhere, inf if none
    one_fewer, one_more : cost of the best arrangement with fewer, more spans (inf: none found)
    fewer_count, more_count : their number of spans
    """

    spans: tuple[float, ...]
    cost: float
    next_best: float = _INFINITE
    one_fewer: float = _INFINITE
    one_more: float = _INFINITE
    fewer_count: int = 0
    more_count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """The search space of one deck: stations 0, g, 2g ... and the far end."""

    grid: float
    count: int  # n, number of grid steps
    steps: Ints  # (m,) span lengths in grid steps, consecutive
    pier: Array  # (n + 1,) cost of a pier at each station, inf where none may stand
    alone: Array  # (m,) cost of a first span
    pair_now: Array  # (m now, m before) cost of a span after another, inf: ratio not allowed
    pair_last: Array  # (m now, m before) the same for the last span (it takes the remainder)
    first: Array  # (m now, m before) added where the span before was the first of the deck
    first_last: Array  # (m now, m before) the same where the span now is the last
    last_length: Array  # (m,)


def ratio_holds(one: Array, other: Array, limit: float = RATIO) -> Bools:
    """Whether neighbouring spans are within [limit, 1 / limit] of each other.  (...,) [m]"""
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.asarray(low >= limit * high * (1 - 1e-12), dtype=bool)


def span_cost(length: Array, module: float) -> Array:
    """Superstructure cost of spans, with the small charge for odd lengths.  (...,) [m] -> [m2]"""
    length = np.asarray(length, dtype=float)
    if module <= 0:
        return np.asarray(length**2, dtype=float)
    remainder = np.abs(length - module * np.round(length / module))
    return length**2 * np.where(remainder > 1e-6, 1 + ROUND_SHARE, 1.0)


def change_cost(one: Array, other: Array) -> Array:
    """Charge for neighbours of unlike length: another girder, another form.  (...,) -> [m2]"""
    difference = np.abs(one - other)
    charge = CHANGE_FIXED * np.maximum(one, other) ** 2 + CHANGE_STEP * difference**2
    return np.where(difference > 1e-6, charge, 0.0)


def end_cost(end: Array, neighbour: Array, rules: SpanRules) -> Array:
    """Charge for an end span outside the wanted range of its neighbour.  (...,) [m] -> [m2]"""
    short = np.maximum(rules.end_low * neighbour - end, 0.0)
    long = np.maximum(end - rules.end_high * neighbour, 0.0)
    return np.asarray(END_WEIGHT * (short**2 + long**2), dtype=float)


def arrangement_cost(
    spans: Sequence[float],
    start: float,
    river: tuple[float, float] | None,
    rules: SpanRules,
) -> float:
    """Cost of any given arrangement by the same rules (ratio limits are not charged).  [m2]"""
    length = np.asarray(spans, dtype=float)
    total = float(span_cost(length, rules.module).sum())
    if length.size == 1:
        return total
    stations = start + np.cumsum(length)[:-1]
    total += float((_target(stations, river, rules) ** 2).sum())
    total += float(change_cost(length[:-1], length[1:]).sum())
    total += float(end_cost(length[0], length[1], rules) + end_cost(length[-1], length[-2], rules))
    return total


def choose_spans(
    length: float,
    *,
    start: float = 0.0,
    river: tuple[float, float] | None = None,
    forbidden: Sequence[tuple[float, float]] = (),
    rules: SpanRules | None = None,
) -> SpanChoice:
    """The cheapest spans of one continuous deck, exactly, on the grid of possible piers.

    length    : of the deck                                                         [m]
    start     : station of its first support                                        [m]
    river     : stations of the two banks, None: all land                           [m]
    forbidden : station intervals where no pier may stand (fairway, road, rail)     [m]
    rules     : targets and limits

    Raises InputError when no arrangement meets the limits.
    Check: 420 m of land with target 42 m and no preferences gives ten spans of 42 m.
    """
    rules = rules or SpanRules()
    if not length > 0:
        raise InputError("layout.parts.length", "must be longer than 0 m", got=f"{length} m")
    field = _field(length, start, river, forbidden, rules)
    best = _arrive(field, _forward(field)) if field.steps.size else None
    alone = arrangement_cost((length,), start, river, rules)
    if best is None or (length <= rules.longest and alone <= best[1]):
        if length > rules.longest:
            raise InputError(
                "layout.spans",
                f"no spans between {rules.shortest:g} m and {rules.longest:g} m with neighbours "
                f"within {RATIO:g} of each other fit {length:g} m between the places kept free",
                hint="give the spans, widen the limits or shorten the places kept free",
            )
        rival = _INFINITE if best is None else best[1]
        return SpanChoice((length,), alone, rival, _INFINITE, rival, 0, len(best[0]) if best else 0)
    spans, cost, second = best
    fewer, fewer_count, more, more_count = _rivals(field, len(spans), cost)
    if length <= rules.longest:
        second = min(second, alone)
        if alone < fewer:
            fewer, fewer_count = alone, 1
    return SpanChoice(spans, cost, second, fewer, more, fewer_count, more_count)


def check_spans(
    address: str, spans: Sequence[float], length: float, tolerance: float = 1e-6
) -> None:
    """Refuse given spans that are not positive or do not add up to the length."""
    for number, span in enumerate(spans):
        if not (np.isfinite(span) and span > 0):
            raise InputError(
                f"{address}[{number}]", "must be a length above 0 m", got=f"{span:g} m"
            )
    total = float(np.sum(spans))
    if abs(total - length) > tolerance * max(1.0, length):
        raise InputError(
            address,
            f"must add up to the {length:g} m of the part",
            got=f"{' + '.join(f'{s:g}' for s in spans)} = {total:g} m",
            hint=f"{length - total:+g} m are missing" if total < length else
            f"{total - length:g} m too much",
        )  # fmt: skip


def river_piers(stations: Array, river: tuple[float, float] | None) -> Bools:
    """Which piers stand between the banks.  (p,) [m] -> (p,)"""
    stations = np.asarray(stations, dtype=float)
    if river is None:
        return np.zeros(stations.shape, dtype=bool)
    return (stations > river[0]) & (stations < river[1])


def _target(station: Array, river: tuple[float, float] | None, rules: SpanRules) -> Array:
    """Target span of the ground at each station.  (...,) [m]"""
    return np.where(river_piers(station, river), rules.target_river, rules.target_land)


def _field(
    length: float,
    start: float,
    river: tuple[float, float] | None,
    forbidden: Sequence[tuple[float, float]],
    rules: SpanRules,
) -> _Field:
    """Costs of all piers, spans and neighbours of one deck."""
    count = int(np.floor(length / rules.grid + 1e-9))
    remainder = length - count * rules.grid
    low = int(np.ceil(rules.shortest / rules.grid - 1e-9))
    high = min(int(np.floor(rules.longest / rules.grid + 1e-9)), count)
    steps = np.arange(max(low, 1), high + 1, dtype=np.int64)
    span: Array = steps.astype(np.float64) * rules.grid
    final = span + remainder  # the far end may lie off the grid: the last span takes what is left

    station: Array = start + np.arange(count + 1, dtype=np.float64) * rules.grid
    pier = np.asarray(_target(station, river, rules) ** 2, dtype=float)
    closed = list(forbidden)
    if river is not None and rules.keep_off > 0:
        closed += [(bank - rules.keep_off, bank + rules.keep_off) for bank in river]
    for left, right in closed:
        pier[(station > left + 1e-9) & (station < right - 1e-9)] = _INFINITE

    def pairs(now: Array) -> Array:
        cost = change_cost(span[None, :], now[:, None]) + span_cost(now, rules.module)[:, None]
        return np.where(ratio_holds(span[None, :], now[:, None]), cost, _INFINITE)

    is_allowed = np.where(final <= rules.longest + 1e-9, 0.0, _INFINITE)[:, None]
    return _Field(
        rules.grid,
        count,
        steps,
        pier,
        span_cost(span, rules.module),
        pairs(span),
        pairs(final) + end_cost(final[:, None], span[None, :], rules) + is_allowed,
        end_cost(span[None, :], span[:, None], rules),
        end_cost(span[None, :], final[:, None], rules),
        final,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Costs to stand at each station having come by each span length, the pier there paid.

    best, second : (n, m) cheapest and second cheapest way (different piers) there; no second
                   where only the cheapest was asked for
    source       : (n, m) index of the span before, -1: this is the first span
    """

    best: Array
    second: Array
    source: Ints


def _forward(field: _Field, per_pier: float = 0.0, *, cheapest_only: bool = False) -> _Table:
    """The table of all stations, with an extra charge per pier (the multiplier of a count)."""
    n, m = field.count, field.steps.size
    best = np.full((n, m), _INFINITE)
    second = np.full((n, m), _INFINITE)
    source = np.full((n, m), -1, dtype=np.int64)
    shortest = int(field.steps[0])
    for at in range(shortest, n):
        charge = field.pier[at] + per_pier
        if not np.isfinite(charge):
            continue
        usable = int(np.searchsorted(field.steps, at - shortest, side="right"))
        if usable > 0:
            begin = at - field.steps[:usable]
            step = _steps_into(field, begin, field.pair_now[:usable], field.first[:usable])
            ways = best[begin] + step
            source[at, :usable] = np.argmin(ways, axis=1)
            if m > 1 and not cheapest_only:
                two = np.partition(ways, 1, axis=1)[:, :2]
                best[at, :usable] = two[:, 0] + charge
                other = np.min(second[begin] + step, axis=1)
                second[at, :usable] = np.minimum(two[:, 1], other) + charge
            else:
                best[at, :usable] = ways[np.arange(usable), source[at, :usable]] + charge
        if at <= field.steps[-1]:
            now = at - shortest
            best[at, now] = field.alone[now] + charge
            source[at, now] = -1
    return _Table(best, second, source)


def _steps_into(field: _Field, begin: Ints, pair: Array, first: Array) -> Array:
    """Cost of each span [now] after each span [before]; end charge where that was the first."""
    step = pair.copy()
    shortest = int(field.steps[0])
    is_second = (begin >= shortest) & (begin <= field.steps[-1])
    before = begin[is_second] - shortest
    step[is_second, before] += first[is_second, before]
    return step


def _arrive(field: _Field, table: _Table) -> tuple[tuple[float, ...], float, float] | None:
    """Spans and cost of the cheapest way to the far end, and the cost of the second cheapest."""
    begin = field.count - field.steps
    usable = np.flatnonzero(begin >= field.steps[0])
    if not usable.size:
        return None
    begin = begin[usable]
    step = _steps_into(field, begin, field.pair_last[usable], field.first_last[usable])
    ways = table.best[begin] + step
    now, before = np.unravel_index(int(np.argmin(ways)), ways.shape)
    cost = float(ways[now, before])
    if not np.isfinite(cost):
        return None
    others = ways.copy()
    others[now, before] = table.second[begin[now], before] + step[now, before]
    spans = [float(field.last_length[usable[now]])]
    at, span = int(begin[now]), int(before)
    while span >= 0:
        spans.append(float(field.steps[span] * field.grid))
        at, span = at - int(field.steps[span]), int(table.source[at, span])
    return tuple(reversed(spans)), cost, float(np.min(others))


def _rivals(field: _Field, count: int, cost: float) -> tuple[float, int, float, int]:
    """Best cost with fewer and with more spans: cost fewer, count, cost more, count.

    A charge (or a gift) per pier moves the optimum to the next count; an optimum under a charge
    is also the cheapest of all arrangements with its own number of piers.
    """
    found: list[tuple[float, int]] = []
    for sign in (+1.0, -1.0):
        same, price = 0.0, 0.03 * cost / max(count, 1)
        far, rival, rival_count = _INFINITE, _INFINITE, 0
        for _ in range(7):
            other = _arrive(field, _forward(field, sign * price, cheapest_only=True))
            if other is None:
                break
            if len(other[0]) == count:  # not dear enough to change the count
                same = price
                price = 2.0 * price if rival_count == 0 else 0.5 * (price + far)
                continue
            cost_there = other[1] - sign * price * (len(other[0]) - 1)
            if cost_there < rival:
                rival, rival_count = cost_there, len(other[0])
            if abs(len(other[0]) - count) == 1:
                break
            far = price
            price = 0.5 * (same + price)
        found.append((rival, rival_count))
    return (*found[0], *found[1])
