"""Groups of axles one behind the other: the best places of the others when one of them stands.

Tables are (c, n): even stations down, one column a response and offset, so that a step along the
bridge is a whole row on and every pass runs over neighbours in memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.traffic.sheet import Singles


@dataclass(frozen=True, slots=True, eq=False)
class _Tail:
    """Best sums of the groups still to come, seen from the group before them.

    value : (c, n) with the next group at each station;  beyond : (c, n) best of all stations from
    there on, only where the gap has no upper limit;  best : (c, n) with the group before at each
    """

    value: Singles
    beyond: Singles | None
    best: Singles


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Best sums of the groups before and behind each one, on evenly spaced stations.

    trial  : (c,) stations of the first axle of a group                                    [m]
    effect : per group (c, n) effect of the group alone
    ahead, back : per gap, best sum of all later, all earlier groups (those turned end for end)
    least, most : (groups - 1,) distance from the first axle of a group to that of the next [m]
    """

    trial: Array
    effect: list[Singles]
    ahead: list[_Tail]
    back: list[_Tail]
    least: Array
    most: Array

    @classmethod
    def of(cls, trial: Array, effect: list[Singles], least: Array, most: Array) -> Chain:
        """Chain of groups; most may be inf."""
        step = trial[1] - trial[0]
        low, high = least / step, most / step
        ahead = _tails(effect[:0:-1], low[::-1], high[::-1])[::-1]
        back = _tails([e[::-1] for e in effect[:-1]], low, high)
        return cls(trial, effect, ahead, back, least, most)

    def total(self, k: int) -> Singles:
        """Best effect of the whole train with group k at each station: (c, n)."""
        return np.asarray(self.effect[k] + self._others(k))

    def _others(self, k: int) -> Singles:
        if k == 0:
            return self.ahead[0].best
        back = self.back[k - 1].best[::-1]
        return back if k == len(self.ahead) else np.asarray(back + self.ahead[k].best)

    def others_at(self, k: int, station: Array) -> Array:
        """Best sum of the other groups with group k at station (r, m): (r, m, n / r)."""
        r = len(station)
        others = self._others(k).reshape(len(self.trial), r, -1)
        at = (station - self.trial[0]) / (self.trial[1] - self.trial[0])
        at = np.clip(at, 0.0, len(self.trial) - 1.001)
        index, share = at.astype(np.int64), (at % 1.0)[..., None]
        row = np.arange(r)[:, None]
        return np.asarray(others[index, row] * (1 - share) + others[index + 1, row] * share)

    def around(self, k: int, station: Array) -> Array:
        """Stations of all groups with group k at station (n, m): (n, m, groups)."""
        stations = [station]
        for i in range(k, len(self.ahead)):
            here = stations[-1]
            low, high = here + self.least[i], here + self.most[i]
            stations.append(_follow(self.ahead[i], self.trial, low, high))
        for i in range(k - 1, -1, -1):
            here = -stations[0]
            low, high = here + self.least[i], here + self.most[i]
            stations.insert(0, -_follow(self.back[i], -self.trial[::-1], low, high))
        return np.stack(stations, axis=-1)


def _tails(effect: list[Singles], low: Array, high: Array) -> list[_Tail]:
    """Tails of the groups given from the far end inwards, one for each gap."""
    tails: list[_Tail] = []
    for k, own in enumerate(effect):
        value = own + tails[-1].best if tails else own
        beyond = _from_there_on(value) if np.isinf(high[k]) else None
        tails.append(
            _Tail(value, beyond, _best_ahead(value, beyond, float(low[k]), float(high[k])))
        )
    return tails


