"""What is uncertain about a programme, as independent standard normals, and how they act.

The pace of an operation on a front is drawn from its range; paces share causes (the project, the
front, the operation) through a Gaussian copula, so every pace keeps its own distribution.  Each
single activity then scatters about its crew's pace, and risks strike or do not.  Keeping all of
it as normals lets the learning move a sample without leaving the prior.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from spanwright.datum.arrays import Array, Ints
from spanwright.works.distributions import (
    TABLE_NODES,
    TABLE_REACH,
    normal_nodes,
    pert_quantile,
)
from spanwright.works.draft import Programme
from spanwright.works.passes import Places, Singles
from spanwright.works.rates import Operation, Rates

Shares = NDArray[np.uint16]
RANKS: Final = 65536  # equal shares of the distribution of one activity's scatter
COMMON: Final = ""  # the "front" of works that belong to none
ROWS_A_RISK: Final = 3  # whether, how much, which activity


@dataclass(frozen=True, slots=True)
class Strike:
    """A risk on one front: the activities it may strike, one of them at a time."""

    name: str
    front: str
    activities: tuple[int, ...]
    threshold: float  # it happens when its normal is below
    impact: Array  # (TABLE_NODES,) days added


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """The map from normals to durations.

    base     : (n,) durations at the most likely pace [day]
    group_of : (n,) index into ``groups``, -1 for milestones
    groups   : (operation, front);  factors : (g, TABLE_NODES) duration over the most likely one
    """

    base: Singles
    group_of: Ints
    groups: tuple[tuple[str, str], ...]
    factors: Singles
    fronts: tuple[str, ...]
    operations: tuple[str, ...]
    weights: tuple[float, float, float, float]  # on project, front, operation, group
    single: float
    strikes: tuple[Strike, ...]
    extra: int = 0  # further normals, for the days of observations

    @property
    def size(self) -> int:
        """Activities."""
        return len(self.base)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """First row of: fronts, operations, groups, singles, strikes, extras; then the end."""
        sizes = (1, len(self.fronts), len(self.operations), len(self.groups), self.size,
                 ROWS_A_RISK * len(self.strikes), self.extra)  # fmt: skip
        return tuple(int(x) for x in np.cumsum(sizes))

    @property
    def rows(self) -> int:
        """Normals of one iteration."""
        return self.offsets[-1]

    @cached_property
    def _group_rows(self) -> tuple[Ints, Ints]:
        front = np.array([self.fronts.index(f) for _, f in self.groups], np.int64)
        operation = np.array([self.operations.index(o) for o, _ in self.groups], np.int64)
        return front, operation

    def paces(self, normals: Singles) -> Singles:
        """Correlated normals of the groups' paces: high is slow.  (rows, b) -> (g, b)

        normals : the rows from ``offsets[3]`` on are not read and may be missing
        """
        f, o, g, s, *_ = self.offsets
        front, operation = self._group_rows
        a, b, c, d = (np.float32(w) for w in self.weights)
        z = d * normals[g:s]
        z += a * normals[0]
        z += b * normals[f:o][front]
        z += c * normals[o:g][operation]
        return z

    def durations(
        self, normals: Singles, only: Ints | None = None,
        pinned: Mapping[int, float] | None = None,
    ) -> Singles:  # fmt: skip
        """Durations of all activities.  (rows, b) -> (n, b) [day]

        only   : the activities whose rows are of use, all unless given
        pinned : group -> normal its pace is held at, for the tornado
        """
        s = self.offsets[3]
        out: Singles = np.zeros((self.size, normals.shape[1]), dtype=np.float32)
        rows = range(self.size) if only is None else only.tolist()
        for i in rows:
            np.multiply(normals[s + i], np.float32(self.single), out=out[i])
            out[i] -= np.float32(self.single**2 / 2.0)  # the mean of one stays its crew's
            np.exp(out[i], out=out[i])
        self._scale(out, normals[:s], normals[s + self.size :], pinned, rows)
        return out

    def quick_durations(
        self, causes: Singles, shares: Shares, out: Singles,
        pinned: Mapping[int, float] | None = None,
    ) -> None:  # fmt: skip
        """As `durations`, but the scatter of single activities comes by rank.

        causes : (rows - n, b) normals without those of the single activities
        shares : (n, b) ranks of these among 65536 equal shares of their distribution
        out    : (n, b) receives the durations [day];  pinned : as in `durations`
        """
        for row, ranks in zip(out, shares, strict=True):
            self._scatter.take(ranks, out=row, mode="clip")
        s = self.offsets[3]
        self._scale(out, causes[:s], causes[s:], pinned, range(self.size))

    @cached_property
    def _scatter(self) -> Singles:
        """Factor of a single activity by rank; its mean is 1."""
        middles = (np.arange(RANKS) + 0.5) / RANKS
        factor = np.exp(self.single * ndtri(middles))
        return np.asarray(factor / factor.mean(), dtype=np.float32)

    def _scale(
        self, out: Singles, paces: Singles, risks: Singles, pinned: Mapping[int, float] | None,
        rows: Iterable[int],
    ) -> None:  # fmt: skip
        """From scatter to durations: most likely days times pace, then what strikes."""
        z = self.paces(paces)
        for group, value in (pinned or {}).items():
            z[group] = value
        factor = _looked_up(self.factors, z)
        # Row by row: a row stays in the cache for both products.
        groups = self.group_of.tolist()
        for i in rows:
            np.multiply(out[i], self.base[i], out=out[i])
            np.multiply(out[i], factor[groups[i]], out=out[i])
        self._strike(out, risks)

    def _strike(self, durations: Singles, normals: Singles) -> None:
        row = 0
        for strike in self.strikes:
            whether, size, which = normals[row : row + ROWS_A_RISK]
            hit = np.flatnonzero(whether < strike.threshold)
            if hit.size:
                count = len(strike.activities)
                chosen = np.minimum((ndtr(which[hit]) * count).astype(np.int64), count - 1)
                target = np.array(strike.activities)[chosen]
                impact = np.interp(size[hit], normal_nodes(), strike.impact)
                durations[target, hit] += impact.astype(np.float32)
            row += ROWS_A_RISK

    def days_seen(self, normals: Singles) -> Singles:
        """Shares of an observation's window at which it was made.  (rows, b) -> (extra, b)"""
        return np.asarray(ndtr(normals[self.offsets[5] :]), dtype=np.float32)


