"""What a dated sighting says about a simulated plan: which events it counts, and how well it fits.

Every known quantity is a counter over events of the plan ("land piers" counts last shaft lifts of
piers outside the river).  A sighting whose words no counter covers is set aside and named, never
guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, floats
from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.nearest import did_you_mean
from spanwright.evidence.register import Sighting
from spanwright.works.draft import Programme
from spanwright.works.passes import Singles

COUNT_SD: Final = 0.75  # of a number counted on an image
LENGTH_SD: Final = 12.0  # of a length measured on an image [m]
MISREAD: Final = 0.02  # chance that a sighting counts something else than it says
UNDER_WAY: Final = ("river pile positions begun",)  # counts that shrink as piers are topped out
Event = tuple[int, bool]  # activity, whether its start (else its finish)


@dataclass(frozen=True, slots=True)
class Counter:
    """The sum of amounts of events that have happened.

    first, last : rows of the watched events between which each item grows (equal: at once)
    amounts     : what each item adds;  readings : for several meanings, rows of each
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    amounts: tuple[float, ...]
    is_length: bool

    @property
    def total(self) -> float:
        """Most it can be."""
        return sum(amount for amount in self.amounts if amount > 0.0)

    def at(self, watched: Singles, day: Array) -> Array:
        """Value on a day.  watched : (events, n), day : (n,) [day] -> (n,)"""
        value = np.zeros(watched.shape[1])
        for first, last, amount in zip(self.first, self.last, self.amounts, strict=True):
            end = watched[last]
            if first == last:
                value += amount * (end <= day)
            else:
                span = np.maximum(end - watched[first], 1e-3)
                value += amount * np.clip((day - watched[first]) / span, 0.0, 1.0)
        return value


@dataclass(frozen=True, slots=True)
class Reading:
    """A sighting tied to the plan.

    counters : one, or several when the words leave open what was meant (equal weight each)
    window   : first and last day it can stand for, from the start of works [day]
    """

    sighting: Sighting
    counters: tuple[Counter, ...]
    window: tuple[float, float]

    @property
    def deviation(self) -> float:
        """Error of the number seen."""
        return LENGTH_SD if self.counters[0].is_length else COUNT_SD

    def value(self, watched: Singles, share: Array) -> Array:
        """Simulated value on the day of the sighting; the mean of its meanings.  -> (n,)"""
        return floats(np.mean(self._values(watched, share), axis=0))

    def _values(self, watched: Singles, share: Array) -> list[Array]:
        first, last = self.window
        day = first + share * (last - first)
        return [counter.at(watched, day) for counter in self.counters]

    def log_likelihood(self, watched: Singles, share: Array) -> Array:
        """Logarithm of the density of what was seen, given each simulated plan.  -> (n,)"""
        s, sd = self.sighting, self.deviation
        width = s.high - s.low + np.sqrt(2.0 * np.pi) * sd
        wide = max(self.counters[0].total, s.high, 1.0)
        total = np.zeros(watched.shape[1])
        for value in self._values(watched, share):
            away = np.maximum(np.maximum(s.low - value, value - s.high), 0.0)
            total += np.exp(-0.5 * (away / sd) ** 2) / width
        total /= len(self.counters)
        return np.asarray(np.log((1.0 - MISREAD) * total + MISREAD / wide))


@dataclass(frozen=True, slots=True)
class Observed:
    """All sightings that a plan can answer for, in the order of their days.

    watch  : events to keep from each simulation;  unused : (id, why)
    """

    readings: tuple[Reading, ...]
    watch: tuple[Event, ...]
    unused: tuple[tuple[str, str], ...]


def observe(
    programme: Programme, sightings: Sequence[Sighting], today: date, place: str = "observation"
) -> Observed:
    """Tie sightings to counters.

    Raises InputErrors for a sighting after ``today`` and for one that says less than an earlier
    one of the same quantity on the same front.
    """
    refuse(sightings, today, place)
    start = programme.network.first_day
    rows: dict[Event, int] = {}
    readings: list[Reading] = []
    unused: list[tuple[str, str]] = []
    fronts = [front.name for front in programme.fronts]
    for front in fronts:  # kept for the second opinion, whatever was sighted
        for position in last_lifts(programme, front):
            rows.setdefault((position, False), len(rows))
    for sighting in sorted(sightings, key=lambda s: (s.day.first, s.id)):
        maker = QUANTITIES.get(_plain(sighting.quantity))
        if maker is None:
            unused.append((sighting.id, _unknown(sighting.quantity)))
        elif sighting.front not in (*fronts, "both", "all"):
            unused.append((sighting.id, f'no front is called "{sighting.front}"'))
        elif sighting.day.last < start:
            unused.append((sighting.id, "before the start of works"))
        else:
            own = sighting.front if sighting.front in fronts else ""
            counters = tuple(
                counter for spec in maker(programme, own)
                if (counter := _counter(spec, rows)).amounts
            )  # fmt: skip
            if not counters:
                unused.append((sighting.id, "the plan has no such works on this front"))
                continue
            first = float((sighting.day.first - start).days)
            last = float((min(sighting.day.last, today) - start).days + 1)
            readings.append(Reading(sighting, counters, (max(first, 0.0), last)))
    return Observed(tuple(readings), tuple(rows), tuple(unused))


