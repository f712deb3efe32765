"""Two results, or two projects, side by side: what differs, in words and as rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from spanwright.deliverables.numbers import digits, usual_unit, utilisation

Group = Literal["input", "derived", "layout", "quantity", "utilisation", "effect", "date", "cost"]
Kind = Literal["changed", "added", "removed"]
GROUPS: tuple[Group, ...] = (
    "input", "derived", "layout", "quantity", "utilisation", "effect", "date", "cost",
)  # fmt: skip
KINDS: tuple[Kind, ...] = ("changed", "added", "removed")
PLURAL = {
    "quantity": "quantities", "cost": "costs", "layout": "spans", "derived": "values derived",
}  # fmt: skip
WRITTEN = ("given", "reported", "assumed")  # kinds of what stands in a project; the rest follows
MOST_TOLD = 6  # changes of the project that a sentence names
WORTH_TELLING = 1e-3  # relative change of a material's total
OPENING, MAIN_COSTS = "open,", ("cost, 50 %", "carbon")
SAME = 1e-9  # relative: rounding of another machine is no difference
Content = Mapping[str, Any]  # of a summary.json, or the same keys of a project


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.  difference : in words or percent, "" where that says nothing."""

    group: Group
    what: str
    before: str
    after: str
    difference: str
    kind: Kind
    amount: float = 0.0  # relative change, or days, for sorting


def compare(before: Content, after: Content) -> tuple[Change, ...]:
    """All differences, group by group; what only one of the two has is said as such.

    before, after : contents of two summary.json files; keys that both lack are not compared.
    """
    made = [
        *_values(before, after), *_layout(before, after), *_quantities(before, after),
        *_checks(before, after), *_effects(before, after), *_dates(before, after),
        *_costs(before, after),
    ]  # fmt: skip
    return tuple(made)


def words(changes: Sequence[Change]) -> tuple[str, ...]:
    """The differences in a few lines for a reader."""
    if not changes:
        return ("no difference",)
    out = []
    for group in GROUPS:
        rows = [c for c in changes if c.group == group]
        if not rows:
            continue
        kinds = [c.kind for c in rows]
        counts = [f"{kinds.count(kind)} {kind}" for kind in KINDS if kind in kinds]
        line = f"{PLURAL.get(group, group + 's')}: {', '.join(counts)}"
        changed = [c for c in rows if c.kind == "changed" and c.difference]
        if changed and group not in ("input", "derived"):
            most = max(changed, key=lambda c: abs(c.amount))
            line += f"; most: {most.what}, {most.before} -> {most.after} ({most.difference})"
        out.append(line)
    for change in changes:
        if change.difference.endswith(("now fails", "now holds")):
            out.append(f"{change.what}: {change.before} -> {change.after}, {change.difference}")
    return tuple(out)


def sentences(before: Content, after: Content, changes: Sequence[Change]) -> tuple[str, ...]:
    """The story of two designs: what was changed, and what came of it."""
    out = [*_written(changes)]
    out += [f"{c.what}: {c.before} -> {c.after}" for c in changes if c.group == "layout"]
    totals = [c for c in _totals(before, after) if abs(c.amount) >= WORTH_TELLING]
    if totals:
        told = (f"{c.what} {c.before} -> {c.after} ({c.difference})" for c in totals)
        out.append(f"materials: {'; '.join(told)}")
    worst = [_worst(side) for side in (before, after)]
    if all(worst) and worst[0] != worst[1]:
        out.append(f"largest utilisation: {worst[0]} -> {worst[1]}")
    out += [
        f"{c.what}: {c.before} -> {c.after} ({c.difference})"
        for c in changes
        if (c.group == "date" and c.what.endswith("50 %") and c.what.startswith(OPENING))
        or (c.group == "cost" and c.what in MAIN_COSTS)
    ]
    return tuple(out)


def _written(changes: Sequence[Change]) -> Iterable[str]:
    """What somebody changed in the project, and how much follows from it."""
    written = [c for c in changes if c.group == "input"]
    if written:
        told = [_one(c) for c in written[:MOST_TOLD]]
        rest = len(written) - len(told)
        yield f"changed in the project: {'; '.join(told)}" + (f"; {rest} more" if rest else "")
    follows = sum(c.group == "derived" for c in changes)
    if follows:
        yield f"{follows} derived value{'s' if follows > 1 else ''} followed"


