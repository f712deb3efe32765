"""Title block, status in one paragraph, key results at a glance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.checks.types import FAILS, NOT_CHECKED, OUTSIDE_SCOPE, STATUS, CheckSeries
from spanwright.deliverables.content import Bars, Note, Section, Tile, Tiles, Tone
from spanwright.deliverables.drawing.sheet import capitalised
from spanwright.deliverables.geometry import edges
from spanwright.deliverables.numbers import digits, power, utilisation, with_unit
from spanwright.deliverables.report.assumptions import short
from spanwright.deliverables.report.gather import is_decided
from spanwright.deliverables.results import Quantity, Results
from spanwright.deliverables.sources import count
from spanwright.layout.types import Abutment, Layout, Pier

MOST_BARS = 30  # checks on the first page


def plural(count: int, one: str, many: str = "") -> str:
    """``1 pier``, ``2 piers``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def spans_in_words(spans: Sequence[float]) -> str:
    """Spans with repeats gathered: ``2 × 44 + 4 × 84 m``."""
    out: list[list[float]] = []
    for span in spans:
        if out and abs(out[-1][1] - span) < 1e-6:
            out[-1][0] += 1
        else:
            out.append([1, float(span)])
    words = [f"{int(n)} × {s:g}" if n > 1 else f"{s:g}" for n, s in out]
    return " + ".join(words) + " m"


def status(results: Results) -> str:
    """What this report is and is not, in one honest paragraph."""
    assumed, reported = count(results.ledger, "assumed"), count(results.ledger, "reported")
    given = count(results.ledger, "given")
    failing = [s.name for s in results.checks.series if (s.status == FAILS).any()]
    outside = results.checks.count(OUTSIDE_SCOPE)
    verdict = (
        f"Not satisfied somewhere: {', '.join(failing)}."
        if failing
        else "Every check that was made is satisfied."
    )
    open_points = f" {plural(len(results.checks.unchecked), 'kind')} of check not made"
    open_points += f", {plural(outside, 'place')} outside the scope of a rule." if outside else "."
    what, sources = "A concept worked out from the project file. ", ""
    if reported:  # of a bridge that others build
        what = (
            "A plausible reconstruction from what is publicly known, not the design of the bridge "
            "that is built. "
        )
        sources = f"{plural(reported, 'value')} reported by somebody, "
    sources += f"{given} set by the project, {assumed} assumed with a stated basis. "
    return f"{what}{capitalised(sources)}{verdict}{open_points} Not for construction."


def facts(results: Results) -> tuple[tuple[str, str], ...]:
    """Lines of the title block."""
    layout = results.layout
    rows = [("Length", f"{layout.length:g} m")]
    rows += [(f"Deck {d.name}", spans_in_words(np.diff(d.supports).tolist())) for d in layout.decks]
    girders = list(dict.fromkeys(
        f"{len(d.girders)} {'composite' if d.precast is None else 'precast'} girders"
        for d in layout.decks
    ))  # fmt: skip
    has_steel = any(d.precast is None for d in layout.decks)
    width = max(edges(d)[1] - edges(d)[0] for d in layout.decks)
    rows += [
        ("Section", f"{' / '.join(girders)}, slab {width:g} m wide"),
        ("Carriageway", f"{layout.road.carriageway:g} m, {plural(layout.road.lanes, 'lane')}"),
        ("Substructure", _substructure(layout)),
        *([("Steel", layout.structural_steel.name)] if has_steel else []),
        ("Concrete", ", ".join(f"{k} {m.name}" for k, m in layout.concrete.items())),
    ]  # fmt: skip
    if results.summary.standards:
        rows.append(("Standards", "; ".join(results.summary.standards)))
    return (*rows, *((capitalised(k), v) for k, v in results.summary.facts))


def _substructure(layout: Layout) -> str:
    """Piers and abutments, and what they stand on."""
    every: list[Pier | Abutment] = [*layout.piers, *layout.abutments]
    words = f"{plural(len(layout.piers), 'pier')}, {plural(len(layout.abutments), 'abutment')}"
    footings = sum(one.foundation.is_footing for one in every)
    if footings in (0, len(every)):
        return f"{words} on {'spread footings' if footings else 'bored piles'}"
    return f"{words}: {footings} on spread footings, the others on bored piles"


