import datetime
import re

import pytest
from pydantic_core import PydanticCustomError

from spanwright.project.kinds import Day, DayOfYear, Quantity, Whole, show
from spanwright.project.origins import quantity_of
from spanwright.project.plausible import implausible
from spanwright.project.reference import _sections
from spanwright.project.schema import Brief


def complaint(reader, value):
    with pytest.raises(PydanticCustomError) as caught:
        reader.read(value)
    context = caught.value.context
    return f"{context['expected']} (got {context['got']})"


def test_a_bound_is_told_in_the_unit_of_the_field_and_the_value_as_written():
    length = Quantity("length", above=0.0)
    assert complaint(length, "-25 m") == "must be longer than 0 m (got -25 m)"
    assert complaint(length, 0) == "must be longer than 0 m (got 0)"
    share = Quantity("number", least=0.0, most=1.0)
    assert complaint(share, "120 %") == "must be at most 1 (got 120 %)"
    assert share.read("100 %") == 1.0
    assert complaint(share, -0.1) == "must be at least 0 (got -0.1)"
    assert complaint(Quantity("stress", above=0.0), "0 MPa") == "must be more than 0 Pa (got 0 MPa)"


def test_auto_is_none_only_where_it_is_allowed():
    assert Quantity("length", auto=True).read("auto") is None
    assert complaint(Quantity("length"), "auto").endswith('(got "auto")')
    assert 'or "auto"' in complaint(Quantity("length", auto=True), "automatic")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_number_of_a_project_may_be_nan_or_infinite(value):
    assert complaint(Quantity("length"), value).startswith("must be a finite number")
    assert complaint(Whole(), value).startswith("must be a whole number")


@pytest.mark.parametrize("value", [2.5, "2", True, None, 0, 21, [2]])
def test_a_count_is_a_whole_number_within_its_bounds(value):
    assert "must be a whole number of at least 1 and at most 20" in complaint(Whole(1, 20), value)


def test_two_point_zero_is_two():
    assert Whole(1).read(2.0) == 2


def test_days_are_in_the_calendar():
    assert Day().read("2024-02-29") == datetime.date(2024, 2, 29)
    assert complaint(Day(), "2026-02-30") == (
        "must be a day that is in the calendar (got 2026-02-30)"
    )
    assert complaint(Day(), "30.4.2025") == "must be a day written YYYY-MM-DD (got 30.4.2025)"
    assert DayOfYear().read("12-01") == (12, 1)
    assert complaint(DayOfYear(), "13-01").startswith("must be a day that is in the calendar")
    assert complaint(DayOfYear(), 12).startswith('must be a month and a day written "MM-DD"')


def test_a_value_is_shown_as_the_user_would_recognise_it():
    assert show({"value": "7 m", "source": "B15"}) == "7 m"
    assert show(True) == "true"
    assert show([1, 2, 3]) == "a list of 3"
    assert len(show("x" * 500)) == 60
    assert complaint(Quantity("length"), "{0} {braces}").endswith("(got {0} {braces})")


def test_every_usual_range_that_gives_numbers_bounds_its_value():
    ranged = {}
    for _, model in _sections("", Brief):
        for name, info in model.model_fields.items():
            extra = info.json_schema_extra
            quantity = quantity_of(info)
            if quantity and isinstance(extra, dict) and "range" in extra:
                text = str(extra["range"])
                told = implausible(info, quantity.dimension, 1e30)
                assert (told is not None) == bool(re.match(r"[\d.e]+ to [\d.e]+", text)), name
                ranged[name] = implausible(info, quantity.dimension, 1e-30)
    assert len(ranged) > 60
    assert ranged["haunch"] is None  # its range begins at zero
    assert ranged["web_thickness"] == (
        "must be between 15 mm and 2200 mm; usual is 150 to 220 mm",
        "1e-30 m",
    )
