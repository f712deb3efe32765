"""Time lags as a graph of instants: earliest times, and the cycle that makes a plan impossible.

Every activity has two nodes, its start (2 i) and its finish (2 i + 1); every lag, duration and
release is an edge "at least w days later".  A plan can meet its lags, resources left aside, only
when no cycle of this graph is longer than zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.datum.arrays import Array, Ints
from spanwright.works.network import Kind, Link, Network


@dataclass(frozen=True, slots=True)
class LagCycle:
    """A circle of time lags that asks for ``excess`` days more than it allows."""

    ids: tuple[str, ...]  # activities in order round the circle
    links: tuple[Link, ...]  # the links used
    excess: float  # [day]

    def __str__(self) -> str:
        circle = " -> ".join([*self.ids, self.ids[0]])
        ties = "; ".join(str(link) for link in self.links)
        return f"time lags run in a circle {self.excess:g} d too long: {circle} ({ties})"


def edges(network: Network) -> tuple[Ints, Ints, Array]:
    """Tail and head node and least distance of every edge: lags, then durations both ways.

    With a calendar an activity may take longer than its duration, so only "at least" holds of
    it; without, the finish is tied to the start.    returns : (e,), (e,), (e,) [day]
    """
    kind, n = network.arc_kind, len(network)
    tail = 2 * network.arc_from + ((kind == Kind.FS) | (kind == Kind.FF))
    head = 2 * network.arc_to + ((kind == Kind.FF) | (kind == Kind.SF))
    nodes = np.arange(n)
    # Where a day may be worked in part or not at all, the elapsed time has no simple upper bound.
    tied = nodes[(network.calendar_of < 0) | (network.durations == 0.0)]
    tails = np.concatenate([tail, 2 * nodes, 2 * tied + 1])
    heads = np.concatenate([head, 2 * nodes + 1, 2 * tied])
    weights = np.concatenate([network.arc_lag, network.durations, -network.durations[tied]])
    return tails, heads, weights


def earliest(network: Network) -> Array | LagCycle:
    """Earliest instants of all nodes, calendars and resources left aside, or the bad cycle.

    returns : (2 n,) start and finish of each activity in turn [day]
    """
    tails, heads, weights = edges(network)
    times = np.zeros(2 * len(network))
    for _ in range(len(times) + 1):
        later = times.copy()
        np.maximum.at(later, heads, times[tails] + weights)
        if np.all(later <= times + 1e-9):
            return times
        times = later
    return _cycle(network, tails, heads, weights)


def _cycle(network: Network, tails: Ints, heads: Ints, weights: Array) -> LagCycle:
    """The cycle, found by relaxing one edge at a time and walking the parents back."""
    steps = list(zip(tails.tolist(), heads.tolist(), weights.tolist(), strict=True))
    times = [0.0] * (2 * len(network))
    parent = [-1] * len(times)
    while True:
        for number, (u, v, weight) in enumerate(steps):
            if times[u] + weight > times[v] + 1e-9:
                times[v] = times[u] + weight
                parent[v] = number
        found = _parent_cycle(parent, steps)
        if found:
            return _describe(network, found, steps)


def _parent_cycle(parent: list[int], steps: list[tuple[int, int, float]]) -> list[int]:
    """Edges of a cycle of the parent graph, in order along it, or []."""
    done = [0] * len(parent)
    for root in range(len(parent)):
        path: list[int] = []
        node = root
        while done[node] == 0 and parent[node] >= 0:
            done[node] = root + 1
            path.append(node)
            node = steps[parent[node]][0]
        if path and done[node] == root + 1 and parent[node] >= 0:
            circle = path[path.index(node) :]
            return [parent[i] for i in reversed(circle)]
        done[node] = done[node] or root + 1
        for i in path:
            done[i] = len(parent) + 1
    return []


def _describe(network: Network, circle: list[int], steps: list[tuple[int, int, float]]) -> LagCycle:
    arcs = [number for number in circle if number < len(network.arc_link)]
    nodes = [steps[number][0] // 2 for number in circle]
    # Start and finish of one activity are two nodes of the circle: name it once.
    order = [i for k, i in enumerate(nodes) if i != nodes[k - 1]] or nodes[:1]
    excess = sum(steps[number][2] for number in circle)
    return LagCycle(
        tuple(network.activities[i].id for i in order),
        tuple(network.links[network.arc_link[number]] for number in arcs),
        excess,
    )
