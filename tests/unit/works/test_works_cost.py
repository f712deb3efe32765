import math
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pytest

from spanwright.datum.errors import InputError, InputErrors
from spanwright.evidence.register import read_register
from spanwright.project.basis import CostBrief
from spanwright.works.bill import Bill, bill_of, crew_days
from spanwright.works.carbon import carbon_of
from spanwright.works.cost import (
    claimed_amount,
    estimate,
    exchange_rate,
    precedents,
    prices,
    sample_price,
    tables,
)

MONTHS = {"west": np.array([15.0]), "east": np.array([15.0])}
DECK = (2000.0, 180.0)


@pytest.fixture(scope="module")
def bill(short, programme):
    return bill_of(short.layout, short.quantities, programme)


def test_every_price_is_marked_as_assumed_and_the_estimate_says_so(bill):
    found = estimate(bill, CostBrief(currency="USD"), MONTHS, DECK)
    assert {row.tag for row in found.rows} == {"assumed"}
    assert any("none was read in a source" in n.text for n in found.notices)
    assert all(line.kind == "assumed" for line in found.lines)
    assert found.base == "mid-2025"
    assert "land" in found.excluded


def test_the_bill_counts_each_pile_once_and_all_steel(short, bill):
    metres = sum(v for (item, _), v in bill.items.items() if item == "bored piles")
    assert metres == pytest.approx(short.quantities.total("piles", "m"))
    steel = sum(v for (m, _), v in bill.materials.items() if m == "steel plate")
    kinds = ("girder plates", "stiffeners", "welds and splices", "cross-frames", "studs")
    assert steel == pytest.approx(sum(short.quantities.total(k, "kg") for k in kinds))
    placed = sum(v for (item, _), v in bill.items.items() if item == "reinforcement")
    inside = sum(
        r.amount for r in short.quantities.rows
        if r.kind == "reinforcement" and "/pile " in r.element
    )  # fmt: skip
    assert placed + inside == pytest.approx(short.quantities.total("reinforcement", "kg"))


def test_quantiles_rise_and_the_contingency_is_their_difference(bill):
    found = estimate(bill, None, MONTHS, DECK)
    p10, p50, p80, p90 = found.quantiles
    assert p10 < p50 < p80 < p90
    assert found.contingency == pytest.approx(p80 - p50)
    assert found.uplifted == pytest.approx((p50 * 1.23, p50 * 1.55))
    assert found.total.mean() == pytest.approx(
        sum(sample.mean() for sample in found.by_front.values())
    )
    assert np.array_equal(estimate(bill, None, MONTHS, DECK).total, found.total)


def test_longer_works_cost_more_overheads(bill):
    short_ = estimate(bill, None, MONTHS, DECK)
    long = estimate(bill, None, {k: v * 2 for k, v in MONTHS.items()}, DECK)
    overheads = [next(r.p50 for r in e.rows if r.item == "site overheads") for e in (short_, long)]
    assert overheads[1] == pytest.approx(2 * overheads[0])
    assert long.quantiles[1] > short_.quantiles[1]


def test_shared_drivers_widen_the_total(bill, monkeypatch):
    together = estimate(bill, None, MONTHS, DECK).total
    data = dict(tables())
    data["items"] = {k: v | {"shares": {}} for k, v in data["items"].items()}
    monkeypatch.setattr("spanwright.works.cost.tables", lambda: data)
    apart = estimate(bill, None, MONTHS, DECK).total
    assert np.std(np.log(together)) > np.std(np.log(apart))


def test_a_sampled_price_has_its_tenths_where_the_table_says():
    price = prices(None)["bored piles"]
    rng = np.random.default_rng(2)
    drivers = {k: sd * rng.standard_normal(20_000) for k, sd in tables()["drivers"].items()}
    low, high = np.quantile(sample_price(price, drivers, rng), [0.1, 0.9])
    assert (low, high) == (pytest.approx(price.low, rel=0.03), pytest.approx(price.high, rel=0.03))


