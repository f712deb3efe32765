"""The cost estimate as a schedule of cost items, whole items at their 10, 50 and 80 % values."""

from __future__ import annotations

from spanwright.deliverables.ifc.model import Entity, Model
from spanwright.works.cost import Cost, CostRow


def costs(model: Model, cost: Cost | None, project: Entity) -> None:
    """Write the schedule, one item for all and one a priced element beneath it.

    A value is that of the whole item, so no quantity stands beside it to multiply it again; amount
    and unit price are told in words.  Money is in the monetary unit of the project.
    """
    if cost is None:
        return
    schedule = model.root(
        "IfcCostSchedule", "cost schedule", Name="cost estimate", PredefinedType="ESTIMATE",
        Description=f"{cost.currency}, prices of {cost.base}; excluded: {', '.join(cost.excluded)}",
    )  # fmt: skip
    whole = model.root(
        "IfcCostItem", "cost of all", Name="whole bridge",
        CostValues=_values(model, *cost.quantiles[:3]),
        Description="shares of a sum are not sums of shares: the items' P80 add to more",
    )  # fmt: skip
    items = [_item(model, k, row, cost.currency) for k, row in enumerate(cost.rows)]
    model.relate("IfcRelNests", "cost of all", RelatingObject=whole, RelatedObjects=items)
    model.relate("IfcRelAssignsToControl", "cost schedule", RelatedObjects=[whole],
                 RelatingControl=schedule)  # fmt: skip
    model.relate("IfcRelDeclares", "cost schedule", RelatingContext=project,
                 RelatedDefinitions=[schedule])  # fmt: skip


def _item(model: Model, number: int, row: CostRow, currency: str) -> Entity:
    price = f"{row.amount:,.6g} {row.unit} at {row.price[1]:,.6g} {currency}"
    return model.root(
        "IfcCostItem", f"cost {number} {row.group} {row.item}", Name=row.item,
        ObjectType=row.group, Identification=str(number + 1),
        Description=f"{price}; {row.source}",
        CostValues=_values(model, row.p10, row.p50, row.p80),
    )  # fmt: skip


def _values(model: Model, low: float, middle: float, high: float) -> list[Entity]:
    """Alternatives, not components: the first is the one to count with."""
    return [
        model.add("IfcCostValue", name, None, model.add("IfcMonetaryMeasure", float(value)),
                  Category=name)
        for name, value in (("P50", middle), ("P10", low), ("P80", high))
    ]  # fmt: skip
