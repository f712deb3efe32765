"""The works in the IFC file: tasks in their order, and what every item costs."""

import pytest
from sample_ifc import STEEL, ifc_results, named, sets

from spanwright.layout.quantities import quantities

STEEL_KINDS = ("girder plates", "stiffeners", "welds and splices", "cross-frames", "studs")


@pytest.fixture(scope="module")
def results():
    return ifc_results()


def test_tasks_follow_one_another_and_name_what_they_build(model):
    tasks = {t.Identification: t for t in model.by_type("IfcTask") if t.Identification}
    assert tasks["b"].TaskTime.ScheduleStart == "2027-03-08T00:00:00"
    assert tasks["b"].TaskTime.ScheduleFinish == "2027-03-11T00:00:00"
    assert tasks["b"].TaskTime.IsCritical
    assert not tasks["m"].TaskTime.IsCritical
    links = {(r.RelatingProcess.Name, r.RelatedProcess.Name): r
             for r in model.by_type("IfcRelSequence")}  # fmt: skip
    first, second = links["drill", "lift shafts"], links["lift shafts", "pier stands"]
    assert (first.SequenceType, second.SequenceType) == ("FINISH_START", "FINISH_FINISH")
    assert first.TimeLag.LagValue.wrappedValue == "P2D"
    assert second.TimeLag is None
    outputs = model.by_type("IfcRelAssignsToProduct")
    builds = {(t.Name, r.RelatingProduct.Name) for r in outputs for t in r.RelatedObjects}
    assert builds == {
        ("drill", "P0/pile 1"), ("lift shafts", "P0/shaft 1"), ("lift shafts", "P0/shaft 2"),
        ("pier stands", "P0"),
    }  # fmt: skip


def items_of_cost(model):
    (schedule,) = model.by_type("IfcCostSchedule")
    whole = schedule.Controls[0].RelatedObjects[0]
    return {item.Name: item for item in (whole, *whole.IsNestedBy[0].RelatedObjects)}


def test_a_reader_finds_the_cost_of_every_item_in_the_projects_money(model):
    """Value times quantities, as ifcopenshell's own cost functions multiply them."""
    cost = pytest.importorskip("ifcopenshell.util.cost", reason="extra ifc is not installed")
    assert [u.Currency for u in model.by_type("IfcMonetaryUnit")] == ["USD"]
    money, ranges = {}, {}
    for name, item in items_of_cost(model).items():
        amount = cost.get_total_quantity(item)
        (value,) = item.CostValues
        unit = cost.calculate_applied_value(item, value)
        money[name] = unit * (1.0 if amount is None else amount)
        found = sets(item)["Spanwright_CostRange"]
        ranges[name] = [found[k].NominalValue.wrappedValue for k in ("P10", "P50", "P80")]
    assert ranges == {"whole bridge": [90.0, 100.0, 120.0], STEEL: [25.0, 30.0, 40.0],
                      "bored piles": [55.0, 60.0, 75.0], "expansion joints": [9.0, 10.0, 12.0],
                      "access trestle": [0.5, 0.6, 0.7]}  # fmt: skip
    assert money == {name: pytest.approx(ranges[name][1]) for name in ranges}


def test_cost_items_point_at_the_elements_they_pay_for(model, results):
    rows = quantities(results.layout).rows
    items = items_of_cost(model)
    pays = {
        name: {t.Name for r in item.Controls for t in r.RelatedObjects}
        for name, item in items.items()
    }
    assert not pays["whole bridge"]
    assert not pays["access trestle"]
    assert pays["bored piles"] == {r.element for r in rows if r.kind == "piles"}
    assert pays["expansion joints"] == {r.element for r in rows if r.kind == "expansion joints"}
    assert {"deck RU/girder 2/segment 1/web", "deck RU/girder 2/studs",
            "deck KP/cross-frame 1"} <= pays[STEEL]  # fmt: skip
    metres = sum(r.amount for r in rows if r.kind == "piles")
    assert sum(q[3] for q in items["bored piles"].CostQuantities) == pytest.approx(metres)
    steel = sum(r.amount for r in rows if r.kind in STEEL_KINDS and r.unit == "kg")
    assert sum(q[3] for q in items[STEEL].CostQuantities) == pytest.approx(steel)
    # the very quantity that stands on the element
    pile = sets(named(model, "P0/pile 1"))["Spanwright_BillOfQuantities"]
    assert pile["piles [m]"] in [q[3] for q in items["bored piles"].CostQuantities]
    held = {q.id() for g in model.by_type("IfcElementQuantity") for q in g.Quantities}
    assert {q.id() for q in items["bored piles"].CostQuantities} <= held
