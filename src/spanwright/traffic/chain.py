"""Groups of axles one behind the other: the best places of the others when one of them stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spanwright.datum.arrays import Array

Singles = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Best sums of the groups before and behind each one, on evenly spaced stations.

    trial  : (c,) stations of the first axle of a group                                    [m]
    effect : per group (r, g, c) effect of the group alone
    ahead, back : per group (r, g, c) best sum of all later, all earlier groups while this one
                  stands at a station
    least, most : (groups - 1,) distance from the first axle of a group to that of the next [m]
    """

    trial: Array
    effect: list[Singles]
    ahead: list[Singles]
    back: list[Singles]
    least: Array
    most: Array

    @classmethod
    def of(cls, trial: Array, effect: list[Singles], least: Array, most: Array) -> Chain:
        """Chain of groups; most may be inf."""
        step = trial[1] - trial[0]
        low, high = least / step, most / step
        ahead = _running(effect[::-1], low[::-1], high[::-1])[::-1]
        turned = _running([e[..., ::-1] for e in effect], low, high)
        return cls(trial, effect, ahead, [b[..., ::-1] for b in turned], least, most)

    def total(self, k: int) -> Singles:
        """Best effect of the whole train with group k at each station: (r, g, c)."""
        return np.asarray(self.back[k] + self.effect[k] + self.ahead[k])

    def others_at(self, k: int, station: Array) -> Array:
        """Best sum of the other groups with group k at station (r, n): (r, g, n)."""
        others = self.back[k] + self.ahead[k]
        step = self.trial[1] - self.trial[0]
        at = np.clip((station - self.trial[0]) / step, 0.0, len(self.trial) - 1.001)
        index, share = at.astype(np.int64)[:, None], (at % 1.0)[:, None]
        row, group = np.arange(len(station))[:, None, None], np.arange(others.shape[1])[:, None]
        low, high = others[row, group, index], others[row, group, index + 1]
        return np.asarray(low * (1 - share) + high * share)

    def around(self, k: int, station: Array) -> Array:
        """Stations of all groups with group k at station (r, g): (r, g, groups)."""
        stations = [station]
        for i in range(k, len(self.effect) - 1):
            here = stations[-1]
            tail = self.effect[i + 1] + self.ahead[i + 1]
            stations.append(_follow(tail, self.trial, here + self.least[i], here + self.most[i]))
        for i in range(k - 1, -1, -1):
            here = -stations[0]
            tail = (self.effect[i] + self.back[i])[..., ::-1]
            low, high = here + self.least[i], here + self.most[i]
            stations.insert(0, -_follow(tail, -self.trial[::-1], low, high))
        return np.stack(stations, axis=-1)


def _running(effect: list[Singles], low: Array, high: Array) -> list[Singles]:
    """Best sum of the groups already passed, seen from each group in turn: (r, g, c) each."""
    sums = [np.zeros_like(effect[0])]
    for k in range(len(effect) - 1):
        sums.append(_best_ahead(effect[k] + sums[-1], float(low[k]), float(high[k])))
    return sums


def _follow(tail: Singles, trial: Array, low: Array, high: Array) -> Array:
    """Best station of the next group between low and high (r, g)."""
    step = trial[1] - trial[0]
    first = np.clip(np.ceil((low - trial[0]) / step), 0, len(trial)).astype(np.int64)
    if np.isinf(high).any():
        masked = np.where(np.arange(len(trial)) >= first[..., None], tail, -np.inf)
        pick = masked.argmax(axis=2)
        top = np.take_along_axis(masked, pick[..., None], 2)[..., 0]
        edges: tuple[Array, ...] = (low,)
    else:
        width = int(np.floor((high - low).max() / step)) + 1
        window = first[..., None] + np.arange(width)
        legal = (window < len(trial)) & (trial[0] + step * window <= high[..., None])
        window = np.minimum(window, len(trial) - 1)
        values = np.where(legal, np.take_along_axis(tail, window, 2), -np.inf)
        k = values.argmax(axis=2)
        top = np.take_along_axis(values, k[..., None], 2)[..., 0]
        pick = np.take_along_axis(window, k[..., None], 2)[..., 0]
        edges = (low, high)
    chosen = np.where(np.isfinite(top), trial[pick], low)
    for edge in edges:
        at_edge = _interpolate(tail, trial, edge)
        better = at_edge > top
        chosen, top = np.where(better, edge, chosen), np.where(better, at_edge, top)
    return chosen


def _best_ahead(value: Singles, low: float, high: float) -> Singles:
    """Largest value between low and high steps ahead, the ends interpolated: (r, g, c).

    Beyond the last station nothing has an effect: 0.
    """
    count = value.shape[2]
    first = int(np.ceil(low - 1e-9))
    if np.isinf(high):
        running = np.maximum.accumulate(value[..., ::-1], axis=2)[..., ::-1]
        result = np.maximum(_ahead(running, first), 0.0)
        return np.maximum(result, _between(value, low), out=result)
    result = np.maximum(_between(value, low), _between(value, high))
    last = int(np.floor(high + 1e-9))
    width = last - first + 1
    if width >= 1:
        table, span = _ahead(value, first, extra=width), 1
        while 2 * span <= width:
            table, span = np.maximum(table[..., :-span], table[..., span:]), 2 * span
        np.maximum(result, table[..., :count], out=result)
        rest = width - span
        np.maximum(result, table[..., rest : rest + count], out=result)
    return result


def _ahead(value: Singles, steps: int, extra: int = 0) -> Singles:
    """Value so many steps ahead, 0 beyond the last; `extra` more stations at the end."""
    count = value.shape[2] + extra
    result = np.zeros((*value.shape[:2], count), dtype=np.float32)
    kept = min(count, max(0, value.shape[2] - steps))
    result[..., :kept] = value[..., steps : steps + kept]
    return result


def _between(value: Singles, steps: float) -> Singles:
    whole = int(np.floor(steps))
    share = steps - whole
    if share < 1e-12:
        return _ahead(value, whole)
    result = _ahead(value, whole)
    result *= np.float32(1 - share)
    further = _ahead(value, whole + 1)
    further *= np.float32(share)
    result += further
    return result


def _interpolate(value: Singles, trial: Array, x: Array) -> Array:
    """Linear interpolation of (r, g, c) at x (r, g), or at x (c,) for every r and g."""
    at = np.clip(np.searchsorted(trial, x, side="right") - 1, 0, len(trial) - 2)
    share = np.clip((x - trial[at]) / (trial[at + 1] - trial[at]), 0.0, 1.0)
    if x.ndim == 1:
        return np.asarray(value[..., at] * (1 - share) + value[..., at + 1] * share)
    low = np.take_along_axis(value, at[..., None], 2)[..., 0]
    high = np.take_along_axis(value, (at + 1)[..., None], 2)[..., 0]
    return np.asarray(low * (1 - share) + high * share)
