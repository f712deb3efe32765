from pathlib import Path

import pytest

from spanwright.datum.errors import InputError
from spanwright.project.explain import explain
from spanwright.project.reader import read_project

TUMEN = Path(__file__).parents[3] / "examples" / "tumen"


@pytest.fixture(scope="module")
def reading():
    return read_project(TUMEN)


def facts(topic):
    return dict(topic.facts)


def test_a_quantity_shows_what_was_adopted_what_lost_and_where_it_is_used(reading):
    topic, others = explain(reading, "length")
    assert topic.title == "bridge.length"
    assert facts(topic)["adopted"] == "1005 m (claim B04)"
    assert facts(topic)["conflict K01"].startswith("1005 m = 424 + 581")
    assert facts(topic)["used at"] == "layout.length = 1005 m"
    assert [row[0] for row in topic.rows] == [
        "B04",
        "B01",
        "B13",
        "B11",
        "B08",
        "B10",
        "B12",
        "B14",
    ]
    assert "rail.length" in facts(others)


def test_an_address_shows_its_chain_and_the_contest_behind_it(reading):
    line, contest = explain(reading, "road.carriageway")
    assert facts(line)["value"] == "7 m"
    assert facts(line)["claims"] == "B15"
    assert facts(line)["chain"].startswith("Government of Russia")
    assert (contest.title, [row[0] for row in contest.rows]) == ("bridge.width", ["B15", "B16"])


def test_an_assumption_shows_its_basis_and_range(reading):
    (topic,) = explain(reading, "layout.piles.diameter")
    assert facts(topic)["kind"] == "assumed"
    assert facts(topic)["basis"].startswith("A06:")


def test_the_completion_shows_every_date_promised_and_the_contradictions(reading):
    topic = explain(reading, "completion")[0]
    said = [text for label, text in topic.facts if label.startswith("said")]
    assert len(said) == 8
    assert said[0] == "2026-12-31 (B32)"
    assert any(label == "contradiction" for label, _ in topic.facts)


@pytest.mark.parametrize("identifier", ["A04", "K02", "D07", "X01", "O01"])
def test_any_record_can_be_asked_for_by_its_id(reading, identifier):
    (topic,) = explain(reading, identifier)
    assert topic.title.endswith(identifier)


def test_a_claim_id_leads_to_its_quantity(reading):
    assert explain(reading, "B16")[0].title == "bridge.width"


def test_a_part_of_an_address_finds_it(reading):
    assert [topic.title for topic in explain(reading, "piles.diameter")] == [
        "layout.piles.diameter"
    ]


def test_an_unknown_word_names_the_nearest(reading):
    with pytest.raises(InputError, match=r'lenght: no such quantity; did you mean "length"'):
        explain(reading, "lenght")
