"""The estimate spread over the months of the plan."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from spanwright.works.cashflow import EVENLY, OPERATIONS, cash_flow
from spanwright.works.cost import tables
from spanwright.works.rates import built_in
from spanwright.works.run import Options, run


@pytest.fixture(scope="module")
def works(short):
    options = Options(samples=200, plans=200, bars=200)
    return run(short.brief, short.reading.register, short.layout, short.quantities, options)


@pytest.fixture(scope="module")
def flow(works):
    return cash_flow(works)


def test_all_money_of_the_estimate_is_spent_within_the_plan(flow, works):
    assert flow.spend.sum() == pytest.approx(works.cost.quantiles[1], rel=1e-12)
    assert (flow.spend >= 0).all()
    assert flow.months[0] <= works.start
    last = works.date_of(float(works.plan.makespan))
    assert flow.months[-1] == last.replace(day=1)


def test_parts_keep_their_proportions(flow, works):
    of_items = flow.spend.sum(axis=1)
    p50 = np.array([row.p50 for row in works.cost.rows])
    assert of_items / of_items.sum() == pytest.approx(p50 / p50.sum(), rel=1e-12)


def test_an_item_is_spent_only_while_its_operations_run(flow, works):
    schedule, operations = works.plan.schedule, works.programme.operations
    row = flow.items.index("bored piles")
    rows = [i for i, name in enumerate(operations) if name in OPERATIONS["bored piles"]]
    begin = works.date_of(min(float(schedule.starts[i]) for i in rows) + 1.0)
    end = works.date_of(max(float(schedule.finishes[i]) for i in rows))
    spent = [m for k, m in enumerate(flow.months) if flow.spend[row, k] > 0]
    assert spent[0] == begin.replace(day=1)
    assert spent[-1] == end.replace(day=1)


def test_overheads_run_evenly(flow):
    row = flow.items.index("site overheads")
    assert flow.basis[row] == EVENLY
    full = flow.spend[row, 1:-1]  # first and last month are cut
    days = np.array([(b - a).days for a, b in zip(flow.months[1:-1], flow.months[2:], strict=True)])
    assert full / days == pytest.approx(full[0] / days[0], rel=1e-9)


def test_every_named_operation_and_item_exists():
    """A renamed operation would silently spend its item evenly."""
    assert set(OPERATIONS) <= set(tables()["items"])
    known = set(built_in().operations)
    assert {name for names in OPERATIONS.values() for name in names} <= known


def test_months_are_whole_and_follow_each_other(flow):
    assert all(m.day == 1 for m in flow.months)
    numbers = [12 * m.year + m.month for m in flow.months]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert isinstance(flow.months[0], date)