def test_a_price_of_the_project_is_used_and_an_unknown_one_named():
    found = prices(CostBrief(currency="USD", unit_prices={"parapets": 800.0}))["parapets"]
    assert (found.value, found.tag) == (800.0, "given")
    with pytest.raises(InputErrors, match=r'no such item .got parapet.; did you mean "parapets"'):
        prices(CostBrief(unit_prices={"parapet": 800.0}))
    with pytest.raises(InputError, match=r"cost\.currency: no rate .*got GALLEONS"):
        prices(CostBrief(currency="GALLEONS"))


def test_another_currency_scales_every_price():
    dollars, roubles = prices(CostBrief(currency="USD")), prices(CostBrief(currency="RUB"))
    ratios = {roubles[k].value / dollars[k].value for k in dollars}
    assert max(ratios) == pytest.approx(min(ratios)) == pytest.approx(79.0)


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        ("111", "million USD", 111e6),
        ("about 14 thousand million", "ISK", 14e9 / 128.0),
        ("about a trillion", "roubles RUB", 1e12 / 79.0),
        ("9,500", "USD", 9500.0),
        ("a lot", "USD", None),
        ("111", "million doubloons", None),
        ("unknown", "USD", None),
    ],
)
def test_money_in_words(value, unit, amount):
    found = claimed_amount(value, unit, "USD")
    assert found == (None if amount is None else pytest.approx(amount))


def test_reported_costs_stand_beside_every_scope(bill, tmp_path):
    path = tmp_path / "claims.toml"
    path.write_text(
        '[[claim]]\nid = "B34"\nkey = "bridge.cost"\nquantity = "cost"\nvalue = "30"\n'
        'unit = "million USD"\nreported_by = "x"\npublisher = "y"\nexactness = "rounded"\n'
        'access = "excerpt"\nconfidence = "low"\nstatus = "adopted"\n'
    )
    found = estimate(bill, None, MONTHS, DECK, read_register(path)).comparisons
    assert [c.scope for c in found] == ["whole crossing", "front west alone", "front east alone"]
    assert all(c.reported == 30e6 for c in found)
    assert found[0].share < found[1].share


def test_carbon_adds_up_by_module_and_by_material(bill):
    found = carbon_of(bill, DECK[0])
    assert sum(found.modules.values()) == pytest.approx(sum(row.total for row in found.rows))
    assert found.quantiles[0] < found.quantiles[1] < found.quantiles[2]
    by_name = {row.material: row for row in found.rows}
    steel = by_name["steel plate"]
    assert steel.product == pytest.approx(steel.amount * 2.46)
    assert steel.transport == pytest.approx(steel.amount / 1e3 * 1500 * 0.028)
    assert steel.waste == pytest.approx((steel.product + steel.transport) * (1 / 0.99 - 1))
    assert found.modules["A5 plant"] == pytest.approx(by_name["diesel of plant"].total)


def test_plant_burns_by_the_days_of_the_plan(programme):
    days = crew_days(programme)
    rows = [i for i, o in enumerate(programme.operations) if o.startswith("bored pile")]
    assert days["drilling rig"] == pytest.approx(programme.network.durations[rows].sum())
    empty = Bill(MappingProxyType({}), MappingProxyType({}), {"drilling rig": 10.0})
    assert carbon_of(empty, 1.0).modules["A5 plant"] == pytest.approx(10 * 250 * 2.7)
    assert math.isfinite(carbon_of(empty, 1.0).per_area)


def test_a_budget_stands_in_where_nothing_was_reported(bill):
    brief = CostBrief(currency="USD", budget=25e6)
    register = SimpleNamespace(claims={})
    found = estimate(bill, brief, MONTHS, DECK, register).comparisons
    assert {c.claim for c in found} == {"cost.budget"}


def test_reported_costs_of_other_crossings_have_their_sources():
    found = {row.name.split(",")[0]: row for row in precedents()}
    kerch = found["Kerch Strait"]
    assert kerch.cost / kerch.length == pytest.approx(12.0e6, rel=0.01)  # roubles a metre
    assert all(row.source and row.covers and exchange_rate(row.currency) for row in found.values())
