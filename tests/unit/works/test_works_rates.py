import pytest

from spanwright.datum.errors import InputErrors
from spanwright.works.rates import built_in, project_rates, rate_lines
from spanwright.works.seasons import CLASSES


def test_every_pace_has_a_range_a_source_a_tag_and_a_known_calendar():
    table = built_in()
    for row in table.operations.values():
        assert 0 < row.low <= row.value <= row.high, row.name
        assert row.source, row.name
        assert row.tag in ("read", "assumed"), row.name
        assert row.calendar in CLASSES, row.name
        assert set(row.uses) <= set(table.capacities), row.name
    for risk in table.risks:
        assert risk.operation in table.operations


def test_a_pace_of_the_project_keeps_the_relative_range():
    changed = project_rates({"bored pile": 35.0}).operations["bored pile"]
    assert (changed.low, changed.value, changed.high) == (14.0, 35.0, 70.0)
    assert changed.tag == "given"
    (line,) = rate_lines(project_rates({"bored pile": 35.0}), {"bored pile"})
    assert (line.kind, line.value) == ("given", "35 m a day")


def test_days_of_a_rate_and_of_a_duration():
    table = built_in().operations
    assert table["bored pile"].days(35.0) == 2.0
    assert table["pile cap"].days(2.0) == 24.0
    assert table["bored pile"].mean_factor > 1.0  # slow is further from the mode than quick
    assert table["pile cap"].mean_factor == pytest.approx((8 + 4 * 12 + 20) / 6 / 12)


def test_wrong_names_are_told_together_with_the_nearest_right_one():
    with pytest.raises(InputErrors) as caught:
        project_rates({"bored pil": 3.0, "launch": 2.0}, {"drilling rigs": 3}, ("RU",))
    first, second = map(str, caught.value.problems)
    assert first == (
        'programme.rates.bored pil: no such operation (got bored pil); did you mean "bored pile"?'
    )
    assert second.endswith('did you mean "drilling rig"?')


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_a_pace_of_nothing_is_refused(value):
    with pytest.raises(InputErrors, match=r"programme\.rates\.launch: must be more than 0"):
        project_rates({"launch": value})


def test_a_number_for_one_front_goes_before_that_for_all():
    rates = project_rates({}, {"drilling rig": 3, "RU drilling rig": 5}, ("RU", "KP"))
    assert rates.capacity("drilling rig", "RU") == 5
    assert rates.capacity("drilling rig", "KP") == 3


def test_published_figures_stand_beside_the_operations_they_are_near():
    operations = built_in().operations
    told = {name for name, row in operations.items() if row.published}
    assert {"bored pile", "cofferdam", "launch", "approach earthworks"} <= told
    pile = operations["bored pile"]
    assert "Hong Kong" in pile.published
    # 61 m in 4 to 8 days: the published pace lies within the range that is assumed.
    assert pile.low <= 61 / 8 <= 61 / 4 <= pile.high
    assert pile.tag == "assumed"
