"""Lower bounds on the makespan that cost nothing: longest path and work content.

An activity cannot start before its *head*, and after it at least its *tail* must pass.  All that
have a head of at least h and a tail of at least t must be done in between, and a resource of
capacity c does no more than c units of work a day.
"""

from __future__ import annotations

import math

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.works.compiled import tails
from spanwright.works.lags import earliest
from spanwright.works.network import Network


def lower_bound(network: Network) -> int:
    """Days that no schedule of this network can beat; calendars can only add to it.

    Raises ValueError for lags that cannot be met (ask ``lags.earliest`` first).
    """
    times = earliest(network)
    if not isinstance(times, np.ndarray):
        raise ValueError(str(times))
    head = times[::2]
    after = tails(network) - network.durations
    bound = float(times.max())
    bound = max(bound, float((head + network.durations + after).max()))
    for r, capacity in enumerate(network.capacities.tolist()):
        bound = max(bound, energy_bound(head, after, network, r, capacity))
        bound = max(bound, _pair_bound(head, after, network, r, capacity))
    return math.ceil(bound - 1e-9)


def energy_bound(head: Array, after: Array, network: Network, r: int, capacity: int) -> float:
    """Head + work content / capacity + tail, over all pairs of head and tail.

    head, after : (n,)  days before the start and after the finish of each activity  [day]
    """
    uses = (network.demands[:, r] > 0) & (network.durations > 0.0)
    if not uses.any():
        return 0.0
    h, q = head[uses], after[uses]
    work = network.durations[uses] * network.demands[uses, r]
    inside = h[:, None] >= np.unique(h)[None, :]  # (activity, head)
    under = q[:, None] >= np.unique(q)[None, :]  # (activity, tail)
    content = (inside * work[:, None]).T @ under.astype(float)  # (head, tail)
    days = np.ceil(content / capacity - 1e-9)
    total = np.unique(h)[:, None] + days + np.unique(q)[None, :]
    return float(np.where(content > 0.0, total, 0.0).max())


def _pair_bound(head: Array, after: Array, network: Network, r: int, capacity: int) -> float:
    """The same for activities that need more than half the capacity: they run one by one."""
    large = (2 * network.demands[:, r] > capacity) & (network.durations > 0.0)
    if not large.any():
        return 0.0
    h, q, d = head[large], after[large], network.durations[large]
    inside = h[:, None] >= np.unique(h)[None, :]
    under = q[:, None] >= np.unique(q)[None, :]
    content = (inside * d[:, None]).T @ under.astype(float)
    total = np.unique(h)[:, None] + content + np.unique(q)[None, :]
    return float(np.where(content > 0.0, total, 0.0).max())
