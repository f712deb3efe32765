"""A user's own plan: one TOML or JSON file with activities, links, resources and calendars.

::

    [plan]
    name  = "Two piers"
    start = 2026-05-04

    [calendars.site]
    week     = ["mon", "tue", "wed", "thu", "fri", "sat"]
    holidays = [2026-06-12]
    closed   = ["07-15..09-05", "2026-05-09..2026-05-11"]   # every year, or dated
    reduced  = [{ period = "11-15..03-15", rate = 0.7 }]

    [resources]
    rig = 1

    [[activities]]
    id = "piles 1"
    quantity = 240        # with rate and crews, or give duration
    rate = 12             # a day and crew
    calendar = "site"
    uses = { rig = 1 }

    [[activities]]
    id = "cap 1"
    duration = 12
    after = ["piles 1 FS+7d"]     # FS SS FF SF, lag in elapsed days; "max 20d" limits it

    [[activities]]
    id = "pier 1 done"
    milestone = true
    after = ["cap 1"]
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.toml import Document, parse_document
from spanwright.works.calendars import Calendar, Holidays, Open, Rule, Season, Shutdown, Week
from spanwright.works.network import Activity, Kind, Link, Network, Resource, build
from spanwright.works.psplib import read_psplib, read_text

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LINK: Final = re.compile(
    r"(?P<id>.+?)\s*(?P<kind>FS|SS|FF|SF)"
    r"\s*(?:(?P<lag>[+-]\s*\d+(?:\.\d+)?)\s*d?)?"
    r"\s*(?:max\s+(?P<most>-?\d+(?:\.\d+)?)\s*d?)?"
)
_DAYS: Final = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*(?:d|day|days)?\s*")
_YEARLY: Final = re.compile(r"(\d\d)-(\d\d)\s*\.\.\s*(\d\d)-(\d\d)")
_TOP: Final = ("plan", "calendars", "resources", "activities")
_PLAN: Final = ("name", "start")
_CALENDAR: Final = ("week", "holidays", "closed", "open", "reduced", "also")
_RESOURCE: Final = ("capacity", "name")
_ACTIVITY: Final = (
    *("id", "name", "duration", "quantity", "rate", "crews", "unit", "milestone", "calendar"),
    *("after", "uses", "front", "wbs", "element", "chainage"),
)


def read_plan(path: Path) -> Network:
    """The network of any file we can schedule: .sm, .sch, .toml or .json.

    Raises InputError or InputErrors: every problem of the file at once, with its line in TOML.
    """
    ending = path.suffix.lower()
    if ending in (".sm", ".sch"):
        return read_psplib(path)
    if ending == ".toml":
        return _Reader(parse_document(read_text(path), path)).network()
    if ending == ".json":
        return _Reader(_json_document(read_text(path), path)).network()
    raise InputError(
        path.name, "must end in .toml, .json, .sm or .sch", got=path.suffix or "no ending"
    )


def _json_document(text: str, path: Path) -> Document:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            "broken JSON", error.msg.lower(), place=f"{path.name}:{error.lineno}"
        ) from None
    except RecursionError:
        raise InputError("broken JSON", "nested too deeply", place=f"{path.name}:1") from None
    if not isinstance(data, dict):
        raise InputError("file", "must hold an object with activities", place=f"{path.name}:1")
    return Document(path, data, {})


def read_link(text: str, ids: Collection[str]) -> tuple[str, Kind, float, float | None]:
    """Predecessor, kind, least lag and greatest lag of a link such as ``12FS+3d max 10d``.

    A text that is an id as it stands is that id, finish to start.  Raises ValueError with a
    sentence when it cannot be read.
    """
    text = text.strip()
    match = None if text in ids else _LINK.fullmatch(text)
    if match is None:
        return text, Kind.FS, 0.0, None
    lag = float((match["lag"] or "0").replace(" ", ""))
    most = None if match["most"] is None else float(match["most"])
    return match["id"].strip(), Kind[match["kind"]], lag, most


class _Reader:
    """Reads one document and keeps every problem until the end."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[InputError] = []

    def wrong(self, address: str, expected: str, got: Any = "", hint: str = "") -> None:
        shown = got if isinstance(got, str) else json.dumps(got, default=str)
        self.problems.append(
            InputError(address, expected, got=shown[:60], hint=hint, place=self.place(address))
        )

    def place(self, address: str) -> str:
        name = self.document.path.name
        return self.document.place(address) if self.document.lines else name

    def network(self) -> Network:
        data = self.document.data
        self.known("", data, _TOP)
        plan = self.table("plan", data.get("plan", {}))
        self.known("plan", plan, _PLAN)
        start = None
        if "start" in plan:
            start = self.day("plan.start", plan["start"])
        calendars = self.calendars(data.get("calendars", {}))
        resources = self.resources(data.get("resources", {}))
        activities, links = self.activities(data.get("activities", []))
        if calendars and start is None and "start" not in plan:
            self.wrong("plan.start", "is needed because the plan has calendars")
        if self.problems:
            raise InputErrors(self.problems)
        try:
            return build(activities, links, resources, calendars, start, self.text(plan, "name"))
        except InputErrors as errors:
            raise InputErrors([self.placed(p, activities) for p in errors.problems]) from None

    def placed(self, problem: InputError, activities: list[Activity]) -> InputError:
        """The problem with the line of the activity, calendar or resource it speaks of."""
        address = problem.address
        for i, activity in enumerate(activities):
            head = f"activities.{activity.id}"
            if address == head or address.startswith(head + "."):
                address = f"activities[{i}]" + address[len(head) :]
                break
        return InputError(
            problem.address,
            problem.expected,
            got=problem.got,
            hint=problem.hint,
            place=self.place(address),
        )

    def known(self, address: str, table: dict[str, Any], keys: tuple[str, ...]) -> None:
        for key in table:
            if key not in keys:
                full = f"{address}.{key}" if address else str(key)
                self.wrong(full, "is not a key of a plan", hint=did_you_mean(str(key), keys))

    def table(self, address: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.wrong(address, "must be a table", value)
        return {}

    def items(self, address: str, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        self.wrong(address, "must be a list", value)
        return []

    def text(self, table: dict[str, Any], key: str, address: str = "plan") -> str:
        value = table.get(key, "")
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
        self.wrong(f"{address}.{key}", "must be a text", value)
        return ""

    def day(self, address: str, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong(address, 'must be a day such as "2026-05-04"', value)
            return None

    def number(
        self, address: str, value: Any, *, above: float | None = None, least: float | None = None
    ) -> float | None:
        match = _DAYS.fullmatch(value) if isinstance(value, str) else None
        if match is None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            self.wrong(address, "must be a number", value)
            return None
        number = float(value if match is None else match[1])
        if number != number or abs(number) > 1e6:
            self.wrong(address, "must be a finite number, at most a million", value)
            return None
        if above is not None and number <= above:
            self.wrong(address, f"must be above {above:g}", value)
            return None
        if least is not None and number < least:
            self.wrong(address, f"must be at least {least:g}", value)
            return None
        return number

    def calendars(self, value: Any) -> list[Calendar]:
        tables = {
            name: self.table(f"calendars.{name}", entry)
            for name, entry in self.table("calendars", value).items()
        }
        made = {name: self.rules(f"calendars.{name}", table) for name, table in tables.items()}
        calendars = []
        for name, table in tables.items():
            address = f"calendars.{name}.also"
            rules = list(made[name])
            for other in self.items(address, table.get("also", [])):
                if other not in made:
                    self.wrong(address, "no such calendar", other, did_you_mean(str(other), made))
                else:
                    rules += made[other]
            calendars.append(Calendar(name, tuple(rules)))
        return calendars

    def rules(self, address: str, table: dict[str, Any]) -> list[Rule]:
        self.known(address, table, _CALENDAR)
        rules: list[Rule] = []
        if "week" in table:
            names = self.items(f"{address}.week", table["week"])
            short = [str(name).lower()[:3] for name in names]
            if not names or any(name not in WEEKDAYS for name in short):
                self.wrong(f"{address}.week", f"must list days of {', '.join(WEEKDAYS)}", names)
            else:
                rules.append(Week(tuple(sorted({WEEKDAYS.index(name) for name in short}))))
        holidays = self.items(f"{address}.holidays", table.get("holidays", []))
        days = [self.day(f"{address}.holidays[{i}]", day) for i, day in enumerate(holidays)]
        rules.append(Holidays(tuple(day for day in days if day is not None)))
        for key in ("closed", "open"):
            for i, period in enumerate(self.items(f"{address}.{key}", table.get(key, []))):
                rules += self.period(f"{address}.{key}[{i}]", period, 0.0, is_open=key == "open")
        for i, entry in enumerate(self.items(f"{address}.reduced", table.get("reduced", []))):
            at = f"{address}.reduced[{i}]"
            row = self.table(at, entry)
            self.known(at, row, ("period", "rate"))
            rate = self.number(f"{at}.rate", row.get("rate"), above=0.0)
            if rate is not None and rate > 1.0:
                self.wrong(f"{at}.rate", "must be at most 1", rate)
            rules += self.period(f"{at}.period", row.get("period"), rate or 1.0)
        return rules

    def period(self, address: str, value: Any, rate: float, *, is_open: bool = False) -> list[Rule]:
        wanted = 'must be a period such as "07-15..09-05" or "2026-07-15..2026-09-05"'
        match = _YEARLY.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is not None:
            m1, d1, m2, d2 = (int(part) for part in match.groups())
            try:
                date(2024, m1, d1), date(2024, m2, d2)  # a leap year: 29 February is a day
            except ValueError:
                self.wrong(address, wanted, value)
                return []
            if is_open:
                return [Open((m1, d1), (m2, d2))]
            return [Season((m1, d1), (m2, d2), rate)]
        if is_open or not isinstance(value, (str, date)):
            self.wrong(address, wanted.split(" or ")[0] if is_open else wanted, value)
            return []
        ends = value.split("..") if isinstance(value, str) else [value, value]
        if len(ends) not in (1, 2):
            self.wrong(address, wanted, value)
            return []
        parts = [p.strip() if isinstance(p, str) else p for p in ends]
        before = len(self.problems)
        first, last = self.day(address, parts[0]), self.day(address, parts[-1])
        del self.problems[before + 1 :]
        if first is None or last is None:
            return []
        if last < first:
            self.wrong(address, "must end after it begins", value)
            return []
        return [Shutdown(first, last, rate)]

    def resources(self, value: Any) -> list[Resource]:
        resources = []
        for key, entry in self.table("resources", value).items():
            address = f"resources.{key}"
            table = entry if isinstance(entry, dict) else {"capacity": entry}
            self.known(address, table, _RESOURCE)
            units = self.whole(f"{address}.capacity", table.get("capacity"), 1)
            resources.append(Resource(key, units or 1, self.text(table, "name", address)))
        return resources

    def whole(self, address: str, value: Any, least: int) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value < 10**6:
            self.wrong(address, f"must be a whole number, {least} or more", value)
            return None
        return value

    def activities(self, value: Any) -> tuple[list[Activity], list[Link]]:
        rows = []
        ids: set[str] = set()
        for i, entry in enumerate(self.items("activities", value)):
            row = self.table(f"activities[{i}]", entry)
            self.known(f"activities[{i}]", row, _ACTIVITY)
            key = str(row.get("id", ""))
            if not key or key in ids:
                self.wrong(f"activities[{i}].id", "is used twice" if key else "is needed", key)
            ids.add(key)
            rows.append(row)
        activities = [self.activity(f"activities[{i}]", row) for i, row in enumerate(rows)]
        links = [
            link
            for i, row in enumerate(rows)
            for k, entry in enumerate(self.items(f"activities[{i}].after", row.get("after", [])))
            for link in self.link(f"activities[{i}].after[{k}]", str(row.get("id")), entry, ids)
        ]
        return activities, links

    def activity(self, address: str, row: dict[str, Any]) -> Activity:
        milestone = row.get("milestone", False)
        if not isinstance(milestone, bool):
            self.wrong(f"{address}.milestone", "must be true or false", milestone)
        uses = {
            key: self.whole(f"{address}.uses.{key}", units, 0) or 0
            for key, units in self.table(f"{address}.uses", row.get("uses", {})).items()
        }
        texts: Callable[[str], str] = lambda key: self.text(row, key, address)  # noqa: E731
        return Activity(
            texts("id"),
            self.duration(address, row, is_milestone=milestone is True),
            texts("name"),
            texts("calendar"),
            uses,
            milestone is True,
            texts("front"),
            texts("wbs"),
            texts("element"),
            self.chainage(f"{address}.chainage", row.get("chainage")),
        )

    def duration(self, address: str, row: dict[str, Any], *, is_milestone: bool) -> float:
        """Working days: given, or the quantity over what the crews do in a day."""
        if is_milestone:
            for key in ("quantity", "rate", "crews"):
                if key in row:
                    self.wrong(f"{address}.{key}", "a milestone takes no time")
            if row.get("duration", 0) != 0:
                self.wrong(f"{address}.duration", "a milestone takes no time", row["duration"])
            return 0.0
        if "duration" in row and "quantity" not in row and "rate" not in row:
            return self.number(f"{address}.duration", row["duration"], above=0.0) or 1.0
        if "duration" in row or "quantity" not in row or "rate" not in row:
            self.wrong(address, "needs either a duration, or a quantity and a rate")
            return 1.0
        quantity = self.number(f"{address}.quantity", row["quantity"], above=0.0)
        rate = self.number(f"{address}.rate", row["rate"], above=0.0)
        crews = self.number(f"{address}.crews", row.get("crews", 1), above=0.0)
        return (quantity or 1.0) / ((rate or 1.0) * (crews or 1.0))

    def chainage(self, address: str, value: Any) -> tuple[float, float] | None:
        if value is None:
            return None
        ends = self.items(address, value)
        numbers = [self.number(f"{address}[{i}]", end) for i, end in enumerate(ends)]
        if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
            self.wrong(address, "must be two stations, from and to", value)
            return None
        return numbers[0], numbers[1]

    def link(self, address: str, after: str, entry: Any, ids: Collection[str]) -> list[Link]:
        if isinstance(entry, int) and not isinstance(entry, bool):
            entry = str(entry)
        if isinstance(entry, str):
            before, kind, lag, most = read_link(entry, ids)
            if before not in ids:
                self.wrong(address, "no activity has this id", entry, did_you_mean(before, ids))
                return []
            if most is not None and most < lag:
                self.wrong(address, "the greatest lag must not be below the least", entry)
                return []
            return [Link(before, after, kind, lag, most)]
        self.wrong(address, 'must be a text such as "12FS+3d"', entry)
        return []
