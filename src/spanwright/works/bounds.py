"""Lower bounds on the makespan that cost nothing: longest path and work content.

An activity cannot start before its *head*, and after it at least its *tail* must pass.  All that
have a head of at least h and a tail of at least t must be done in between, and a resource of
capacity c does no more than c units of work a day, on days that its users work.
"""

from __future__ import annotations

import math

import numpy as np

from spanwright.datum.arrays import Array, Bools
from spanwright.works.calendars import Beyond, WorkTable
from spanwright.works.compiled import tails
from spanwright.works.critical import time_windows
from spanwright.works.lags import earliest
from spanwright.works.network import Network


def lower_bound(network: Network) -> int:
    """Days that no schedule of this network can beat.

    Raises ValueError for lags that cannot be met (ask ``lags.earliest`` first).
    """
    times = earliest(network)
    if not isinstance(times, np.ndarray):
        raise ValueError(str(times))
    head, makespan = times[::2], float(times.max())
    if network.has_calendars and not network.has_limits:
        windows = time_windows(network)
        head, makespan = windows.early_start, windows.makespan
    since_start, after = tails(network)
    bound = max(makespan, float((head + since_start).max()))
    works = network.durations > 0.0
    for r, capacity in enumerate(network.capacities.tolist()):
        demand = network.demands[:, r]
        users = works & (demand > 0)
        bound = max(bound, _content(network, head, after, users, demand / capacity))
        # Those that need more than half of the capacity run one by one.
        large = works & (2 * demand > capacity)
        bound = max(bound, _content(network, head, after, large, np.ones(len(network))))
    return math.ceil(bound - 1e-9)


def _content(network: Network, head: Array, after: Array, users: Bools, share: Array) -> float:
    """Head + days that the work content takes + tail, over all pairs of head and tail.

    head, after : (n,)  days before the start and after the finish of each activity     [day]
    users       : (n,)  the activities that share the resource
    share       : (n,)  how much of the resource each takes while it runs               [-]
    """
    if not users.any():
        return 0.0
    h, q = head[users], after[users]
    heads, rests = np.unique(h), np.unique(q)
    work = (network.durations * share)[users]
    inside = h[:, None] >= heads[None, :]  # (activity, head)
    under = (q[:, None] >= rests[None, :]).astype(float)  # (activity, tail)
    content = (inside * work[:, None]).T @ under  # (head, tail)  [day of the resource]
    finish = _finish(network, users, np.broadcast_to(heads[:, None], content.shape), content)
    total = np.ceil(finish - 1e-9) + rests[None, :]
    return float(np.where(content > 0.0, total, 0.0).max())


def _finish(network: Network, users: Bools, begun: Array, content: Array) -> Array:
    """When the content is done if the resource is never idle on a day that any user works."""
    calendars = np.unique(network.calendar_of[users])
    if -1 in calendars:
        return begun + content
    days = int(begun.max() + 2.0 * content.max()) + 366
    while True:
        table = WorkTable(network.rates(days)[calendars].max(axis=0))
        try:
            return table.finish(begun, content)
        except Beyond:
            days *= 2
