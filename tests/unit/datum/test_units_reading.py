import pytest

from spanwright.datum.units import UNITS, parse


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("32.5 m", "length", 32.5),
        ("175 mm", "length", 0.175),
        ("-5 °C", "air temperature", -5.0),
        ("−3 m", "length", -3.0),
        ("12 000 kN", "force", 12e6),
        ("1_000 m", "length", 1000.0),
        ("12 %", "number", 0.12),
        (".5m", "length", 0.5),
        ("5 m²", "area", 5.0),
        (7, "length", 7.0),
    ],
)
def test_a_number_with_its_unit_is_read_to_si(text, dimension, value):
    assert parse(text, dimension) == value


@pytest.mark.parametrize("text", ["7 kN", "1 2 m", "7,5 m", "nan m", "m", "", "7 m m", "7 1"])
def test_what_is_no_length_is_refused_with_the_units_that_would_be_right(text):
    with pytest.raises(ValueError, match="must be a length in m, mm, cm, km, ft, in"):
        parse(text, "length")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1e999 m"])
def test_a_number_must_be_finite(value):
    with pytest.raises(ValueError, match="must be a finite number"):
        parse(value, "length")


def test_true_is_not_one_metre():
    with pytest.raises(ValueError, match="must be a length"):
        parse(True, "length")


def test_every_unit_of_the_table_can_be_written_after_a_number():
    for dimension, units in UNITS.items():
        for unit, factor in units.items():
            text = "3" if unit == "1" else f"3 {unit}"
            assert parse(text, dimension) == pytest.approx(3 * factor, rel=1e-15), (dimension, unit)
