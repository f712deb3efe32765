from dataclasses import replace

import numpy as np
import pytest

from spanwright.datum.errors import InputError, InputErrors
from spanwright.project.basis import ActivityBrief
from spanwright.works.critical import critical_path
from spanwright.works.substructure import causeway_volume, support_fronts
from spanwright.works.superstructure import is_launched
from spanwright.works.templates import make_programme


def predecessors(programme, identity):
    return {link.before for link in programme.network.links if link.after == identity}


def with_programme(brief, **changes):
    return brief.model_copy(update={"programme": brief.programme.model_copy(update=changes)})


def test_every_support_and_every_span_has_its_activities(short, programme):
    ids = programme.network.ids
    for pier in short.layout.piers:
        piles = [i for i in ids if f"/{pier.name}/pile " in i and i.split("pile ")[1].isdigit()]
        assert len(piles) == len(pier.foundation.pile_x)
        assert sum(f"/{pier.name}/crosshead" in i for i in ids) == 1
        assert any(f"/{pier.name}/cofferdam" in i for i in ids) == pier.in_river
    spans = sum(len(deck.supports) - 1 for deck in short.layout.decks)
    assert len(programme.of_step("crane erection")) == spans
    assert len(programme.of_step("expansion joint")) == 3
    assert len(programme.of_step("closure")) == 1


def test_fronts_build_from_their_own_banks_and_meet(short, programme):
    west, east = programme.fronts
    assert (west.direction, east.direction) == (1, -1)
    assert (west.bank, east.bank) == short.brief.site.banks
    builder = support_fronts(short.layout, programme.fronts)
    assert builder["abutment 1"] == "west"
    assert builder["abutment 2"] == "east"
    first = programme.network.activities[programme.network.index["east/deck right/span 1/erection"]]
    assert first.chainage[0] == pytest.approx(180.0)
    closure = predecessors(programme, "closure left to right")
    assert {i.split("/")[0] for i in closure} == {"west", "east"}


def test_a_pile_waits_for_its_cofferdam_and_its_test_for_a_week(programme):
    network = programme.network
    assert predecessors(programme, "west/pier 1/pile 1") == {"west/pier 1/cofferdam"}
    lags = {link.lag for link in network.links if link.after == "west/pier 1/pile test"}
    assert lags == {7.0}
    wait = [k for k in network.links if k.after == "west/pier 1/bearings left"]
    assert wait[0].lag >= 5.0  # concrete must reach its strength first


def test_the_milestones_come_in_their_order(programme):
    path = critical_path(programme.network)
    at = [path.early_finish[programme.network.index[i]] for i in programme.milestones.values()]
    assert list(programme.milestones)[-5:] == [
        "deck continuous", "structure complete", "load test passed", "permitted", "open",
    ]  # fmt: skip
    assert np.all(np.diff(at[-5:]) >= 0.0)


def test_the_checkpoint_is_a_chain_of_its_own_before_the_opening(programme):
    assert "west/checkpoint trial" in predecessors(programme, "open")
    assert predecessors(programme, "west/checkpoint site") == {"start"}
    assert not any(i.startswith("east/checkpoint") for i in programme.network.ids)


def test_a_long_deck_of_constant_depth_is_launched(short):
    deck = short.layout.decks[0]
    assert not is_launched(deck, "auto")  # 90 m is lifted
    assert is_launched(deck, "launch")
    long = replace(deck, supports=np.array([0.0, 80.0, 160.0]))
    assert is_launched(long, "auto")
    launched = make_programme(with_programme(short.brief, erection="launch"), short.layout)
    assert len(launched.of_step("launch")) == len(launched.of_step("girder assembly")) == 4
    assert "west/abutment 1/backfill" in predecessors(launched, "west/launching yard")


def test_the_fill_of_a_causeway_follows_the_bed(short):
    whole = causeway_volume(short.layout, 60.0, 120.0)
    parts = causeway_volume(short.layout, 60.0, 90.0) + causeway_volume(short.layout, 90.0, 120.0)
    assert whole == pytest.approx(parts, rel=2e-3)
    assert whole > 0.0


def test_own_activities_take_a_built_in_pace_or_a_duration(short):
    own = (
        ActivityBrief(id="dredging", front="west", operation="excavation", quantity=610.0,
                      after=("west/mobilisation",), before=("west/pier 1/cofferdam",)),
        ActivityBrief(id="customs house", duration="40 days", uses={"carpenter gang": 2}),
    )  # fmt: skip
    made = make_programme(with_programme(short.brief, activities=own), short.layout)
    tasks = {a.id: a for a in made.network.activities}
    assert tasks["dredging"].duration == pytest.approx(10.0)
    assert tasks["dredging"].uses == {"west earthworks crew": 1}
    assert tasks["customs house"].duration == pytest.approx(40.0)
    assert tasks["customs house"].uses == {"carpenter gang": 2}
    assert "dredging" in predecessors(made, "west/pier 1/cofferdam")
    assert "customs house" in predecessors(made, "open")


def test_mistakes_in_own_activities_are_all_told_with_their_addresses(short):
    own = (
        ActivityBrief(id="a", operation="excavatoin", quantity=1.0, after=("west/mobilizaton",)),
        ActivityBrief(id="b", front="north", duration="3 days", calendar="paved"),
        ActivityBrief(id="c"),
    )
    with pytest.raises(InputErrors) as caught:
        make_programme(with_programme(short.brief, activities=own), short.layout)
    text = str(caught.value)
    assert 'programme.activities[0].operation: no such operation (got excavatoin); did you mean "excavation"?' in text  # fmt: skip  # noqa: E501
    assert 'did you mean "west/mobilisation"?' in text
    assert "programme.activities[1].front: no such front (got north)" in text
    assert "programme.activities[1].calendar: no such calendar" in text
    assert "programme.activities[2]: needs operation and quantity, or duration" in text


def test_a_circle_of_own_precedence_is_named(short):
    own = (
        ActivityBrief(id="a", duration="3 days", after=("b",)),
        ActivityBrief(id="b", duration="3 days", after=("a",)),
    )
    with pytest.raises(InputErrors, match=r"circle: (a -> b -> a|b -> a -> b)"):
        make_programme(with_programme(short.brief, activities=own), short.layout)


def test_demand_above_the_number_of_gangs_is_refused(short):
    own = (ActivityBrief(id="a", front="west", duration="3 days", uses={"paving crew": 4}),)
    with pytest.raises(InputErrors, match="needs more than the 1 there are"):
        make_programme(with_programme(short.brief, activities=own), short.layout)


def test_holidays_all_year_leave_no_working_day(short):
    calendar = short.brief.programme.calendar.model_copy(update={"holidays": (((1, 1), (12, 31)),)})
    with pytest.raises(InputErrors, match="has no working day"):
        make_programme(with_programme(short.brief, calendar=calendar), short.layout)


def test_a_project_without_a_programme_says_what_is_missing(short):
    brief = short.brief.model_copy(update={"programme": None})
    with pytest.raises(InputError, match=r"programme: is needed for a plan"):
        make_programme(brief, short.layout)
