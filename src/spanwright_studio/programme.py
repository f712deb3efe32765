"""The programme for the page: activities with what they build, and the forecast."""

from __future__ import annotations

from typing import Any

import numpy as np

from spanwright.deliverables.ifc.programme import built
from spanwright.works.types import Works
from spanwright_studio.numbers import numbers, plain


def works_of(works: Works | None, elements: set[str]) -> dict[str, Any] | None:
    """Gantt, 4D, time-location diagram, S-curve and forecast; None without a programme."""
    if works is None:
        return None
    plan, programme = works.plan, works.programme
    schedule = plan.schedule
    activities = []
    for i, activity in enumerate(programme.network.activities):
        place = activity.chainage
        activities.append(
            {
                "id": activity.id, "name": activity.name or activity.id, "front": activity.front,
                "operation": programme.operations[i],
                "start": plain(schedule.starts[i]), "finish": plain(schedule.finishes[i]),
                "milestone": activity.is_milestone, "float": plain(plan.total_float[i]),
                "place": None if place is None else numbers(place),
                "elements": built(activity.element, elements),
            }
        )  # fmt: skip
    shares = np.linspace(0.01, 0.99, 99)
    chosen = works.learned if works.learned is not None else works.prior
    return {
        "start": works.start.isoformat(), "today": works.today.isoformat(),
        "key_date": works.key_date.isoformat(),
        "activities": activities,
        "months": [day.isoformat() for day in works.months],
        "histogram": numbers(works.histogram),
        "histogram_prior": numbers(works.histogram_prior),
        "opening": {
            "shares": numbers(shares),
            "prior": numbers(np.quantile(works.prior.opening, shares)),
            "learned": numbers(np.quantile(chosen.opening, shares)),
        },
        "promises": [
            {
                "what": p.what, "day": p.day.isoformat(), "said": p.said, "source": p.source,
                "opened": plain(p.opened), "complete": plain(p.complete),
                "opened_learned": plain(p.opened_learned),
                "complete_learned": plain(p.complete_learned), "outside": plain(p.outside),
            }
            for p in works.promises
        ],
        "fan": [
            {"day": plain(f.day), "ids": list(f.ids), "quantiles": numbers(f.quantiles)}
            for f in works.fan
        ],
        "tornado": [
            {"name": b.name, "fast": plain(b.fast), "slow": plain(b.slow)} for b in works.tornado
        ],
        "s_curve": [numbers(row) for row in works.s_curve],
        "resources": {name: numbers(use) for name, use in works.resource_use.items()},
        "cost": {
            "currency": works.cost.currency,
            "rows": [
                {"item": r.item, "group": r.group, "p10": plain(r.p10), "p50": plain(r.p50),
                 "p80": plain(r.p80), "source": r.source, "tag": r.tag}
                for r in works.cost.rows
            ],
        },
    }  # fmt: skip
