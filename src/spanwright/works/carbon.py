"""Embodied carbon of building the bridge, modules A1 to A5, with its uncertainty."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.ledger import Line
from spanwright.works.bill import Bill

SAMPLES: Final = 20_000


@dataclass(frozen=True, slots=True)
class CarbonRow:
    """One material or the plant: kg CO2e by module.

    amount : kg (concrete m3; plant crew-days);  factor : of A1-A3, per unit
    """

    material: str
    amount: float
    unit: str
    factor: float
    product: float  # A1-A3
    transport: float  # A4
    waste: float  # A5w
    plant: float  # A5a
    source: str
    tag: str

    @property
    def total(self) -> float:
        return self.product + self.transport + self.waste + self.plant


@dataclass(frozen=True, slots=True, eq=False)
class Carbon:
    """kg CO2e; modules A1-A3, A4, A5w, A5a; quantiles 10, 50, 90 % of the whole."""

    rows: tuple[CarbonRow, ...]
    modules: Mapping[str, float]
    total: Array
    quantiles: tuple[float, float, float]
    per_area: float
    excluded: tuple[str, ...]
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        freeze(self)


@cache
def tables() -> dict[str, Any]:
    """The shipped factors."""
    return tomllib.loads((files("spanwright.works") / "carbon.toml").read_text("utf-8"))


def embodied(masses: Mapping[str, float], factors: Mapping[str, float]) -> float:
    """A1 to A3 of materials: sum of mass and factor.  [kg], [kg CO2e/kg] -> [kg CO2e]

    Check: 9,000 m3 of concrete of 2,400 kg/m3 at 0.13, 1,100 t of bars at 1.99, 3,200 t of plate
    at 2.46 and 1,500 t of asphalt at 0.05 give 12,944 t.
    """
    return sum(mass * factors[name] for name, mass in masses.items())


def waste_factor(wasted: float) -> float:
    """Material bought beyond what is built in, from the share wasted: 5 % gives 0.0526."""
    return 1.0 / (1.0 - wasted) - 1.0


def concrete_factor(name: str) -> float:
    """kg CO2e a cubic metre of a class such as "C35/45", linear between the table's strengths."""
    row = tables()["concrete"]
    match = re.match(r"C(\d+)", name)
    strength = float(match.group(1)) if match else float(row["strength"][0])
    return float(np.interp(strength, row["strength"], row["factor"]))


def carbon_of(bill: Bill, deck_area: float, *, seed: int = 1) -> Carbon:
    """Embodied carbon of the bill.  deck_area [m2]"""
    sums: dict[str, float] = {}
    for (material, _), amount in bill.materials.items():
        sums[material] = sums.get(material, 0.0) + amount
    rows = [_material_row(name, amount) for name, amount in sums.items()]
    rows.append(_plant_row(bill.plant))
    rows.sort(key=lambda row: -row.total)
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 6])))
    data = tables()
    sd = float(np.hypot(data["spread"], data["quantity_spread"]))
    total = np.zeros(SAMPLES)
    for row in rows:
        total += row.total * np.exp(sd * rng.standard_normal(SAMPLES))
    q = np.quantile(total, [0.1, 0.5, 0.9])
    modules = {
        "A1-A3": sum(r.product for r in rows),
        "A4": sum(r.transport for r in rows),
        "A5 waste": sum(r.waste for r in rows),
        "A5 plant": sum(r.plant for r in rows),
    }
    lines = tuple(
        Line(f"carbon.{row.material}", f"{row.factor:g} kg CO2e/{row.unit}",
             "standard" if row.tag == "read" else "assumed", row.source, row.tag)
        for row in rows
    )  # fmt: skip
    return Carbon(tuple(rows), modules, total, (float(q[0]), float(q[1]), float(q[2])),
                  float(q[1]) / deck_area, tuple(data["not_included"]["items"]), lines)  # fmt: skip


def _material_row(name: str, amount: float) -> CarbonRow:
    data = tables()
    if re.match(r"C\d", name):
        row, unit, density = data["concrete"], "m3", float(data["concrete"]["density"])
        factor = concrete_factor(name)
    else:
        row, unit, density = data["material"][name], "kg", 1.0
        factor = float(row["factor"])
    product = amount * factor
    by_road = row.get("road_km", 0) * data["transport"]["road"]["value"]
    by_rail = row.get("rail_km", 0) * data["transport"]["rail"]["value"]
    moved = amount * density / 1e3 * (by_road + by_rail)
    waste = waste_factor(row["waste"]) * (product + moved)
    return CarbonRow(name, amount, unit, factor, product, moved, waste, 0.0, row["source"],
                     row["tag"])  # fmt: skip


def _plant_row(plant: Mapping[str, float]) -> CarbonRow:
    data = tables()["plant"]
    litres = sum(days * float(data.get(resource, 0.0)) for resource, days in plant.items())
    burnt = litres * data["diesel"]["value"]
    return CarbonRow("diesel of plant", litres, "l", data["diesel"]["value"], 0.0, 0.0, 0.0, burnt,
                     "crew-days of the plan times planner's consumption", "assumed")  # fmt: skip