def _from_there_on(value: Singles, long: int = 24) -> Singles:
    """Largest value at each station and all beyond it: first within stretches, then across."""
    count, n = value.shape
    whole = -(-count // long)
    turned = np.empty((whole * long, n), dtype=np.float32)
    turned[:count] = value[::-1]
    turned[count:] = value[0]
    body = turned.reshape(whole, long, n)
    for k in range(1, long):
        np.maximum(body[:, k], body[:, k - 1], out=body[:, k])
    for k in range(1, whole):
        np.maximum(body[k], body[k - 1, -1], out=body[k])
    return turned[:count][::-1]


def _best_ahead(value: Singles, beyond: Singles | None, low: float, high: float) -> Singles:
    """Largest value between low and high steps ahead, the ends interpolated: (c, n).

    Beyond the last station nothing has an effect: 0.
    """
    count = len(value)
    first = int(np.ceil(low - 1e-9))
    result = np.zeros(value.shape, dtype=np.float32)
    if beyond is not None:
        kept = max(0, count - first)
        np.maximum(beyond[first:], 0.0, out=result[:kept])
        _raise_between(result, value, low)
        return result
    last = int(np.floor(high + 1e-9))
    width = last - first + 1
    if width >= 1:
        table = np.zeros((count + width, value.shape[1]), dtype=np.float32)
        kept = min(len(table), max(0, count - first))
        table[:kept] = value[first : first + kept]
        span = 1
        while 2 * span <= width:
            table, span = np.maximum(table[:-span], table[span:]), 2 * span
        rest = width - span
        np.maximum(table[:count], table[rest : rest + count], out=result)
        _raise_between(result, value, low)
    else:
        result[:] = _between(value, low)
    _raise_between(result, value, high)
    return result


def _raise_between(result: Singles, value: Singles, steps: float) -> None:
    np.maximum(result, _between(value, steps), out=result)


def _between(value: Singles, steps: float) -> Singles:
    """Value so many steps ahead, on the straight line between stations; 0 beyond the last."""
    whole = int(np.floor(steps))
    share = steps - whole
    result = np.zeros(value.shape, dtype=np.float32)
    kept = max(0, len(value) - whole)
    if share < 1e-12:
        result[:kept] = value[whole:]
        return result
    np.multiply(value[whole:], np.float32(1 - share), out=result[:kept])
    if kept > 1:
        result[: kept - 1] += value[whole + 1 :] * np.float32(share)
    return result


def _follow(tail: _Tail, trial: Array, low: Array, high: Array) -> Array:
    """Best station of the next group between low and high (n, m)."""
    value, step = tail.value, trial[1] - trial[0]
    column = np.arange(low.shape[0])[:, None]
    first = np.clip(np.ceil((low - trial[0]) / step), 0, len(trial)).astype(np.int64)
    if tail.beyond is not None:
        pick = _last_at_least(tail.beyond, np.minimum(first, len(trial) - 1), column)
        top = np.where(first < len(trial), value[pick, column], -np.inf)
        edges: tuple[Array, ...] = (low,)
    else:
        width = int(np.floor((high - low).max() / step)) + 1
        window = first[..., None] + np.arange(width)
        legal = (window < len(trial)) & (trial[0] + step * window <= high[..., None])
        window = np.minimum(window, len(trial) - 1)
        values = np.where(legal, value[window, column[..., None]], -np.inf)
        k = values.argmax(axis=2)[..., None]
        top = np.take_along_axis(values, k, 2)[..., 0]
        pick = np.take_along_axis(window, k, 2)[..., 0]
        edges = (low, high)
    chosen = np.where(np.isfinite(top), trial[pick], low)
    for edge in edges:
        at = np.clip(np.floor((edge - trial[0]) / step), 0, len(trial) - 2).astype(np.int64)
        share = np.clip((edge - trial[at]) / step, 0.0, 1.0)
        at_edge = value[at, column] * (1 - share) + value[at + 1, column] * share
        better = at_edge > top
        chosen, top = np.where(better, edge, chosen), np.where(better, at_edge, top)
    return np.asarray(chosen)


def _last_at_least(beyond: Singles, first: Ints, column: Ints) -> Ints:
    """Last station whose `beyond` is that of the station `first` (n, m): there the value stands."""
    wanted = beyond[first, column]
    low, high = first, np.full(first.shape, len(beyond) - 1)
    for _ in range(len(beyond).bit_length()):
        middle = (low + high + 1) // 2
        holds = beyond[middle, column] >= wanted
        low, high = np.where(holds, middle, low), np.where(holds, high, middle - 1)
    return low