def _one(change: Change) -> str:
    match change.kind:
        case "added":
            return f"{change.what} = {change.after} added"
        case "removed":
            return f"{change.what} = {change.before} removed"
    how = f" ({change.difference})" if change.difference else ""
    return f"{change.what} {change.before} -> {change.after}{how}"


def _totals(before: Content, after: Content) -> Iterable[Change]:
    """Sums of the bill by material, in mass or volume."""

    def sums(content: Content) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for row in content.get("quantities", ()):
            if row["unit"] in ("kg", "m3") and row["material"] and row["amount"] is not None:
                key = row["material"], row["unit"]
                found[key] = found.get(key, 0.0) + row["amount"]
        return found

    first, second = sums(before), sums(after)
    for key in first:
        if key in second:
            change = _number("quantity", key[0], first[key], second[key], key[1])
            if change is not None:
                yield change


def _worst(content: Content) -> str:
    """The largest utilisation and its check; "" where there is none."""
    known = [c for c in content.get("checks", ()) if c.get("utilisation") is not None]
    if not known:
        return ""
    one = max(known, key=lambda c: float(c["utilisation"]))
    return f"{utilisation(one['utilisation'])} ({one['check']}, {one['situation']})"


def _pairs(
    before: Iterable[Content], after: Iterable[Content], keys: Sequence[str]
) -> list[tuple[str, Content | None, Content | None]]:
    """Rows of two lists that speak of the same thing, in the order of the first."""

    def named(rows: Iterable[Content]) -> dict[str, Content]:
        out: dict[str, Content] = {}
        for row in rows:
            name = ", ".join(str(row[k]) for k in keys if row.get(k))
            count = 2
            while name in out:  # two rows of one name are told apart by their order
                name, count = f"{name.split(' #')[0]} #{count}", count + 1
            out[name] = row
        return out

    first, second = named(before), named(after)
    return [(name, first.get(name), second.get(name)) for name in {**first, **second}]


def _present(
    group: Group, name: str, a: Content | None, b: Content | None, shown: str = ""
) -> Change | None:
    """What only one side has; `shown` is the key of its value."""
    if a is None and b is not None:
        return Change(group, name, "", _alone(b, shown), "", "added")
    if b is None and a is not None:
        return Change(group, name, _alone(a, shown), "", "", "removed")
    return None


def _alone(row: Content, key: str) -> str:
    """A value without another to hold it against, rounded as a reader expects it."""
    value = row.get(key, "")
    if key == "utilisation":
        return "none" if value is None else utilisation(value)
    if value is None or isinstance(value, float):
        return _shown(value, str(row.get("unit", "")))
    return str(value)


def _values(before: Content, after: Content) -> Iterable[Change]:
    for name, a, b in _pairs(before.get("values", ()), after.get("values", ()), ["address"]):
        kinds_of = {side["kind"] for side in (a, b) if side is not None}
        group: Group = "input" if kinds_of & set(WRITTEN) else "derived"
        only = _present(group, name, a, b, "value")
        if only is not None:
            yield only
        elif a is not None and b is not None:
            kinds = f"{a['kind']} -> {b['kind']}" if a["kind"] != b["kind"] else ""
            if a["value"] != b["value"] or kinds:
                yield Change(group, name, a["value"], b["value"], kinds, "changed")


def _layout(before: Content, after: Content) -> Iterable[Change]:
    def spans(content: Content) -> list[Content]:
        return [
            {
                "name": f"spans of deck {d['name']}",
                "value": " + ".join(f"{s:g}" for s in d["spans_m"]),
            }
            for d in content.get("decks", ())
        ]

    for name, a, b in _pairs(spans(before), spans(after), ["name"]):
        only = _present("layout", name, a, b, "value")
        if only is not None:
            yield only
        elif a is not None and b is not None and a["value"] != b["value"]:
            yield Change("layout", name, a["value"], b["value"], "", "changed")


def _number(group: Group, name: str, a: float | None, b: float | None, unit: str) -> Change | None:
    """A number that moved by more than rounding."""
    if a is None or b is None:
        if a is b:
            return None
        return Change(group, name, _shown(a, unit), _shown(b, unit), "", "changed")
    if math.isclose(a, b, rel_tol=SAME, abs_tol=1e-12):
        return None
    relative = (b - a) / abs(a) if a else math.inf
    text = f"{100 * relative:+.3g} %" if math.isfinite(relative) else ""
    return Change(group, name, _shown(a, unit, b), _shown(b, unit, a), text, "changed",
                  relative if math.isfinite(relative) else 0.0)  # fmt: skip


