"""Why a plan has no schedule: the few resources, and the lags, that stand in the way."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from spanwright.works.compiled import first_horizon
from spanwright.works.exact import solve_exact
from spanwright.works.network import Link, Network

_LEAST, _MOST = 1.0, 10.0  # seconds for the whole explanation
_EACH: Final = 2.0


@dataclass(frozen=True, slots=True)
class Cause:
    """Why there is no schedule.  kind: "lags" or "resources"; ids: what is to blame."""

    kind: str
    text: str
    ids: tuple[str, ...] = ()


def explain(network: Network, seconds: float, workers: int, seed: int) -> Cause:
    """Leave out what is not needed for the contradiction; name what stays.

    A resource or a greatest lag is dropped when the plan stays proven infeasible without it; when
    the seconds run out, more is named than need be.
    """
    until = time.perf_counter() + min(max(seconds, _LEAST), _MOST)
    horizon = first_horizon(network)

    def is_impossible(trial: Network) -> bool:
        left = until - time.perf_counter()
        if left <= 0.0:
            return False
        answer = solve_exact(
            trial,
            horizon,
            first=np.zeros(len(network)),
            last=np.full(len(network), float(horizon)),
            bound=0,
            hint=None,
            seconds=min(_EACH, left),
            workers=workers,
            seed=seed,
        )
        return answer.status == "infeasible"

    kept = list(network.resources)
    for resource in network.resources:
        fewer = [entry for entry in kept if entry is not resource]
        if is_impossible(_with(network, [r.id for r in fewer], network.links)):
            kept = fewer
    names = tuple(resource.id for resource in kept)
    links = list(network.links)
    for link in [link for link in network.links if link.most is not None]:
        looser = [replace(a, most=None) if a is link else a for a in links]
        looser = [a for a in looser if a.lag is not None]
        if is_impossible(_with(network, list(names), tuple(looser))):
            links = looser
    limits = "; ".join(str(link) for link in links if link.most is not None)
    if not names:
        return Cause("lags", f"the calendars leave no room for the greatest lags: {limits}")
    units = ", ".join(f"{resource.id} ({resource.capacity} there)" for resource in kept)
    return Cause("resources", f"too little of {units} to meet the greatest lags: {limits}", names)


def _with(network: Network, resources: list[str], links: tuple[Link, ...] | list[Link]) -> Network:
    """The network with fewer resources and looser links."""
    activities = tuple(
        replace(a, uses={key: units for key, units in a.uses.items() if key in resources})
        for a in network.activities
    )
    kept = tuple(resource for resource in network.resources if resource.id in resources)
    return replace(network, activities=activities, resources=kept, links=tuple(links))
