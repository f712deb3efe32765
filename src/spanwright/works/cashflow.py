"""When the money is spent: the estimate spread over the programme, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.works.series import s_curve
from spanwright.works.types import Works

# Which operations an item of the estimate is spent on.  Items that are not named here (overheads,
# design) run evenly from the first day of the plan to its last.
OPERATIONS: Final = {
    "bored piles": ("bored pile", "bored pile in the river", "pile test", "pile heads"),
    "cofferdams": ("cofferdam", "cofferdam removal"),
    "access trestle": ("access trestle", "access removal"),
    "causeway fill": ("causeway", "access removal"),
    "concrete of caps, shafts and abutments": (
        "pile cap", "footing", "shaft lift", "crosshead", "abutment",
    ),
    "deck concrete": ("slab panel", "diaphragm"),
    "reinforcement": (
        "pile cap", "footing", "shaft lift", "crosshead", "abutment", "slab panel",
    ),
    "steel girders, painted and delivered": ("girder supply",),
    "precast girders, cast and stressed": ("girder casting",),
    "strands": ("girder casting",),
    "erection of precast girders": ("crane erection",),
    "erection of girders": (
        "launching yard", "girder assembly", "launch", "crane erection", "jacking down", "closure",
    ),
    "bearings": ("bearings",),
    "expansion joints": ("expansion joint",),
    "waterproofing and asphalt": ("waterproofing and surfacing",),
    "parapets": ("parapets",),
    "approach road": ("approach earthworks", "approach pavement"),
    "load test": ("load test",),
    "checkpoint": (
        "checkpoint site", "checkpoint buildings", "checkpoint equipment", "checkpoint trial",
    ),
}  # fmt: skip
EVENLY: Final = "evenly over the whole plan"


@dataclass(frozen=True, slots=True, eq=False)
class CashFlow:
    """Money by month of the plan, as the work is done: no advance, retention or interest.

    months : (m,) first days;  items : (k,);  basis : (k,) what each item follows
    spend  : (k, m) at the 50 % cost of the whole, in ``currency``
    """

    currency: str
    months: tuple[date, ...]
    items: tuple[str, ...]
    basis: tuple[str, ...]
    spend: Array

    def __post_init__(self) -> None:
        freeze(self)


def cash_flow(works: Works) -> CashFlow:
    """The estimate spent over the working days of the operations each item pays for.

    The items' own 50 % values are scaled together so that they add to the 50 % value of the whole
    (quantiles of parts do not add to the quantile of a sum).
    """
    rows = works.cost.rows
    money = np.array([row.p50 for row in rows])
    if money.sum() > 0:
        money = money * works.cost.quantiles[1] / money.sum()
    followed = [_share(works, row.item) for row in rows]
    days = works.plan.schedule.makespan
    months = _months(works, days)
    ends = np.array([min((m - works.start).days, days) for m in months[1:]] + [days])
    spent = np.array([share[ends] for share, _ in followed]).reshape(len(rows), len(months))
    monthly = np.diff(spent, axis=1, prepend=0.0)
    return CashFlow(
        works.cost.currency, months, tuple(row.item for row in rows),
        tuple(words for _, words in followed), money[:, None] * monthly,
    )  # fmt: skip


def _share(works: Works, item: str) -> tuple[Array, str]:
    """Share of an item spent by each evening, and what it follows.  (days + 1,)"""
    names = OPERATIONS.get(item, ())
    network = works.plan.schedule.network
    does = np.array([operation in names for operation in works.programme.operations])
    weights = np.where(does, network.durations, 0.0)
    if weights.sum() > 0:
        used = [n for n in names if n in works.programme.operations]
        return s_curve(works.plan.schedule, weights), ", ".join(used)
    return np.linspace(0.0, 1.0, works.plan.schedule.makespan + 1), EVENLY


def _months(works: Works, days: int) -> tuple[date, ...]:
    """First days of the months the plan touches."""
    last = works.start + timedelta(days=max(days - 1, 0))
    found, one = [], works.start.replace(day=1)
    while one <= last:
        found.append(one)
        one = (one + timedelta(days=32)).replace(day=1)
    return tuple(found)
