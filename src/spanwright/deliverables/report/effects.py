"""Influence surfaces, envelopes along the bridge, deflections, bearing forces."""

from __future__ import annotations

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.deliverables.charts.panels import Curve, Panel, draw_panels
from spanwright.deliverables.charts.surface import Plan, draw_surface, window
from spanwright.deliverables.content import Block, Cell, Column, Figure, Paragraph, Section, Table
from spanwright.deliverables.geometry import edges
from spanwright.deliverables.numbers import digits, usual_unit, with_unit
from spanwright.deliverables.report.gather import along, bridge_grid, girder_count, pick
from spanwright.deliverables.results import DrawnInfluence, Envelope, Results
from spanwright.layout.types import Layout

NAMES = {
    "My": "Bending moment My", "Vz": "Shear force Vz", "T": "Torsion T", "N": "Axial force N",
    "Mz": "Transverse bending Mz", "Vy": "Transverse shear Vy", "deflection": "Deflection",
    "Fz": "Vertical bearing force", "Fx": "Longitudinal bearing force",
    "Fy": "Transverse bearing force", "dx": "Longitudinal bearing movement",
}  # fmt: skip
SIGNS = {
    "My": "sagging positive, drawn downwards on the tension side",
    "Vz": "positive as at the left support of a beam",
    "T": "right-handed about the girder's axis positive",
    "N": "tension positive",
    "deflection": "downward positive, drawn downwards",
}
DOWNWARD = ("My", "deflection")
LEGEND = (("max", "maximum"), ("min", "minimum"), ("perm", "permanent actions alone"))


def chapter(results: Results) -> Section:
    """Effects of the actions."""
    sections = [_influences(results)] if results.influences else []
    forces = [e for e in results.envelopes if e.over == "section" and e.component != "deflection"]
    sagging = [e for e in results.envelopes if e.over == "section" and e.component == "deflection"]
    if forces:
        words = (
            "Largest and smallest values of all combinations of the situation at every reported "
            "section. Point at a chart for the numbers."
        )
        figures = tuple(envelope_figure(results, e) for e in forces)
        sections.append(Section("envelopes", "Envelopes", (Paragraph(words), *figures)))
    if sagging:
        figures = tuple(envelope_figure(results, e) for e in sagging)
        sections.append(Section("deflections", "Deflections", figures))
    return Section("effects", "Effects of actions", (), tuple(sections))


def appendix(results: Results) -> tuple[Section, ...]:
    """Forces and movements of every bearing."""
    bearings = [e for e in results.envelopes if e.over == "bearing"]
    return (_bearings(results, bearings),) if bearings else ()


def _key(*words: str) -> str:
    return "-".join("".join(c if c.isalnum() else "-" for c in w.lower()) for w in words)


def envelope_figure(results: Results, envelope: Envelope) -> Figure:
    """One panel a girder line, over the full length."""
    at, layout = results.effects.sections, results.layout
    values = (envelope.maximum, envelope.minimum)
    factor, unit = usual_unit(envelope.unit, np.concatenate(values))
    panels = []
    for girder in range(girder_count(layout)):
        rows = along(girder, at.deck, at.girder, at.station, at.side)
        if not rows.size:
            continue
        x = pick(at.station, rows)
        lines = [
            Curve("maximum", "ch-max", x, pick(envelope.maximum, rows) / factor),
            Curve("minimum", "ch-min", x, pick(envelope.minimum, rows) / factor),
        ]
        permanent = pick(envelope.permanent, rows) / factor
        if np.isfinite(permanent).any():
            lines.append(Curve("permanent", "ch-perm", x, permanent))
        panels.append(Panel(f"girder {girder + 1}", tuple(lines), band=(0, 1),
                            is_downward=envelope.component in DOWNWARD))  # fmt: skip
    name = NAMES.get(envelope.component, envelope.component)
    sign = SIGNS.get(envelope.component, "signs as stated above")
    caption = f"{name}, {envelope.situation} [{unit}]; {sign}.{joint_note(layout)}"
    svg = draw_panels(f"{name}, {envelope.situation}", bridge_grid(layout), panels, unit=unit)
    has_permanent = bool(np.isfinite(envelope.permanent).any())
    key = _key("fig-env", envelope.component, envelope.situation)
    return Figure(key, caption, svg, legend=LEGEND if has_permanent else LEGEND[:2])


