"""What the tests of the IFC file share: a bridge with its works, and readers of the file."""

import math
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
from sample_results import sample_results

from spanwright.deliverables.results import Position
from spanwright.works.cost import CostRow
from spanwright.works.network import Activity, Kind, Link, build
from spanwright.works.schedule import Schedule

STEEL = "steel girders, painted and delivered"
COST = SimpleNamespace(
    currency="USD", base="2024", quantiles=(90.0, 100.0, 120.0, 130.0), excluded=("tax",),
    rows=tuple(
        CostRow(item, group, 20.0, unit, (1.5, 2.0, 3.0), *money, "x", "read")
        for item, group, unit, money in (
            (STEEL, "superstructure", "kg", (25.0, 30.0, 40.0)),
            ("bored piles", "foundations", "m", (55.0, 60.0, 75.0)),
            ("expansion joints", "fittings", "m", (9.0, 10.0, 12.0)),
            ("access trestle", "temporary works", "m", (0.5, 0.6, 0.7)),
        )
    ),
)  # fmt: skip


def works():
    """Three activities: one element, a group of elements, a whole pier."""
    network = build(
        [
            Activity("a", 5.0, "drill", element="P0/pile 1"),
            Activity("b", 3.0, "lift shafts", element="P0/shaft"),
            Activity("m", 0.0, "pier stands", is_milestone=True, element="P0"),
        ],
        [Link("a", "b", Kind.FS, 2.0), Link("b", "m", Kind.FF)],
        start=date(2027, 3, 1),
    )
    schedule = Schedule(network, np.array([0, 7, 10]), np.array([5, 10, 10]))
    return SimpleNamespace(
        name="plan", start=date(2027, 3, 1), today=date(2027, 2, 1),
        programme=SimpleNamespace(network=network), cost=COST,
        plan=SimpleNamespace(schedule=schedule, total_float=np.array([0.0, 0.0, 4.0])),
    )  # fmt: skip


def ifc_results():
    """The sample bridge with a place on Earth, a day and its works."""
    position = Position(
        math.radians(42.412), math.radians(-130.643), "mean sea level", math.radians(251.0)
    )
    return replace(sample_results(), position=position, day=date(2026, 3, 31), works=works())


def sets(thing):
    """Property and quantity sets of a product: name -> {name: value}."""
    found = {}
    for relation in thing.IsDefinedBy:
        group = relation.RelatingPropertyDefinition
        found[group.Name] = (
            {p.Name: p for p in group.HasProperties}
            if group.is_a("IfcPropertySet")
            else {q.Name: q[3] for q in group.Quantities}
        )
    return found


def named(model, name):
    return next(e for e in model.by_type("IfcObject") if e.Name == name)


def body_volume(thing):
    """Volume enclosed by the triangles of the body, from the file's own numbers."""
    item = thing.Representation.Representations[0].Items[0]
    if item.is_a("IfcMappedItem"):
        item = item.MappingSource.MappedRepresentation.Items[0]
    corners = np.array(item.Coordinates.CoordList)[np.array(item.CoordIndex) - 1]
    return float(np.linalg.det(corners).sum() / 6)
