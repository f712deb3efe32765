"""The sections on money and carbon."""

from __future__ import annotations

import math
from typing import Final

from spanwright.deliverables.content import (
    Block,
    Cell,
    Column,
    Note,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
)
from spanwright.deliverables.numbers import digits
from spanwright.works.cost import exchange_rate, precedents, reference_overrun
from spanwright.works.types import Works

EIGHT_IN_TEN: Final = 0.8416  # deviations above the median of a normal


def percent(share: float | None) -> str:
    """A chance; never rounded to certainty."""
    if share is None:
        return "–"
    if 0.0 < share < 0.005:
        return "< 1 %"
    if 0.995 <= share < 1.0:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")


def _money(value: float) -> str:
    return digits(value / 1e6, 3)


def cost(works: Works) -> Section:
    found = works.cost
    unit = f"million {found.currency}"
    tiles = Tiles((
        Tile(_money(found.quantiles[1]), f"{unit}, half of all estimates are below"),
        Tile(_money(found.quantiles[2]), f"{unit}, eight in ten are below"),
        Tile(_money(found.contingency), f"{unit} contingency, P80 less P50"),
        Tile(digits(found.per_area, 3), f"{found.currency} a square metre of deck"),
    ))  # fmt: skip
    columns = (Column("Element"), Column("Amount", "right"), Column("Unit price", "right"),
               Column("10 %", "right", unit), Column("50 %", "right", unit),
               Column("80 %", "right", unit), Column("Basis"))  # fmt: skip
    rows = tuple(
        (Cell(r.item, "strong"), f"{digits(r.amount, 3)} {'' if r.unit == '1' else r.unit}".strip(),
         " - ".join(digits(x, 3) for x in r.price), _money(r.p10), Cell(_money(r.p50), order=r.p50),
         _money(r.p80), r.tag)
        for r in found.rows
    )  # fmt: skip
    sigma, mu = reference_overrun()
    eight = math.expm1(mu + EIGHT_IN_TEN * sigma)
    note = (
        f"Prices of {found.base} in {found.currency}. Not included: {', '.join(found.excluded)}. "
        f"With the overrun of fixed links instead of the contingency, never with it: "
        f"{_money(found.uplifted[0])} (half) to {_money(found.uplifted[1])} (eight in ten) {unit}; "
        f"a lognormal through the mean and deviation of that class would say {eight:+.0%} at eight "
        "in ten: its tail is heavy."
    )
    blocks: list[Block] = [
        *(Note("Order of size.", n.text) for n in found.notices), tiles,
        Table("tab-cost", "Elemental estimate.", columns, rows, note=note),
    ]  # fmt: skip
    if found.comparisons:
        heads = (Column("Claim"), Column("Reported", "right", unit), Column("Scope compared"),
                 Column("Estimate", "right", unit), Column("Estimates below", "right"))  # fmt: skip
        body = tuple(
            (Cell(f"{c.claim} ({c.status}): {c.said}", "strong"), _money(c.reported), c.scope,
             _money(c.estimate), percent(c.share))
            for c in found.comparisons
        )  # fmt: skip
        blocks.append(Table("tab-claimed-cost", "Reported costs beside the estimate: no report "
                            "states its scope.", heads, body))  # fmt: skip
    blocks.append(_precedents(works))
    return Section("cost", "Cost", tuple(blocks))


def _precedents(works: Works) -> Table:
    """What other crossings were reported to cost, a metre, beside this estimate."""
    found = works.cost
    columns = (Column("Crossing"), Column("Reported", "right", "thousand million"),
               Column("Covers"), Column("A metre", "right", f"{found.currency}"),
               Column("Source"))  # fmt: skip
    rows: list[tuple[Cell | str, ...]] = [(
        Cell("this estimate, half are below", "strong"),
        f"{digits(found.quantiles[1] / 1e9, 3)} {found.currency}", "the elements above, per metre "
        "of bridge", digits(found.per_length, 3), "computed",
    )]  # fmt: skip
    ours = exchange_rate(found.currency)
    for p in precedents():
        metre = p.cost / p.length / exchange_rate(p.currency) * ours
        rows.append((Cell(p.name, "strong"), f"{digits(p.cost / 1e9, 3)} {p.currency}", p.covers,
                     digits(metre, 3), p.source))  # fmt: skip
    note = (
        "As reported, at the exchange of the estimate and without any correction for years, scope "
        "or length of approaches: a check of size, not of price."
    )
    return Table("tab-precedents", "What other crossings were reported to cost.", columns,
                 tuple(rows), note=note)  # fmt: skip


def carbon(works: Works) -> Section:
    found = works.carbon
    columns = (Column("Material"), Column("Amount", "right"), Column("Factor", "right"),
               Column("A1-A3", "right", "t"), Column("A4", "right", "t"),
               Column("A5", "right", "t"), Column("Basis"))  # fmt: skip
    rows = tuple(
        (Cell(r.material, "strong"), f"{digits(r.amount, 3)} {r.unit}",
         f"{digits(r.factor, 3)} kg/{r.unit}", digits(r.product / 1e3, 3),
         digits(r.transport / 1e3, 3), digits((r.waste + r.plant) / 1e3, 3),
         f"{r.tag}: {r.source}")
        for r in found.rows
    )  # fmt: skip
    low, middle, high = (x / 1e6 for x in found.quantiles)
    words = (
        f"Building emits {middle:.1f} thousand tonnes of CO2 equivalent (10 to 90 %: {low:.1f} to "
        f"{high:.1f}), {digits(found.per_area, 3)} kg a square metre of deck, modules A1 to A5. "
        f"Not included: {', '.join(found.excluded)}."
    )
    table = Table("tab-carbon", "Embodied carbon, CO2 equivalent.", columns, rows)
    return Section("carbon", "Carbon", (Paragraph(words), table))
