"""Property and quantity sets: standard ones, the bill, the checks and the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from spanwright.checks.types import FAILS, PASSES, STATUS, CheckSeries
from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.ifc.plan import BRIDGE, Element
from spanwright.deliverables.results import Results
from spanwright.layout.quantities import quantities
from spanwright.layout.quantity import QuantityRow
from spanwright.layout.types import Layout

# class -> its standard quantity set
BASE_QUANTITIES: Final = {
    "IfcPlate": "Qto_PlateBaseQuantities", "IfcBeam": "Qto_BeamBaseQuantities",
    "IfcSlab": "Qto_SlabBaseQuantities", "IfcCourse": "Qto_CourseBaseQuantities",
    "IfcColumn": "Qto_ColumnBaseQuantities", "IfcPile": "Qto_PileBaseQuantities",
    "IfcFooting": "Qto_FootingBaseQuantities", "IfcWall": "Qto_WallBaseQuantities",
}  # fmt: skip
# unit of the bill -> class of the quantity
UNIT_CLASS: Final = {
    "kg": "IfcQuantityWeight", "m3": "IfcQuantityVolume", "m2": "IfcQuantityArea",
    "m": "IfcQuantityLength", "1": "IfcQuantityNumber",
}  # fmt: skip
# kind of bearing -> moves along x, y, z
MOVES: Final = {
    "fixed": (False, False, False), "guided": (True, False, False),
    "transverse": (False, True, False), "free": (True, True, False),
}  # fmt: skip
LABEL: Final = 255  # characters of an IfcLabel or IfcIdentifier


# a row of the bill, the element it counts, and its quantity in the file
Counted = tuple[QuantityRow, Entity, Entity]


def define(
    model: Model, results: Results, listed: Sequence[Element], made: Mapping[str, Entity]
) -> list[Counted]:
    """All property and quantity sets of the file; returns where each row of the bill went."""
    layout = results.layout
    rows = quantities(layout).rows
    _base_quantities(model, layout, listed, rows, made)
    counted = _bill(model, rows, made)
    _common(model, layout, listed, made)
    _checks(model, results, made)
    _evidence(model, results, made)
    return counted


def _base_quantities(
    model: Model, layout: Layout, listed: Iterable[Element], rows: Iterable[QuantityRow],
    made: Mapping[str, Entity],
) -> None:  # fmt: skip
    volume: dict[str, float] = {}
    for row in rows:
        volume[row.element] = volume.get(row.element, 0.0) + row.volume
    known = {m.name: m for m in [layout.structural_steel, *layout.concrete.values()]}
    for element in listed:
        name = BASE_QUANTITIES.get(element.ifc_class)
        solid = volume.get(element.identity, 0.0)
        if name is None or not (solid or element.size):
            continue
        values: list[tuple[str, str, float, str | None]] = [
            ("IfcQuantityArea" if key.endswith("Area") else "IfcQuantityLength", key, size, None)
            for key, size in element.size
            if key != "Diameter"  # not a quantity of the standard; the pile's own set has it
        ]
        is_course = name.startswith("Qto_Course")
        if solid:
            key = "Volume" if is_course else "NetVolume"
            values.append(("IfcQuantityVolume", key, solid, None))
        if solid and element.material in known:
            mass = solid * known[element.material].density
            values.append(("IfcQuantityWeight", "NetWeight", mass, None))
        if values:
            model.quantities(element.identity, name, values, [made[element.identity]])


def owner_of(address: str, made: Mapping[str, Entity]) -> str:
    """The product an address of the quantities belongs to: itself or the nearest above it."""
    while address not in made:
        if "/" not in address:
            return BRIDGE
        address = address.rsplit("/", 1)[0]
    return address


def _bill(
    model: Model, rows: Iterable[QuantityRow], made: Mapping[str, Entity]
) -> list[Counted]:  # fmt: skip
    """Every row of the report's bill on the element it counts, under the report's own names."""
    bills: dict[str, dict[str, list[QuantityRow]]] = {}
    for row in rows:
        owner = owner_of(row.element, made)
        rest = row.element[len(owner) :].lstrip("/") if row.element.startswith(owner) else ""
        name = f"{row.kind}, {rest} [{row.unit}]" if rest else f"{row.kind} [{row.unit}]"
        bills.setdefault(owner, {}).setdefault(name[:LABEL], []).append(row)
    counted: list[Counted] = []
    for owner, entries in bills.items():
        values = [
            (UNIT_CLASS[of[0].unit], name, sum(row.amount for row in of),
             f"{of[-1].material}: {of[-1].rule}".lstrip(": ") or None)
            for name, of in entries.items()
        ]  # fmt: skip
        given = model.quantities(owner, "Spanwright_BillOfQuantities", values, [made[owner]])
        for of, quantity in zip(entries.values(), given, strict=True):
            counted += [(row, made[owner], quantity) for row in of]
    return counted


def _common(
    model: Model, layout: Layout, listed: Iterable[Element], made: Mapping[str, Entity]
) -> None:
    """Standard sets that many elements share: one set, one relation each."""
    concrete = {m.name for m in layout.concrete.values()}
    grades: dict[str, list[Entity]] = {}
    bearing_loads: dict[str, list[Entity]] = {}
    for element in listed:
        if element.material in concrete:
            grades.setdefault(element.material, []).append(made[element.identity])
        if element.ifc_class in ("IfcBeam", "IfcColumn", "IfcSlab", "IfcPile"):
            key = f"Pset_{element.ifc_class[3:]}Common"
            bearing_loads.setdefault(key, []).append(made[element.identity])
    for grade, things in grades.items():
        model.properties(grade, "Pset_ConcreteElementGeneral",
                         {"StrengthClass": ("IfcLabel", grade)}, things)  # fmt: skip
    for name, things in bearing_loads.items():
        model.properties("all", name, {"LoadBearing": ("IfcBoolean", True)}, things)
    kinds: dict[str, list[Entity]] = {}
    for bearing in layout.bearings:
        identity = f"{bearing.support}/{bearing.deck}/{bearing.girder}/bearing"
        kinds.setdefault(bearing.kind, []).append(made[identity])
        stiffness = ("IfcLinearStiffnessMeasure", bearing.vertical_stiffness)
        model.properties(identity, "Spanwright_Bearing",
                         {"Kind": ("IfcLabel", bearing.kind), "VerticalStiffness": stiffness},
                         [made[identity]])  # fmt: skip
    for kind, things in kinds.items():
        free = {"DisplacementAccommodated": MOVES[kind],
                "RotationAccommodated": (True, True, True)}  # fmt: skip
        listed_values = {
            key: model.add("IfcPropertyListValue", key, None,
                           [model.add("IfcBoolean", flag) for flag in flags], None)
            for key, flags in free.items()
        }  # fmt: skip
        model.properties(kind, "Pset_BearingCommon", listed_values, things)
    composite = model.add("IfcPropertyEnumeratedValue", "StructureIndicator", None,
                          [model.add("IfcLabel", "COMPOSITE")], None)  # fmt: skip
    model.properties(BRIDGE, "Pset_BridgeCommon", {"StructureIndicator": composite},
                     [made[BRIDGE]])  # fmt: skip


def _checks(model: Model, results: Results, made: Mapping[str, Entity]) -> None:
    """The governing result of each check on each element, and what governs overall."""
    worst: dict[str, list[tuple[CheckSeries, int]]] = {}
    for series in results.checks.series:
        rows: dict[str, list[int]] = {}
        for row in range(len(series.place)):
            rows.setdefault(checked_element(results.layout, series, row, made), []).append(row)
        for identity, group in rows.items():
            worst.setdefault(identity, []).append((series, _worst(series, group)))
    for identity, found in worst.items():
        usable = [(s, r) for s, r in found if np.isfinite(s.utilisation[r])]
        values: dict[str, tuple[str, object] | tuple[str, object, str]] = {}
        if usable:
            series, row = max(usable, key=lambda pair: float(pair[0].utilisation[pair[1]]))
            values = {
                "Utilisation": ("IfcReal", float(series.utilisation[row])),
                "GoverningCheck": ("IfcText", f"{series.name}, {series.clause}"),
                "GoverningSituation": ("IfcText", series.situation),
                "GoverningCombination": ("IfcText", series.combination[row]),
                "GoverningCause": ("IfcText", series.cause[row]),
                "GoverningPlace": ("IfcText", series.place[row]),
            }
        for series, row in found:
            words = f"{series.clause}; {STATUS[int(series.status[row])]}; {series.place[row]}"
            if series.combination[row]:
                words += f"; {series.combination[row]}"
            name = f"{series.name}, {series.situation}"[: LABEL - 4]
            key, number = name, 2
            while key in values:
                key, number = f"{name} {number}", number + 1
            use = float(series.utilisation[row])
            values[key] = (
                ("IfcReal", use, words) if np.isfinite(use) else
                ("IfcText", STATUS[int(series.status[row])], words)
            )  # fmt: skip
        model.properties(identity, "Spanwright_CheckResults", values, [made[identity]])
    missing = {
        f"{k + 1:03d} {u.what}"[:LABEL]: ("IfcText", u.why)
        for k, u in enumerate(results.checks.unchecked)
    }
    if missing:
        model.properties(BRIDGE, "Spanwright_NotChecked", missing, [made[BRIDGE]])


def _worst(series: CheckSeries, rows: list[int]) -> int:
    """Largest utilisation among rows; one that fails or was not checked goes before a pass."""

    def rank(row: int) -> tuple[int, float]:
        use = float(series.utilisation[row])
        status = int(series.status[row])
        order = {PASSES: 0, FAILS: 2}.get(status, 1)
        return order, use if np.isfinite(use) else -1.0

    return max(rows, key=rank)


def checked_element(
    layout: Layout, series: CheckSeries, row: int, made: Mapping[str, Entity]
) -> str:  # fmt: skip
    """The product a row speaks of: by deck and girder where it names them, else by its place."""
    deck, girder = int(series.deck[row]), int(series.girder[row])
    if deck >= 0:
        name = f"deck {layout.decks[deck].name}"
        return f"{name}/{layout.decks[deck].girders[girder].name}" if girder >= 0 else name
    words = f"{series.place[row]} "
    supports = [pier.name for pier in layout.piers] + [end.name for end in layout.abutments]
    for support in sorted(supports, key=len, reverse=True):
        if not words.startswith(f"{support} "):
            continue
        rest = words[len(support) + 1 :]
        if rest.startswith("pile"):
            return f"{support}/foundation"
        pieces = [key for key in made if key.startswith(f"{support}/")]
        named = [k for k in pieces if rest.startswith(f"{k[len(support) + 1 :]} ")]
        return max(named, key=len, default=support)
    return BRIDGE


def _evidence(model: Model, results: Results, made: Mapping[str, Entity]) -> None:
    """Every parameter of the ledger with where it comes from, a set for each chapter."""
    chapters: dict[str, dict[str, tuple[str, str, str]]] = {}
    for line in results.ledger:
        chapter = line.address.split(".")[0].split("[")[0] or "general"
        values = chapters.setdefault(chapter, {})
        name, number = line.address[: LABEL - 4], 2
        while name in values:
            name, number = f"{line.address[: LABEL - 4]} {number}", number + 1
        words = [f"{line.kind}: {line.source}", line.note, line.span and f"range {line.span}"]
        values[name] = ("IfcText", line.value, "; ".join(w for w in words if w))
    for chapter, values in chapters.items():
        model.properties(BRIDGE, f"Spanwright_Evidence_{chapter}"[:LABEL], values,
                         [made[BRIDGE]])  # fmt: skip
