"""Spans of every part of the bridge, given or chosen, and what the reader should know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.layout.notes import Notes
from spanwright.layout.precast import LONGEST
from spanwright.layout.spans import (
    RATIO,
    SpanChoice,
    SpanRules,
    arrangement_cost,
    check_spans,
    choose_spans,
    ratio_holds,
)

if TYPE_CHECKING:
    from spanwright.project.schema import Brief

LONG_DECK: Final = 600.0  # above it expansion joints become special [m]


def span_rules(brief: Brief, index: int = 0) -> SpanRules:
    """What the project file allows the span search in one part."""
    given = brief.layout
    if given.parts[index].girders == "prestressed":
        span = given.precast.span
        return SpanRules(
            target_land=span,
            target_river=span,
            shortest=0.6 * span,
            longest=min(1.35 * span, LONGEST),
            module=given.span_module,
            end_low=0.9,
            end_high=1.0,
        )
    low, high = sorted((given.land_span, given.river_span))
    return SpanRules(
        target_land=given.land_span,
        target_river=given.river_span,
        shortest=max(0.5 * low, 10.0),
        longest=1.5 * high,
        module=given.span_module,
        end_low=max(given.end_span - 0.15, RATIO),
        end_high=min(given.end_span + 0.05, 1.0),
    )


def banks_of(brief: Brief) -> tuple[float, float] | None:
    """Stations of the two banks, None where there is no river."""
    first, last = brief.site.banks
    return (first, last) if last > first else None


def spans_of_parts(brief: Brief, notes: Notes) -> list[Array]:
    """Spans of every part, given or chosen."""
    river = banks_of(brief)
    start, found = 0.0, []
    for index, part in enumerate(brief.layout.parts):
        rules = span_rules(brief, index)
        address = f"layout.parts[{index}].spans"
        if isinstance(part.spans, str):
            choice = choose_spans(
                part.length,
                start=start,
                river=river,
                forbidden=brief.layout.keep_free,
                rules=rules,
            )
            spans = np.array(choice.spans)
            _tell_choice(address, choice, rules, notes)
        else:
            check_spans(address, part.spans, part.length)
            spans = np.array(part.spans)
            cost = arrangement_cost(part.spans, start, river, rules)
            notes.inform(
                address,
                f"{len(spans)} given spans cost {cost / part.length:.1f} m2 a metre by the "
                "rules of the span search",
            )
            _tell_closed_places(address, spans, start, brief, notes)
        is_composite = part.girders == "steel"
        if is_composite and len(spans) > 1 and not ratio_holds(spans[:-1], spans[1:]).all():
            notes.warn(
                address,
                f"neighbouring spans differ by more than {RATIO:g}: the 15 % rule for cracked "
                "slabs (EN 1994-2 5.4.2.3(3)) does not apply",
            )
        if part.length > LONG_DECK:
            notes.warn(
                f"layout.parts[{index}].length",
                f"{part.length:g} m without a joint: expansion joints need a special design",
            )
        found.append(spans)
        start += part.length
    return found


def _tell_closed_places(
    address: str, spans: Array, start: float, brief: Brief, notes: Notes
) -> None:
    """Given spans may put a pier where the file says none may stand: said, not moved."""
    piers = start + np.cumsum(spans)[:-1]
    for low, high in brief.layout.keep_free:
        for station in piers[(piers > low) & (piers < high)]:
            notes.warn(
                address,
                f"a pier stands at station {station:g} m, inside {low:g} to {high:g} m that "
                "layout.keep_free keeps free",
            )


def _tell_choice(address: str, choice: SpanChoice, rules: SpanRules, notes: Notes) -> None:
    """Why these spans: the optimum's cost and its rivals'."""

    def against(cost: float, what: str) -> str:
        return f"{what} {100 * (cost / choice.cost - 1):+.2f} %" if np.isfinite(cost) else ""

    rivals = [
        against(choice.next_best, "next best"),
        against(choice.one_fewer, f"{choice.fewer_count} spans"),
        against(choice.one_more, f"{choice.more_count} spans"),
    ]
    compared = ", ".join(text for text in rivals if text)
    notes.rule(
        address,
        " + ".join(f"{s:g}" for s in choice.spans) + " m",
        f"least sum of span^2 and (target span)^2 a pier, targets {rules.target_land:g} m on "
        f"land and {rules.target_river:g} m in the river; exact search on a {rules.grid:g} m grid",
        f"cost {choice.cost:.0f} m2; {compared}" if compared else f"cost {choice.cost:.0f} m2",
    )
