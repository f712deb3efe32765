"""Two summaries side by side: what differs is found, what is rounding is not."""

import copy
import json

import pytest
from sample_results import sample_results

from spanwright.datum.atomic import json_bytes
from spanwright.deliverables.compare import compare, sentences, words
from spanwright.deliverables.tables import summary

SUMMARY = json.loads(json_bytes(summary(sample_results())))
WORKS = {
    "today": "2026-03-31", "plan_opens": "2026-12-28", "currency": "USD", "carbon_kg": 1.0e7,
    "milestones": [{"name": "open", "10 %": "2026-12-01", "50 %": "2026-12-31"}],
    "cost": {"50 %": 1.0e8},
}  # fmt: skip


@pytest.fixture
def other():
    return copy.deepcopy(SUMMARY)


def test_equal_summaries_have_no_difference(other):
    assert compare(SUMMARY, other) == ()
    assert words(()) == ("no difference",)


def test_rounding_of_another_machine_is_no_difference(other):
    for row in other["quantities"]:
        row["amount"] *= 1 + 1e-13
    assert compare(SUMMARY, other) == ()


def test_a_quantity_that_grew_says_by_how_much(other):
    row = other["quantities"][0]
    row["amount"] *= 1.05
    (change,) = compare(SUMMARY, other)
    assert change.group == "quantity"
    assert row["item"] in change.what
    assert change.difference == "+5 %"
    assert change.amount == pytest.approx(0.05)
    assert words((change,))[0].startswith("quantities: 1 changed; most: ")


def test_a_difference_is_seen_however_small(other):
    other["quantities"][0]["amount"] *= 1 + 1e-7
    (change,) = compare(SUMMARY, other)
    assert change.before != change.after


def test_inputs_differ_by_value_or_by_kind_and_come_and_go(other):
    other["values"][0]["value"] = "something else"
    other["values"].append({"address": "new.one", "value": "1 m", "kind": "given"})
    gone = other["values"].pop(1)
    changes = compare(SUMMARY, other)
    assert {(c.what, c.kind) for c in changes} == {
        (SUMMARY["values"][0]["address"], "changed"), (gone["address"], "removed"),
        ("new.one", "added"),
    }  # fmt: skip
    kinds = copy.deepcopy(SUMMARY)
    kinds["values"][0]["kind"] = "standard"
    (change,) = compare(SUMMARY, kinds)
    assert change.difference == f"{SUMMARY['values'][0]['kind']} -> standard"


def test_a_check_that_begins_to_fail_is_told_in_words(other):
    held = next(c for c in other["checks"] if c["utilisation"] and not c["fails"])
    held |= {"utilisation": 1.2, "fails": 3}
    for changes, verdict in (
        (compare(SUMMARY, other), "now fails"),
        (compare(other, SUMMARY), "now holds"),
    ):
        (change,) = changes
        assert change.difference.endswith(verdict)
        assert any(verdict in line and held["check"] in line for line in words(changes))


def test_effects_and_spans_are_compared(other):
    other["effects"][0]["maximum"]["value"] *= 2
    other["decks"][0]["spans_m"][0] += 1.0
    groups = [c.group for c in compare(SUMMARY, other)]
    assert groups == ["layout", "effect"]


def test_dates_move_by_days_and_costs_by_percent(other):
    first, second = SUMMARY | {"works": WORKS}, other | {"works": copy.deepcopy(WORKS)}
    second["works"]["milestones"][0]["50 %"] = "2027-01-23"
    second["works"]["plan_opens"] = "2026-12-27"
    second["works"]["cost"]["50 %"] = 1.1e8
    opens, middle, cost = compare(first, second)
    assert (opens.what, opens.difference) == ("plan opens", "1 day earlier")
    assert (middle.what, middle.difference) == ("open, 50 %", "23 days later")
    assert (cost.group, cost.difference) == ("cost", "+10 %")


def test_every_change_turns_round(other):
    other["quantities"][0]["amount"] *= 1.5
    other["quantities"].pop()
    there, back = compare(SUMMARY, other), compare(other, SUMMARY)
    assert [(c.before, c.after) for c in there] == [(c.after, c.before) for c in back]


def test_sentences_tell_what_was_changed_and_what_came_of_it(other):
    first, second = SUMMARY | {"works": WORKS}, other | {"works": copy.deepcopy(WORKS)}
    written = next(v for v in second["values"] if v["kind"] == "given")
    before = written["value"]
    written["value"] = "99 m"
    second["decks"][0]["spans_m"][0] += 1.0
    kind = next(q for q in second["quantities"] if q["unit"] == "kg" and q["material"])
    for row in second["quantities"]:
        if row["material"] == kind["material"] and row["unit"] == "kg":
            row["amount"] *= 1.1
    for check in second["checks"]:
        if check["utilisation"]:
            check["utilisation"] *= 2.0
    second["works"]["milestones"][0]["50 %"] = "2027-01-23"
    told = sentences(first, second, compare(first, second))
    assert told[0] == f"changed in the project: {written['address']} {before} -> 99 m"
    assert any(line.startswith("spans of deck") for line in told)
    assert any(f"{kind['material']} " in x and "(+10 %)" in x for x in told if "materials:" in x)
    assert any(line.startswith("largest utilisation: ") for line in told)
    assert told[-1] == "open, 50 %: 2026-12-31 -> 2027-01-23 (23 days later)"


def test_many_changes_are_counted_not_listed(other):
    for k in range(9):
        other["values"].append({"address": f"new.v{k}", "value": "1 m", "kind": "given"})
    (told,) = sentences(SUMMARY, other, compare(SUMMARY, other))
    assert told.count("added") == 6
    assert told.endswith("; 3 more")


def test_what_follows_from_an_input_is_no_input(other):
    other["values"].append({"address": "layout.decks[0].depth", "value": "2 m", "kind": "derived"})
    (change,) = compare(SUMMARY, other)
    assert change.group == "derived"
    assert sentences(SUMMARY, other, (change,)) == ("1 derived value followed",)


def test_what_only_one_has_is_rounded_and_has_its_unit(other):
    gone = {"group": "deck", "item": "rail", "material": "S235", "part": "A",
            "amount": 112654.00000000001, "unit": "kg"}  # fmt: skip
    other["quantities"].append(gone)
    check = {**SUMMARY["checks"][0], "check": "another", "utilisation": 0.7249999999999999}
    other["checks"].append(check)
    quantity, added = compare(SUMMARY, other)
    assert (quantity.after, quantity.kind) == ("112.7 t", "added")
    assert (added.after, added.kind) == ("0.72", "added")
    removed = compare(other, SUMMARY)
    assert [c.before for c in removed] == ["112.7 t", "0.72"]
