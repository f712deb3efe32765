from dataclasses import replace

import pytest

from spanwright.evidence.claims import Claim, Conflict
from spanwright.evidence.reconcile import chain, hands_of, reconcile

BASE = Claim(
    id="B01",
    quantity="length",
    value="1000",
    unit="m",
    reported_by="ministry",
    publisher="agency.example",
    exactness="approx",
    access="read",
    confidence="medium",
    status="supporting",
    number=1000.0,
    date="2025-04-30",
)


def other(**changes):
    return replace(BASE, id="B02", value="1005", number=1005.0, **changes)


def decided(*claims, conflicts=()):
    (outcome,) = reconcile(claims, conflicts).values()
    return outcome


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"status": "adopted"}, "status"),
        ({"exactness": "exact"}, "exactness"),
        ({"date": "2025-05-01"}, "date"),
        ({"confidence": "high"}, "confidence"),
    ],
)
def test_each_rule_decides_when_all_before_it_are_equal(changes, rule):
    outcome = decided(BASE, other(**changes))
    assert outcome.claim.id == "B02"
    assert [(lost.claim.id, lost.rule.name) for lost in outcome.alternatives] == [("B01", rule)]


def test_the_origin_goes_before_a_later_retelling():
    outcome = decided(BASE, other(date="2026-01-01", publisher="blog citing agency"))
    assert outcome.claim.id == "B01"
    assert outcome.alternatives[0].rule.name == "origin"


def test_status_goes_before_exactness():
    assert decided(other(exactness="exact"), replace(BASE, status="adopted")).claim.id == "B01"


@pytest.mark.parametrize("status", ["conflict", "rejected"])
def test_a_conflicting_claim_carries_no_value_even_when_alone(status):
    outcome = decided(replace(BASE, status=status))
    assert outcome.claim is None
    assert outcome.why.startswith("no claim on it may be adopted")
    assert outcome.is_contested


def test_nothing_is_averaged_and_nothing_is_lost():
    outcome = decided(BASE, other(), replace(BASE, id="B03", value="850", number=850.0))
    assert outcome.claim.number in (1000.0, 1005.0, 850.0)
    assert {outcome.claim.id, *(lost.claim.id for lost in outcome.alternatives)} == {
        "B01",
        "B02",
        "B03",
    }


def test_what_the_rules_say_without_the_editor_is_kept_beside():
    outcome = decided(replace(BASE, status="adopted"), other(exactness="exact"))
    assert (outcome.claim.id, outcome.by_rule.id) == ("B01", "B02")


def test_an_undated_claim_is_older_than_a_dated_one():
    assert decided(other(date=""), BASE).claim.id == "B01"


def test_conflicts_that_touch_the_quantity_come_with_it():
    conflict = Conflict("K01", "length", ("B01", "B02"), "1005 m", "exact")
    elsewhere = Conflict("K02", "width", ("B99",), "7 m", "official")
    assert decided(BASE, other(), conflicts=(conflict, elsewhere)).conflicts == (conflict,)


def test_how_many_mouths_a_claim_passed_is_read_from_its_wording():
    assert hands_of(BASE) == 1
    assert hands_of(replace(BASE, reported_by="agency as retold")) == 2
    assert hands_of(replace(BASE, reported_by="unnamed")) == 3
    assert hands_of(replace(BASE, reported_by="unnamed", hands=1)) == 1


def test_the_chain_runs_from_the_origin_over_the_agency_to_the_pages():
    claim = replace(BASE, reported_by="minister", publisher="trans.example citing TASS; b.example")
    assert chain(claim) == ("minister", "TASS", "trans.example; b.example")
