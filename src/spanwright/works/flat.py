"""A compiled network as flat rows, for ``kernel``: arrays where numba is there, else lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.works.compiled import Bound, Compiled, has_numba
from spanwright.works.kernel import Net, Work
from spanwright.works.network import Network

_WORD: Final = 62  # bits of packed use in one word of compiled code


def as_rows(values: Any) -> Any:
    """The values as the kernel reads them."""
    array = np.asarray(values)
    return np.ascontiguousarray(array) if has_numba() else array.tolist()


def flat_net(net: Compiled, network: Network, share: Array) -> Net:
    """The network as rows.  share : (n,) sum of the shares of all capacities"""
    n = len(net)
    starts = [_from(n, net.after_finish[j]) + _from(0, net.after_start[j]) for j in range(n)]
    ends = [
        _from(n, net.finish_after_finish[j]) + _from(0, net.finish_after_start[j]) for j in range(n)
    ]
    first, source, lag = _listed(starts)
    end_first, end_source, end_lag = _listed(ends)
    which, (snap, finish, reach) = _tables(net)
    follow_first, follower = _followers(net.followers)
    words = _packed(network)
    return Net(
        size=n,
        horizon=net.horizon,
        first=first,
        source=source,
        lag=lag,
        end_first=end_first,
        end_source=end_source,
        end_lag=end_lag,
        length=as_rows(network.durations.astype(np.int64)),
        table=as_rows(np.array(which, dtype=np.int64)),
        snap=as_rows(snap),
        ends=as_rows(finish),
        reach=as_rows(reach),
        planes=len(words),
        need=_word_rows([word[0][i] for i in range(n) for word in words]),
        idle=_word_rows([word[1] for word in words]),
        guard=_word_rows([word[2] for word in words]),
        share=as_rows(share.astype(float)),
        by_position=as_rows(np.argsort(np.array(net.position), kind="stable")),
        follow_first=follow_first,
        follower=follower,
        waiting=as_rows(np.array(net.waiting, dtype=np.int64)),
        sorts_by_time=int(net.sorts_by_time),
    )


def scratch(net: Net, seed: int) -> Work:
    """Rows to write on, and the state of chance."""
    n, days = net.size, net.horizon + 1

    def zeros(size: int) -> Any:
        return as_rows(np.zeros(size, dtype=np.int64))

    return Work(
        used=_word_rows([0] * (net.planes * days)),
        tally=zeros(days + 2),
        spare=zeros(n),
        left=zeros(n),
        mark=zeros(n),
        back=zeros(2 * n),
        child=zeros(n),
        times=zeros(2 * n),
        fill=as_rows(np.zeros(days)),
        seed=as_rows(np.array([seed], dtype=np.int64)),
    )


def _from(offset: int, bound: Bound) -> list[tuple[int, int]]:
    return [(offset + i, lag) for i, lag in bound]


def _listed(bounds: list[list[tuple[int, int]]]) -> tuple[Any, Any, Any]:
    """Where the bounds of each activity begin, their sources and lags."""
    first = np.concatenate([[0], np.cumsum([len(some) for some in bounds])]).astype(np.int64)
    flat = np.array([pair for some in bounds for pair in some], dtype=np.int64).reshape(-1, 2)
    return as_rows(first), as_rows(flat[:, 0]), as_rows(flat[:, 1])


def _followers(followers: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    first = np.concatenate([[0], np.cumsum([len(some) for some in followers])]).astype(np.int64)
    return as_rows(first), as_rows(np.array([j for some in followers for j in some], np.int64))


def _tables(net: Compiled) -> tuple[list[int], tuple[Any, Any, Any]]:
    """The table of each activity (-1: it never waits), and all tables one after another."""
    rows: dict[int, int] = {}
    parts: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    which = []
    for snap, ends, reach in zip(net.snap, net.ends, net.reach, strict=True):
        if isinstance(snap, range):
            which.append(-1)
            continue
        if id(snap) not in rows:
            rows[id(snap)] = len(rows)
            for part, table in zip(parts, (snap, ends, reach), strict=True):
                row = np.full(net.horizon + 2, -1, dtype=np.int64)
                row[: len(table)] = table
                part.append(row)
        which.append(rows[id(snap)])
    empty = np.zeros(0, dtype=np.int64)
    snap_rows, end_rows, reach_rows = (np.concatenate([empty, *part]) for part in parts)
    return which, (snap_rows, end_rows, reach_rows)


def _packed(network: Network) -> list[tuple[list[int], int, int]]:
    """Demands, use of an empty day and guard bits, in words; see ``compiled`` for the packing."""
    words: list[tuple[list[int], int, int]] = []
    needs, idle, guard, at = [0] * len(network), 0, 0, 0
    for r, capacity in enumerate(network.capacities.tolist()):
        width = capacity.bit_length()
        if has_numba() and at + width + 1 > _WORD:
            words.append((needs, idle, guard))
            needs, idle, guard, at = [0] * len(network), 0, 0, 0
        idle |= ((1 << width) - 1 - capacity) << at
        guard |= 1 << (at + width)
        for i, units in enumerate(network.demands[:, r].tolist()):
            needs[i] |= units << at
        at += width + 1
    return [*words, (needs, idle, guard)] if at else words


def _word_rows(words: list[int]) -> Any:
    """Words as rows; without numba they may be of any length."""
    return np.array(words, dtype=np.int64) if has_numba() else list(words)