def tone_of(series: CheckSeries) -> Tone:
    """Red where something fails, amber where something is not decided, green otherwise."""
    if (series.status == FAILS).any():
        return "bad"
    return "warn" if (series.status != 0).any() else "good"


def _governing(every: Sequence[CheckSeries]) -> tuple[Sequence[CheckSeries], int]:
    """All checks in their order, or of many the largest first, and how many are left out."""
    if len(every) <= MOST_BARS:
        return every, 0
    known = [s for s in every if is_decided(s)]
    known.sort(key=lambda s: -float(s.utilisation[s.worst]))
    return known[:MOST_BARS], len(every) - len(known[:MOST_BARS])


def check_bars(results: Results) -> Bars:
    """One bar a check: its worst utilisation and where; of many checks the largest."""
    rows: list[tuple[str, str, float, str, Tone]] = []
    shown, rest = _governing(results.checks.series)
    for series in shown:
        if is_decided(series):
            k = series.worst
            value = float(series.utilisation[k])
            detail = f"{series.situation} · {series.place[k]}"
            rows.append((series.name, detail, value, utilisation(value), tone_of(series)))
        else:
            words = STATUS[OUTSIDE_SCOPE if (series.status != NOT_CHECKED).any() else NOT_CHECKED]
            rows.append((series.name, series.situation, 0.0, words, "warn"))
    caption = (
        "Largest utilisation of each check and the place where it occurs. The line stands at 1.0; "
        "amber: some places lie outside the scope of the rule or are not checked."
    )
    if rest:
        caption += f" Shown are the largest; {rest} more checks stand in the table of all checks."
    return Bars("fig-glance", caption, tuple(rows))


def _amount(quantities: Sequence[Quantity], unit: str, words: tuple[str, ...]) -> float:
    """Sum of the lines in one unit whose material or item holds one of the words."""
    return sum(
        q.amount
        for q in quantities
        if q.unit == unit and any(w in f"{q.material} {q.item}".lower() for w in words)
    )


def glance(results: Results) -> Section:
    """Headline numbers and all checks as bars."""
    worst = [float(s.utilisation[s.worst]) for s in results.checks.series if is_decided(s)]
    tiles: list[Tile] = []
    if worst:
        top = max(worst)
        tone: Tone = "bad" if top > 1 else "good"
        tiles.append(Tile(utilisation(top), "largest utilisation", tone))
    deck_area = sum(
        (edges(d)[1] - edges(d)[0]) * float(d.supports[-1] - d.supports[0])
        for d in results.layout.decks
    )
    steel = _amount(results.quantities, "kg", (results.layout.structural_steel.name.lower(),))
    if steel:
        tiles.append(Tile(with_unit(steel, "kg", 4), "structural steel"))
        tiles.append(Tile(f"{digits(steel / deck_area, 3)} kg/m²", "steel per deck area"))
    grades = tuple(m.name.lower() for m in results.layout.concrete.values())
    concrete = _amount(results.quantities, "m3", grades)
    if concrete:
        tiles.append(Tile(with_unit(concrete, "m3", 4), "concrete"))
    residuals = [c.residual for c in results.effects.selfchecks]
    if residuals:
        tiles.append(Tile(power(max(residuals)), "largest self-check residual"))
    tiles.append(Tile(str(count(results.ledger, "assumed")), "assumed values", "warn"))
    blocks: list[Tiles | Bars | Note] = [Tiles(tuple(tiles)), check_bars(results)]
    for series in results.checks.series:
        bad = int((series.status == FAILS).sum())
        if bad:
            k = series.worst
            ratio = utilisation(float(series.utilisation[k]))
            text = (
                f"{plural(bad, 'place')} above 1.0, worst {ratio} "
                f"at {series.place[k]} ({series.combination[k]})."
            )
            blocks.append(Note(f"{series.name}, {series.situation}:", text, "bad"))
    blocks += [
        Note(f"{notice.address}:", notice.text, "warn")
        for notice in results.notices
        if notice.level == "warning"
    ]
    return Section("glance", "Key results", (*blocks, *short(results)))