def joint_note(layout: Layout) -> str:
    """What the dashed verticals are, where there are any."""
    return " Dashed vertical: expansion joint." if len(layout.decks) > 1 else ""


def _influences(results: Results) -> Section:
    words = (
        "The colour is the effect of one unit of downward force standing there; blue raises the "
        "effect, orange lowers it. Black marks are the wheels, grey strips the distributed load of "
        "the placement found to govern; the cross marks the section. The plan is stretched across."
    )
    figures = tuple(_influence(results, d, k) for k, d in enumerate(results.influences))
    return Section("influence", "Influence surfaces and governing placements",
                   (Paragraph(words), *figures))  # fmt: skip


def _influence(results: Results, drawn: DrawnInfluence, k: int) -> Figure:
    surfaces, layout = results.effects.key_surfaces, results.layout
    deck = layout.decks[drawn.deck]
    girder = deck.girders[drawn.girder]
    # response per newton; shown per kilonewton, which is a size one can imagine
    unit, factor = {
        "N m": ("kNm per kN", 1.0), "N": ("kN per kN", 1.0), "m": ("mm per MN", 1e-9),
    }.get(drawn.unit, (f"{drawn.unit} per N", 1.0))  # fmt: skip
    supports = (float(deck.supports[0]), float(deck.supports[-1]))
    start, end = window(surfaces, drawn.station)
    plan = Plan(max(start, supports[0]), min(end, supports[1]),
                np.array(edges(deck)), layout.road.kerbs,
                np.array([g.offset for g in deck.girders]))  # fmt: skip
    name = NAMES.get(drawn.component, drawn.component)
    where = f"{deck.name} {girder.name}, station {drawn.station:.1f} m"
    svg = draw_surface(
        f"Influence surface of {name}, {where}", surfaces, drawn.surface, plan, drawn.placement,
        drawn.station, girder.offset, unit=unit, factor=factor,
    )  # fmt: skip
    bound = "largest" if drawn.sign > 0 else "smallest"
    caption = (
        f"{name}, {where} [{unit}]. {bound.capitalize()} value under {drawn.model}: "
        f"{with_unit(drawn.value, drawn.unit, 4)} (characteristic); {drawn.label}."
    )
    return Figure(f"fig-influence-{k + 1}", caption, svg)


def _bearings(results: Results, envelopes: list[Envelope]) -> Section:
    """One table a situation: all components of all bearings."""
    tables: list[Block] = []
    for situation in dict.fromkeys(e.situation for e in envelopes):
        chosen = [e for e in envelopes if e.situation == situation]
        tables.append(_bearing_table(results, situation, chosen))
    return Section("bearing-forces", "Bearing forces", tuple(tables))


def _bearing_table(results: Results, situation: str, envelopes: list[Envelope]) -> Table:
    columns = [Column("Support"), Column("Deck"), Column("Girder"), Column("Kind")]
    parts: list[tuple[Array, float]] = []
    for e in envelopes:
        factor, unit = usual_unit(e.unit, np.concatenate([e.maximum, e.minimum]))
        for name, values in (("permanent", e.permanent), ("max", e.maximum), ("min", e.minimum)):
            if np.isfinite(values).any():
                columns.append(Column(f"{e.component} {name}", "right", unit))
                parts.append((values, factor))
    rows: list[tuple[Cell | str, ...]] = []
    for k, b in enumerate(results.layout.bearings):
        cells = []
        for values, factor in parts:
            value = float(values[k])
            cells.append(Cell(digits(value / factor, 4), order=value if value == value else None))
        rows.append((Cell(b.support, "strong"), b.deck, b.girder, b.kind, *cells))
    caption = f"Bearing forces and movements, {situation}."
    key = _key("tab-bearings", situation)
    return Table(key, caption, tuple(columns), tuple(rows), is_filterable=True)
