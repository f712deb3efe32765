"""Edits of the page: what they leave as it was, what they refuse."""

import pytest

from spanwright.datum.errors import InputError, InputErrors
from spanwright.project.reader import read_project
from spanwright_studio.edits import Edit, apply, read_edits
from spanwright_studio.form import form_of
from spanwright_studio.store import copy_inputs, key_of

SIZES = """
assumed = "by hand"
piers = [["pier 1", "1.2 m", 4, "20 m"]]  # remark
[[deck]]
name = "deck"
supports = [0, 20, 40, 60]
plates = [["60 m", "400 mm", "25 mm", "12 mm", "500 mm", "30 mm"]]
"""


@pytest.fixture
def copy(project, tmp_path):
    copy_inputs(project, tmp_path / "copy")
    return tmp_path / "copy"


def test_an_edit_changes_its_value_says_so_and_keeps_the_comments(project, copy):
    before = (project / "project.toml").read_text("utf-8")
    apply(copy, [Edit("layout.girders.count", 5), Edit("layout.piles.diameter", "1.5 m")])
    after = (copy / "project.toml").read_text("utf-8")
    comments = [line for line in before.splitlines() if line.startswith("#")]
    assert all(line in after for line in comments)
    reading = read_project(copy)
    assert reading.brief.layout.girders.count == 5
    (line,) = reading.ledger.of("layout.piles.diameter")
    assert line.kind == "assumed"
    assert line.source == "set in the studio; it was 1.2 m"


def test_an_edit_without_a_value_returns_to_the_default(copy):
    apply(copy, [Edit("layout.girders.count", 5)])
    apply(copy, [Edit("layout.girders.depth", None)])
    assert read_project(copy).brief.layout.girders.depth is None


def test_sizes_are_edited_in_their_own_file(copy):
    sizes = copy / "sizes.toml"
    sizes.write_text(SIZES)
    before = (copy / "project.toml").read_bytes()
    apply(copy, [Edit("sizes.piers", [["pier 1", "1.4 m", 4, "20 m"]])])
    assert (copy / "project.toml").read_bytes() == before
    (pier,) = read_project(copy).brief.sizes.piers
    assert tuple(pier) == ("pier 1", 1.4, 4, 20.0)


def test_an_entry_of_a_list_and_a_section_that_is_not_there_can_be_set(copy):
    apply(copy, [
        Edit("layout.parts[0].spans", ["20 m", "20 m", "20 m"]),
        Edit("site.earthquake.ground_acceleration", "0.05 g"),
    ])  # fmt: skip
    brief = read_project(copy).brief
    assert brief.layout.parts[0].spans == (20.0, 20.0, 20.0)
    assert brief.site.earthquake.ground_acceleration == pytest.approx(0.05 * 9.80665)


def test_a_wrong_value_is_told_at_its_field_in_the_readers_words(copy):
    apply(copy, [Edit("layout.girders.count", -1), Edit("road.carriageway", "7 kN")])
    with pytest.raises(InputErrors) as told:
        read_project(copy)
    addresses = {problem.address for problem in told.value.problems}
    assert {"layout.girders.count", "road.carriageway"} <= addresses


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"edits": {}},
        {"edits": [{"address": "layout"}]},
        {"edits": [{"address": "../../etc", "value": 1}]},
        {"edits": [{"address": "layout.girders.count"}]},
        {"edits": [{"address": "a.b", "value": 1}] * 501},
        [],
    ],
)
def test_a_body_that_is_no_list_of_edits_is_refused(body):
    with pytest.raises(InputError):
        read_edits(body)


@pytest.mark.parametrize("address", ["layout.parts[7].spans", "layout.girders.count.more"])
def test_an_address_that_leads_nowhere_is_refused(copy, address):
    with pytest.raises(InputError):
        apply(copy, [Edit(address, 1)])


def test_the_form_has_every_value_of_the_ledger_with_its_kind_and_source(project):
    reading = read_project(project)
    fields = {f["address"]: f for s in form_of(reading) for f in s["fields"]}
    missing = [line.address for line in reading.ledger if line.address not in fields]
    assert not missing
    assert fields["layout.girders.count"]["kind"] == "whole"
    assert fields["layout.girders.depth"]["auto"] is True
    assert "m" in fields["layout.piles.diameter"]["units"]
    assert "II" in fields["site.climate.terrain"]["choices"]
    assert fields["layout.parts[0].length"]["value"] == "60 m"


def test_the_key_of_a_run_follows_every_input_file(copy):
    first = key_of(copy)
    (copy / "notes.txt").write_text("no input")
    assert key_of(copy) == first
    apply(copy, [Edit("layout.girders.count", 5)])
    assert key_of(copy) != first
