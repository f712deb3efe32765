"""Time expressions of news text, resolved against the day of publication.

"Wednesday" in a report of Thursday 2025-05-01 is 2025-04-30; "last year" is 2024; "mid-2026" is
June and July 2026.  An expression no rule covers gives None: it is never guessed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = [name.lower() for name in calendar.month_name]
WEEKDAYS: Final = [name.lower() for name in calendar.day_name]
_COUNTING: Final = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
NUMBER_WORDS: Final = {word: number for number, word in enumerate(_COUNTING)} | {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "eighteen": 18,
    "twenty": 20,
}
# First and last month of named parts of a year.
PARTS: Final = {
    "mid": (6, 7),
    "middle of": (6, 7),
    "early": (1, 3),
    "beginning of": (1, 3),
    "start of": (1, 3),
    "late": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "first half of": (1, 6),
    "second half of": (7, 12),
    "first quarter of": (1, 3),
    "second quarter of": (4, 6),
    "third quarter of": (7, 9),
    "fourth quarter of": (10, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
DAYS_A_MONTH: Final = 365.2425 / 12.0


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both ends included, and the rule that gave it."""

    first: date
    last: date
    rule: str

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def meets(self, other: When) -> bool:
        """Whether the two can mean the same day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.is_day else f"{self.first} to {self.last}"


def read_date(text: str) -> tuple[date, date]:
    """First and last day of "2025-04-30", "2025-04", "2025" or "2025-04-26/2025-04-28".

    Raises ValueError with a sentence for anything else, also for a day not in the calendar.
    """
    if "/" in text:
        first, last = text.split("/", 1)
        begin, finish = read_date(first.strip())[0], read_date(last.strip())[1]
        if begin > finish:
            raise ValueError("must not end before it begins")
        return begin, finish
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip())
    if match is None:
        raise ValueError("must be written YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if day is not None:
            only = date(year or 0, month or 0, day)
            return only, only
        if month is not None:
            return _months(year or 0, month, month)
        return _months(year or 0, 1, 12)
    except (ValueError, IndexError):
        raise ValueError("must be a day that is in the calendar") from None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def resolve(expression: str, published: str = "", since: When | None = None) -> When | None:
    """The days an expression can mean, or None when no rule covers it.

    published : day (or month, or year) of the text; needed by relative expressions
    since     : what a bare duration counts from, e.g. the start of works for "about 18 months"
    """
    text = re.sub(r"\s+", " ", expression.lower().strip().rstrip("."))
    text = re.sub(r"\((.*?)\)", "", text).strip()  # "Wednesday (2025-04-30)": words first
    reference = read_date(published) if published else None
    for rule in (_written, _part_of_year, _month_of_year, _whole_year):
        when = rule(text)
        if when is not None:
            return when
    duration = months_of(text)
    if duration is not None:
        return _after(text, duration, since, reference)
    if reference is None:
        return None
    for relative in (_weekday, _relative_year, _relative_span):
        when = relative(text, reference)
        if when is not None:
            return when
    return None


def _written(text: str) -> When | None:
    try:
        return When(*read_date(text), "as written")
    except ValueError:
        return None


def _part_of_year(text: str) -> When | None:
    for words, (first, last) in PARTS.items():
        match = re.fullmatch(rf"(?:by |in |from )?(?:the )?{words}[ -](?:of )?(\d{{4}})", text)
        if match:
            return When(*_months(int(match[1]), first, last), f'"{words}" is months {first}-{last}')
    match = re.fullmatch(r"(?:by )?(?:the )?end of (\d{4})", text)
    if match:
        day = date(int(match[1]), 12, 31)
        return When(day, day, "the end of a year is its last day")
    match = re.fullmatch(r"(?:in |the )*winter (?:of )?(\d{4})", text)
    if match:
        year = int(match[1])
        return When(date(year - 1, 12, 1), _months(year, 2, 2)[1], "winter ends in the year named")
    return None


def _month_of_year(text: str) -> When | None:
    match = re.fullmatch(r"(?:by |in |on )?(?:(\d{1,2}) )?([a-z]+) (?:(\d{1,2}),? )?(\d{4})", text)
    if match is None or match[2] not in MONTHS[1:]:
        return None
    year, month, day = int(match[4]), MONTHS.index(match[2]), match[1] or match[3]
    if day is None:
        return When(*_months(year, month, month), "month and year as written")
    try:
        only = date(year, month, int(day))
    except ValueError:
        return None
    return When(only, only, "as written")


def _whole_year(text: str) -> When | None:
    match = re.fullmatch(r"(?:in |by |during )?(\d{4})", text)
    return When(*_months(int(match[1]), 1, 12), "any day of the year named") if match else None


def _weekday(text: str, reference: tuple[date, date]) -> When | None:
    match = re.fullmatch(r"(?:on )?(last |next )?([a-z]+)", text)
    if match is None or match[2] not in WEEKDAYS or reference[0] != reference[1]:
        return None
    published, day = reference[0], WEEKDAYS.index(match[2])
    if match[1] == "next ":
        only = published + timedelta(days=(day - published.weekday() - 1) % 7 + 1)
        return When(only, only, "the first such day after publication")
    back = (published.weekday() - day) % 7
    if match[1] == "last " and back == 0:
        back = 7
    only = published - timedelta(days=back)
    return When(only, only, "the last such day up to publication")


def _relative_year(text: str, reference: tuple[date, date]) -> When | None:
    steps = {"last year": -1, "this year": 0, "next year": 1}
    if text not in steps or reference[0].year != reference[1].year:
        return None
    year = reference[0].year + steps[text]
    return When(*_months(year, 1, 12), f"the year of publication {steps[text]:+d}")


def _relative_span(text: str, reference: tuple[date, date]) -> When | None:
    first, last = reference
    if text == "earlier this week" and first == last:
        return When(first - timedelta(days=first.weekday()), last, "Monday to publication")
    if text in ("last month", "this month") and first.month == last.month:
        day = first.replace(day=1) - timedelta(days=1) if text == "last month" else first
        return When(*_months(day.year, day.month, day.month), "counted from publication")
    single = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if text in single and first == last:
        day = first + timedelta(days=single[text])
        return When(day, day, "counted from publication")
    return None


def months_of(text: str) -> tuple[float, float, bool] | None:
    """(fewest, most) months a duration can mean, and whether it is a limit ("within").

    "eight months" covers what rounds to eight: [7.5, 8.5); "about" widens by another half unit.
    """
    match = re.fullmatch(
        r"(?P<hedge>about |around |roughly |nearly |within |up to |over |more than )?"
        r"(?P<count>\d+(?:\.\d+)?|[a-z]+)[ -](?P<unit>day|week|month|year)s?(?: (?:after|later))?",
        text,
    )
    if match is None:
        return None
    word = match["count"]
    count = float(word) if word[0].isdigit() else NUMBER_WORDS.get(word)
    if count is None:
        return None
    unit = {"day": 1.0 / DAYS_A_MONTH, "week": 7.0 / DAYS_A_MONTH, "month": 1.0, "year": 12.0}
    size, hedge = unit[match["unit"]], (match["hedge"] or "").strip()
    if hedge in ("within", "up to"):
        return 0.0, count * size, True
    half = 1.0 if hedge in ("about", "around", "roughly") else 0.5
    low, high = (count - half) * size, (count + half) * size
    if hedge in ("over", "more than"):
        low = count * size
    if hedge == "nearly":
        high = count * size
    return low, high, False


def _after(
    text: str,
    duration: tuple[float, float, bool],
    since: When | None,
    reference: tuple[date, date] | None,
) -> When | None:
    low, high, is_limit = duration
    if since is None and is_limit and reference is not None:
        since = When(*reference, "publication")
    if since is None:
        return None
    first = since.first + timedelta(days=low * DAYS_A_MONTH)
    last = since.last + timedelta(days=high * DAYS_A_MONTH)
    return When(first, last, f'"{text}" counted from {since}')


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its hedge, as the interval it can mean; an excluded end is just outside."""

    low: float
    high: float
    hedge: str
    number: float

    def holds(self, value: float) -> bool:
        """Whether a value fits the words."""
        return self.low <= value <= self.high


_HEDGES: Final[dict[str, Callable[[float], tuple[float, float]]]] = {
    "over": lambda n: (n * (1 + 1e-9), float("inf")),
    "more than": lambda n: (n * (1 + 1e-9), float("inf")),
    "at least": lambda n: (n, float("inf")),
    "up to": lambda n: (float("-inf"), n),
    "less than": lambda n: (float("-inf"), n * (1 - 1e-9)),
    "almost": lambda n: (0.9 * n, n * (1 - 1e-9)),
    "nearly": lambda n: (0.9 * n, n * (1 - 1e-9)),
    "about": lambda n: (0.95 * n, 1.05 * n),
    "around": lambda n: (0.95 * n, 1.05 * n),
    "": lambda n: (n, n),
}


def amount(text: str) -> Amount | None:
    """The interval a hedged number can mean: "over 600" excludes 600, "about 600" is +-5 %."""
    words = text.lower().replace(",", "").strip()
    match = re.match(rf"({'|'.join(h for h in _HEDGES if h)})?\s*(\d+(?:\.\d+)?)\b", words)
    if match is None:
        return None
    hedge, number = match[1] or "", float(match[2])
    return Amount(*_HEDGES[hedge](number), hedge, number)