def _shown(value: float | None, unit: str, other: float | None = None) -> str:
    """A number in the unit a reader expects, the same for both sides."""
    if value is None:
        return "none"
    factor, name = usual_unit(unit, [value, value if other is None else other])
    figures = 4
    while (
        figures < 10
        and other is not None
        and value != other
        and (digits(value / factor, figures) == digits(other / factor, figures))
    ):  # a difference must be seen
        figures += 1
    return f"{digits(value / factor, figures)} {name}".rstrip()


def _quantities(before: Content, after: Content) -> Iterable[Change]:
    keys = ["group", "item", "material", "part"]
    for name, a, b in _pairs(before.get("quantities", ()), after.get("quantities", ()), keys):
        only = _present("quantity", name, a, b, "amount")
        if only is None and a is not None and b is not None:
            only = _number("quantity", name, a["amount"], b["amount"], b["unit"])
        if only is not None:
            yield only


def _checks(before: Content, after: Content) -> Iterable[Change]:
    keys = ["check", "situation", "element"]
    for name, a, b in _pairs(before.get("checks", ()), after.get("checks", ()), keys):
        only = _present("utilisation", name, a, b, "utilisation")
        if only is None and a is not None and b is not None:
            only = _utilised(name, a, b)
        if only is not None:
            yield only


def _utilised(name: str, a: Content, b: Content) -> Change | None:
    first, second = a["utilisation"], b["utilisation"]
    change = _number("utilisation", name, first, second, "1")
    failed, fails = a.get("fails", 0), b.get("fails", 0)
    verdict = ("now fails" if fails and not failed else
               "now holds" if failed and not fails else "")  # fmt: skip
    if change is None and failed == fails:
        return None
    shown = ["none" if u is None else utilisation(u) for u in (first, second)]
    if change is not None and shown[0] == shown[1]:
        shown = [change.before, change.after]
    ends = "place fails" if fails == 1 else "places fail"
    told = [change.difference if change is not None else "",
            f"{failed} -> {fails} {ends}" if failed != fails else "", verdict]  # fmt: skip
    return Change("utilisation", name, shown[0], shown[1], ", ".join(t for t in told if t),
                  "changed", 0.0 if change is None else change.amount)  # fmt: skip


def _effects(before: Content, after: Content) -> Iterable[Change]:
    keys = ["component", "situation"]
    for name, a, b in _pairs(before.get("effects", ()), after.get("effects", ()), keys):
        only = _present("effect", name, a, b)
        if only is not None:
            yield only
        elif a is not None and b is not None:
            for word in ("maximum", "minimum"):
                one, other = ((side.get(word) or {}).get("value") for side in (a, b))
                change = _number("effect", f"{name}, {word}", one, other, b["unit"])
                if change is not None:
                    yield change


def _dates(before: Content, after: Content) -> Iterable[Change]:
    first, second = (content.get("works") or {} for content in (before, after))
    pairs = [("plan opens", first.get("plan_opens"), second.get("plan_opens"))]
    for name, a, b in _pairs(first.get("milestones", ()), second.get("milestones", ()), ["name"]):
        only = _present("date", name, a, b, "50 %")
        if only is not None:
            yield only
        elif a is not None and b is not None:
            pairs += [(f"{name}, {share}", a[share], b[share]) for share in a if share != "name"]
    for name, one, other in pairs:
        if one and other and one != other:
            moved = (date.fromisoformat(other) - date.fromisoformat(one)).days
            days = "1 day" if abs(moved) == 1 else f"{abs(moved)} days"
            text = f"{days} {'later' if moved > 0 else 'earlier'}"
            yield Change("date", name, one, other, text, "changed", float(moved))


def _costs(before: Content, after: Content) -> Iterable[Change]:
    first, second = (content.get("works") or {} for content in (before, after))
    unit = second.get("currency", "")
    for share, value in first.get("cost", {}).items():
        change = _number("cost", f"cost, {share}", value, second.get("cost", {}).get(share), unit)
        if change is not None and second:
            yield change
    if first and second:
        change = _number("cost", "carbon", first["carbon_kg"], second["carbon_kg"], "kg")
        if change is not None:
            yield change
