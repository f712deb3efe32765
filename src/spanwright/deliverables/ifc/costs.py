"""The cost estimate as a schedule of cost items, each tied to the elements it pays for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.deliverables.ifc.properties import Counted
from spanwright.works.bill import priced
from spanwright.works.cost import Cost, CostRow

RANGE = "Spanwright_CostRange"


def costs(model: Model, cost: Cost, project: Entity, counted: Iterable[Counted]) -> None:
    """Write the schedule: one item for all, and one a priced item of the estimate beneath it.

    An item that pays for elements points at them and at their quantities in the bill; its value is
    then the price of one unit, and the sum of the quantities makes it the item's 50 % value.  What
    has no element (access, overheads, supervision) has the value of the whole.  Money is in the
    monetary unit of the project; the 10 and 80 % values stand in a property set.
    """
    schedule = model.root(
        "IfcCostSchedule", "cost schedule", Name="cost estimate", PredefinedType="ESTIMATE",
        Description=f"{cost.currency}, prices of {cost.base}; excluded: {', '.join(cost.excluded)}",
    )  # fmt: skip
    low, middle, high = cost.quantiles[:3]
    whole = model.root(
        "IfcCostItem", "cost of all", Name="whole bridge", CostValues=[_value(model, middle)],
        Description="shares of a sum are not sums of shares: the items' P80 add to more",
    )  # fmt: skip
    _range(model, "cost of all", whole, (low, middle, high))
    paid = _paid(counted)
    items = [
        _item(model, k, row, cost.currency, paid.get(row.item, []))
        for k, row in enumerate(cost.rows)
    ]
    model.relate("IfcRelNests", "cost of all", RelatingObject=whole, RelatedObjects=items)
    model.relate("IfcRelAssignsToControl", "cost schedule", RelatedObjects=[whole],
                 RelatingControl=schedule)  # fmt: skip
    model.relate("IfcRelDeclares", "cost schedule", RelatingContext=project,
                 RelatedDefinitions=[schedule])  # fmt: skip


def _paid(counted: Iterable[Counted]) -> dict[str, list[Counted]]:
    """Item -> the rows of the bill it pays for."""
    found: dict[str, list[Counted]] = {}
    for entry in counted:
        for item, _ in priced(entry[0]):
            found.setdefault(item, []).append(entry)
    return found


def _item(
    model: Model, number: int, row: CostRow, currency: str, paid: Sequence[Counted]
) -> Entity:  # fmt: skip
    identity = f"cost {number} {row.group} {row.item}"
    things = list({thing.id(): thing for _, thing, _ in paid}.values())
    amounts = list({quantity.id(): quantity for *_, quantity in paid}.values())
    total = sum(counted.amount for counted, *_ in paid)
    price = f"{row.amount:,.6g} {row.unit} at {row.price[1]:,.6g} {currency}"
    item = model.root(
        "IfcCostItem", identity, Name=row.item, ObjectType=row.group,
        Identification=str(number + 1), Description=f"{price}; {row.source}",
        CostValues=[_value(model, row.p50 / total if total else row.p50)],
        CostQuantities=amounts or None,
    )  # fmt: skip
    _range(model, identity, item, (row.p10, row.p50, row.p80))
    if things:
        model.relate("IfcRelAssignsToControl", identity, RelatedObjects=things,
                     RelatingControl=item)  # fmt: skip
    return item


def _value(model: Model, value: float) -> Entity:
    return model.add("IfcCostValue", "P50", None, model.add("IfcMonetaryMeasure", float(value)))


def _range(
    model: Model, identity: str, item: Entity, values: tuple[float, float, float]
) -> None:  # fmt: skip
    """Not cost values: a reader would add them to the one that counts."""
    named = zip(("P10", "P50", "P80"), values, strict=True)
    model.properties(identity, RANGE, {k: ("IfcMonetaryMeasure", float(v)) for k, v in named},
                     [item])  # fmt: skip