def refuse(sightings: Sequence[Sighting], today: date, place: str = "observation") -> None:
    """Raise InputErrors for sightings from the future, and for counts that shrink."""
    problems = [
        InputError(
            f"{place}.{s.id}.day", f"must not be after the day of the project, {today}",
            got=str(s.day.first),
        )
        for s in sightings
        if s.day.first > today
    ]  # fmt: skip
    ordered = sorted(sightings, key=lambda s: (s.day.first, s.id))
    for number, later in enumerate(ordered):
        for earlier in ordered[:number]:
            same = (earlier.front, _plain(earlier.quantity)) == (
                later.front, _plain(later.quantity),
            )  # fmt: skip
            grows = _plain(later.quantity) not in UNDER_WAY
            if same and grows and later.day.first > earlier.day.last and later.high < earlier.low:
                problems.append(
                    InputError(
                        f"{place}.{later.id}",
                        f"contradicts {earlier.id}: {later.quantity} on front {later.front} "
                        f"were {earlier.low:g} by {earlier.day.last} and cannot become fewer",
                        got=f"{later.high:g} on {later.day}",
                    )
                )
                break
    if problems:
        raise InputErrors(problems)


def _unknown(quantity: str) -> str:
    hint = did_you_mean(_plain(quantity), QUANTITIES)
    return f'nothing in the plan counts "{quantity}"' + (f"; {hint}" if hint else "")


def _plain(quantity: str) -> str:
    return " ".join(quantity.lower().split())


# ------------------------------------------------------------------------------ the known words
@dataclass(frozen=True, slots=True)
class _Spec:
    """Items of a counter before their events have rows: (from, to, amount)."""

    items: tuple[tuple[Event, Event, float], ...]
    is_length: bool = False


Maker = Callable[[Programme, str], Iterable[_Spec]]


def _counter(spec: _Spec, rows: dict[Event, int]) -> Counter:
    first = tuple(rows.setdefault(a, len(rows)) for a, _, _ in spec.items)
    last = tuple(rows.setdefault(b, len(rows)) for _, b, _ in spec.items)
    return Counter(first, last, tuple(x for _, _, x in spec.items), spec.is_length)


def _at_once(events: Iterable[Event]) -> _Spec:
    return _Spec(tuple((event, event, 1.0) for event in events))


def _by_support(programme: Programme, step: str, front: str) -> dict[str, list[int]]:
    """Support -> positions of its activities of a step, in their order."""
    found: dict[str, list[int]] = {}
    for i in programme.of_step(step, front=front):
        found.setdefault(programme.network.activities[i].id.split("/")[1], []).append(i)
    return found


def _wet(programme: Programme, front: str) -> set[str]:
    return set(_by_support(programme, "cofferdam", front))


def last_lifts(programme: Programme, front: str) -> list[int]:
    """The activity that tops out each pier of a front."""
    return [rows[-1] for rows in _by_support(programme, "shaft lift", front).values()]


def _piers(where: str) -> Maker:
    def make(programme: Programme, front: str) -> Iterable[_Spec]:
        wet = _wet(programme, front)
        lifts = _by_support(programme, "shaft lift", front)
        chosen = [
            rows[-1] for pier, rows in lifts.items()
            if where == "all" or (pier in wet) == (where == "river")
        ]  # fmt: skip
        return [_at_once((i, False) for i in chosen)]

    return make


def _foundations(programme: Programme, front: str) -> Iterable[_Spec]:
    piles = _by_support(programme, "pile", front)
    return [_at_once((rows[0], True) for rows in piles.values())]


def _positions(programme: Programme, front: str) -> Iterable[_Spec]:
    """Piers under way in the river: begun and not yet topped out (then they would be piers)."""
    tops = _by_support(programme, "shaft lift", front)
    items: list[tuple[Event, Event, float]] = []
    for pier, rows in _by_support(programme, "cofferdam", front).items():
        begun, topped = (rows[0], True), (tops[pier][-1], False)
        items += [(begun, begun, 1.0), (topped, topped, -1.0)]
    return [_Spec(tuple(items))]


def _done(*steps: str) -> Maker:
    def make(programme: Programme, front: str) -> Iterable[_Spec]:
        return [_at_once((i, False) for i in programme.of_step(*steps, front=front))]

    return make


def _begun(*steps: str) -> Maker:
    def make(programme: Programme, front: str) -> Iterable[_Spec]:
        return [_at_once((i, True) for i in programme.of_step(*steps, front=front))]

    return make


def _metres(*steps: str) -> Maker:
    def make(programme: Programme, front: str) -> Iterable[_Spec]:
        items = []
        for i in programme.of_step(*steps, front=front):
            place = programme.network.activities[i].chainage
            if place is not None:
                items.append(((i, True), (i, False), abs(place[1] - place[0])))
        return [_Spec(tuple(items), is_length=True)]

    return make


def _meeting(programme: Programme, _: str) -> Iterable[_Spec]:
    """Girders that meet, or works in the river that do: the words leave it open."""
    index, milestones = programme.network.index, programme.milestones
    names = [name for name in ("girders meet", "access complete") if name in milestones]
    return [_at_once([(index[milestones[name]], False)]) for name in names]


QUANTITIES: Final[dict[str, Maker]] = {
    "piers": _piers("all"),
    "land piers": _piers("land"),
    "river piers": _piers("river"),
    "footings": _foundations,
    "foundations begun": _foundations,
    "river pile positions begun": _positions,
    "piles": _done("pile"),
    "pile caps": _done("cap"),
    "crossheads": _done("crosshead"),
    "spans": _done("launch", "crane erection"),
    "spans launched": _done("launch"),
    "spans partly built": _begun("girder assembly", "crane erection"),
    "girders launched": _metres("launch", "crane erection"),
    "slab panels": _done("slab panel"),
    "causeway from the bank": _metres("access"),
    "access from the bank": _metres("access"),
    "works meet in mid-river": _meeting,
}