def _looked_up(tables: Singles, z: Singles) -> Singles:
    """Value of each row's table at its normals: nearest of nodes 0.005 apart."""
    step = (TABLE_NODES - 1) / (2.0 * TABLE_REACH)
    index = np.clip((z + TABLE_REACH) * step + 0.5, 0, TABLE_NODES - 1).astype(np.int32)
    out = np.empty_like(z)
    for row, table in enumerate(tables):
        table.take(index[row], out=out[row], mode="clip")
    return out


def uncertainty_of(programme: Programme, extra: int = 0, *, risks: bool = True) -> Uncertainty:
    """Groups, tables and risks of a programme."""
    network, rates = programme.network, programme.rates
    groups: dict[tuple[str, str], int] = {}
    group_of = np.full(len(network), -1, dtype=np.int64)
    for i, operation in enumerate(programme.operations):
        if operation:
            key = (operation, network.activities[i].front)
            group_of[i] = groups.setdefault(key, len(groups))
    names = tuple(groups)
    fronts = tuple(dict.fromkeys(front for _, front in names))
    operations = tuple(dict.fromkeys(operation for operation, _ in names))
    shares = [rates.spread[k] for k in ("shared_all", "shared_front", "shared_operation")]
    weights = tuple(math.sqrt(share) for share in (*shares, 1.0 - sum(shares)))
    factors = np.array([_table_of(rates, o) for o, _ in names], dtype=np.float32)
    return Uncertainty(
        network.durations.astype(np.float32),
        group_of,
        names,
        factors,
        fronts,
        operations,
        (weights[0], weights[1], weights[2], weights[3]),
        rates.spread["single"],
        _strikes(programme) if risks else (),
        extra,
    )


def _table_of(rates: Rates, name: str) -> Array:
    operation = rates.operations[name]
    return factor_table(operation, rates.spread[f"trust_{operation.tag}"])


def factor_table(operation: Operation, trust: float = 0.0) -> Array:
    """Duration over the most likely one, by the normal of the pace; rises.  -> (TABLE_NODES,)

    trust : log deviation of the range itself.  A published or planned range may lie beside this
            project's truth; without it no observation could ever move a pace out of the range.
    """
    share = ndtr(normal_nodes())
    low, value, high = operation.low, operation.value, operation.high
    wrong = np.exp(trust * normal_nodes())
    if operation.is_rate:
        return wrong * value / pert_quantile(1.0 - share, low, value, high)
    return wrong * pert_quantile(share, low, value, high) / value


def _strikes(programme: Programme) -> tuple[Strike, ...]:
    found = []
    for risk in programme.rates.risks:
        where: dict[str, list[int]] = {}
        for i, operation in enumerate(programme.operations):
            if operation == risk.operation:
                where.setdefault(programme.network.activities[i].front, []).append(i)
        impact = pert_quantile(ndtr(normal_nodes()), risk.low, risk.value, risk.high)
        found += [
            Strike(risk.name, front, tuple(activities), float(ndtri(risk.probability)), impact)
            for front, activities in where.items()
        ]
    return tuple(found)


def draw(uncertainty: Uncertainty, count: int, rng: np.random.Generator) -> Singles:
    """Normals of so many iterations.  -> (rows, count)"""
    return rng.standard_normal((uncertainty.rows, count), dtype=np.float32)


def draw_quick(
    uncertainty: Uncertainty, count: int, rng: np.random.Generator
) -> tuple[Singles, Shares]:
    """Normals of the causes, and ranks of the single activities: see `quick_durations`.

    A rank of two bytes costs a tenth of a normal, and most rows are single activities.
    """
    size = uncertainty.size
    causes = rng.standard_normal((uncertainty.rows - size, count), dtype=np.float32)
    words = rng.integers(0, 2**64 - 1, -(-size * count // 4), np.uint64, endpoint=True)
    # The bytes are taken in one order on every machine.
    ranks = words.astype("<u8", copy=False).view("<u2")[: size * count]
    return causes, ranks.reshape(size, count).astype(np.uint16, copy=False)


def season_offsets(numbers: Ints, length: int) -> Places:
    """Where each iteration's season begins in the season tables.  (b,) -> (b,)"""
    return (numbers * length).astype(np.int32)
