from datetime import date

import pytest

from spanwright.evidence.times import When, amount, months_of, read_date, resolve

PUBLISHED = "2025-05-01"  # a Thursday


@pytest.mark.parametrize(
    ("expression", "first", "last"),
    [
        ("Wednesday", date(2025, 4, 30), date(2025, 4, 30)),
        ("Thursday", date(2025, 5, 1), date(2025, 5, 1)),
        ("last Thursday", date(2025, 4, 24), date(2025, 4, 24)),
        ("next Thursday", date(2025, 5, 8), date(2025, 5, 8)),
        ("next Friday", date(2025, 5, 2), date(2025, 5, 2)),
        ("earlier this week", date(2025, 4, 28), date(2025, 5, 1)),
        ("yesterday", date(2025, 4, 30), date(2025, 4, 30)),
        ("last month", date(2025, 4, 1), date(2025, 4, 30)),
        ("last year", date(2024, 1, 1), date(2024, 12, 31)),
        ("next year", date(2026, 1, 1), date(2026, 12, 31)),
        ("mid-2026", date(2026, 6, 1), date(2026, 7, 31)),
        ("summer 2026", date(2026, 6, 1), date(2026, 8, 31)),
        ("winter 2026", date(2025, 12, 1), date(2026, 2, 28)),
        ("first quarter of 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("Q1 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("by the end of 2026", date(2026, 12, 31), date(2026, 12, 31)),
        ("in 2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("June 2024", date(2024, 6, 1), date(2024, 6, 30)),
        ("19 June 2024", date(2024, 6, 19), date(2024, 6, 19)),
        ("2025-04-30 (Wednesday)", date(2025, 4, 30), date(2025, 4, 30)),
        ("within two years", date(2025, 5, 1), date(2027, 5, 1)),
    ],
)
def test_words_become_days_against_the_day_of_publication(expression, first, last):
    when = resolve(expression, PUBLISHED)
    assert when is not None
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize("expression", ["recently", "soon", "coincided", "31 June 2024", ""])
def test_words_no_rule_covers_are_never_guessed(expression):
    assert resolve(expression, PUBLISHED) is None


def test_a_weekday_needs_a_day_of_publication_not_a_month():
    assert resolve("Wednesday", "2025-05") is None
    assert resolve("Wednesday") is None


def test_eighteen_months_count_from_the_start_of_works():
    start = When(date(2025, 4, 30), date(2025, 4, 30), "as written")
    when = resolve("about 18 months", since=start)
    # 18 months after 2025-04-30 is 2026-10-30; "about" leaves a month on either side.
    assert when is not None
    assert when.first < date(2026, 10, 30) < when.last
    assert (when.first, when.last) == (date(2026, 9, 29), date(2026, 11, 29))
    assert resolve("about 18 months") is None


def test_eight_months_is_what_rounds_to_eight():
    assert months_of("eight months") == (7.5, 8.5, False)
    assert months_of("263 days") == pytest.approx((8.6244, 8.6573, False), abs=1e-3)
    assert months_of("within two years") == (0.0, 24.0, True)
    assert months_of("some months") is None


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "30.04.2025", "2025-05-02/2025-05-01"])
def test_a_date_must_be_in_the_calendar(text):
    with pytest.raises(ValueError, match="must"):
        read_date(text)


def test_over_600_does_not_hold_600_and_about_600_does():
    over, about = amount("over 600"), amount("about 600")
    assert over is not None
    assert about is not None
    assert not over.holds(600.0)
    assert over.holds(601.0)
    assert about.holds(600.0)
    assert not about.holds(640.0)
    assert amount("many") is None
