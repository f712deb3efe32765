"""The published claims of the Tumen bridge: what the rules make of them."""

from datetime import date
from pathlib import Path

import pytest

from spanwright.evidence.register import attribution, read_register

CLAIMS = Path(__file__).parents[3] / "examples" / "tumen" / "claims.toml"


@pytest.fixture(scope="module")
def register():
    return read_register(CLAIMS)


def test_all_published_records_are_there(register):
    records = register.records
    counts = (records.claims, records.conflicts, records.assumptions, records.statements)
    assert [len(group) for group in counts] == [120, 14, 24, 19]
    assert len(records.contradictions) == 10


@pytest.mark.parametrize(
    ("key", "claim", "text"),
    [
        ("bridge.length", "B04", "1005 m"),
        ("bridge.length.ru", "B02", "424 m"),
        ("bridge.length.kp", "B03", "581 m"),
        ("bridge.width", "B15", "7 m"),
        ("bridge.lanes", "B17", "2 lanes"),
        ("bridge.start", "B42", "2025-04-30 (Wednesday)"),
        ("bridge.completion.limit", "B32", "2026-12-31"),
        ("rail.length", "F02", "about 623 m"),
        ("river.catchment", "S01", "33168 km2"),
    ],
)
def test_adopted_values(register, key, claim, text):
    outcome = register.adopted[key]
    assert (outcome.claim.id, outcome.claim.text) == (claim, text)


@pytest.mark.parametrize("key", ["bridge.span", "bridge.clearance", "river.discharge.peak"])
def test_what_nobody_published_is_not_adopted(register, key):
    assert register.adopted[key].claim is None


def test_the_rules_alone_agree_with_the_editor_on_the_bridge_itself(register):
    for key in ("bridge.length", "bridge.width", "bridge.lanes", "bridge.start", "bridge.cost"):
        assert register.adopted[key].by_rule is register.adopted[key].claim, key


def test_every_conflict_is_shown_with_the_quantity_it_is_about(register):
    shown = {conflict.id for outcome in register.adopted.values() for conflict in outcome.conflicts}
    assert shown == set(register.conflicts)


def test_the_parts_add_up_to_the_whole(register):
    ru, kp, whole = (
        register.adopted[key].claim.number
        for key in ("bridge.length.ru", "bridge.length.kp", "bridge.length")
    )
    assert ru + kp == whole


def test_the_rules_find_the_contradictions_that_can_be_computed(register):
    listed = {flag.listed: flag for flag in register.flags if flag.listed}
    assert set(listed) == {"X01", "X02", "X03", "X07"}
    assert "2024-01-01 to 2024-12-31" in listed["X01"].finding
    assert "2022-01-01 to 2022-12-31" in listed["X01"].finding
    assert "263 to 265 days = 8.6 to 8.7 months" in listed["X03"].finding


def test_2022_also_contradicts_the_day_the_agreement_was_signed(register):
    assert ("D08", "B40") in {flag.between for flag in register.flags}
    assert ("D07", "B40") not in {flag.between for flag in register.flags}


def test_wednesday_is_the_day_works_began_and_thursday_is_not(register):
    when = {item.id: item.when for item in register.dated}
    assert when["D05"].first == when["B42"].first == date(2025, 4, 30)
    assert ("D05", "B43") in {flag.between for flag in register.flags}


def test_promised_dates_come_in_the_order_they_were_said(register):
    promises = register.promises("bridge.completion")
    assert [promise.claim.id for promise in promises] == [
        "B32", "B45", "B46", "B47", "B49", "B48", "B50", "B63",
    ]  # fmt: skip
    assert promises[0].when.first == date(2026, 12, 31)


def test_observations_are_dated_by_the_image_and_rest_on_claims(register):
    piers = register.latest("land piers")
    assert {front: (seen.low, seen.claim.id) for front, seen in piers.items()} == {
        "KP": (6, "B58"),
        "RU": (3, "B59"),
    }
    assert piers["KP"].day.first == date(2025, 10, 14)  # image; the report came on 10-28
    days = [seen.day.first for seen in register.sightings]
    assert days == sorted(days)


def test_a_computed_claim_shows_the_claims_it_was_computed_from(register):
    lines = register.attributions("B04")
    assert [line[:4] for line in lines[1:]] == ["B02:", "B03:"]
    assert attribution(register.claims["B06"]) == (
        "R. Starovoit, transport minister → TASS → trans.ru; tass.com; 2024-06-19; "
        "approx, read as excerpt"
    )


def test_a_word_finds_the_plainest_quantity_first(register):
    assert register.find("length")[:1] == ("bridge.length",)
    assert register.find("completion")[:1] == ("bridge.completion",)
    assert register.find("B16") == ("bridge.width",)
    assert register.find("no such thing") == ()
