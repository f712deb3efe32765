"""What the calculation notes of single piles and groups put in: forces, places, resistances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from spanwright.checks.workings import Numbers
from spanwright.codes.data import Data
from spanwright.codes.eurocode.resistance.piles import (
    ShaftResistance,
    correlation_factors,
    usual_factors,
)
from spanwright.datum.arrays import Array
from spanwright.layout.types import Abutment, Pier
from spanwright.structure.ground import GroupStiffness

Support = Pier | Abutment


def head_workings(
    supports: Sequence[Support],
    groups: Mapping[str, GroupStiffness],
    value: Array,
    *,
    least: bool = False,
) -> Numbers:
    """The pile with the greatest (or least) compression under a rigid cap.

    value : (p, 3) force and moments of the ground's spring under the governing target
    """
    rows = []
    for one, force in zip(supports, value, strict=True):
        base, group = one.foundation, groups[one.name]
        x, y = base.pile_x - base.pile_x.mean(), base.pile_y - base.pile_y.mean()
        move = force / group.stiffness[2:5]
        sink = -(move[0] + move[1] * y - move[2] * x)
        pile = int(sink.argmin() if least else sink.argmax())
        rows.append((*force, *group.stiffness[2:5], group.axial, x[pile], y[pile]))
    names = ("F_z [N]", "M_x [N m]", "M_y [N m]", "K_z [N/m]", "K_x [N m/rad]", "K_y [N m/rad]",
             "k_a [N/m]", "x [m]", "y [m]")  # fmt: skip
    return dict(zip(names, np.array(rows).T, strict=True))


def weight_workings(
    supports: Sequence[Support], unit_weight: float, heavy: float, light: float
) -> Numbers:
    """Size of a pile, its unit weight in water [N/m3], and the factors on its weight."""
    return {
        "D [m]": np.array([one.foundation.pile_diameter for one in supports]),
        "L [m]": np.array([one.foundation.pile_length for one in supports]),
        "n": np.array([float(len(one.foundation.pile_x)) for one in supports]),
        "gamma_p [N/m3]": unit_weight,
        "gamma_G": heavy,
        "gamma_inf": light,
    }


def resistance_workings(
    piles: Sequence[ShaftResistance | None],
    design: Literal["DA2", "LRFD"],
    parameters: Data | None = None,
) -> Numbers:
    """Nominal side and tip of one pile a support with their factors; nan outside the rules."""
    rows = [{"R_sc [N]": np.nan} if one is None else _layers(one) for one in piles]
    keys = dict.fromkeys(key for row in rows for key in row)
    found: Numbers = {key: np.array([row.get(key, np.nan) for row in rows]) for key in keys}
    data = parameters or usual_factors()
    if design == "LRFD":
        phi = {name: data.number(f"aashto.shafts.{name}")
               for name in ("clay_side", "sand_side", "clay_tip", "sand_tip", "uplift_clay",
                            "uplift_sand")}  # fmt: skip
        return found | {
            "phi_sc": phi["clay_side"], "phi_ss": phi["sand_side"],
            "phi_b": np.array([phi["clay_tip"] if in_clay else phi["sand_tip"] for in_clay in
                               (one is not None and one.is_clay_tip[0] for one in piles)]),
            "phi_uc": phi["uplift_clay"], "phi_us": phi["uplift_sand"],
        }  # fmt: skip
    base, shaft, tension = data.array(f"piles.partial.{design}")
    return found | {
        "xi": correlation_factors(1, data)[0], "gamma_Rd": data.number("piles.model_factor"),
        "gamma_b": base, "gamma_s": shaft, "gamma_st": tension,
    }  # fmt: skip


def _layers(one: ShaftResistance) -> dict[str, float]:
    """Nominal parts of a pile, and those of its layers that count."""
    row = {
        "R_sc [N]": float(one.clay_side[0]), "R_ss [N]": float(one.sand_side[0]),
        "R_b [N]": float(one.tip[0]), "q_b [Pa]": float(one.unit_tip[0]),
    }  # fmt: skip
    row["is_clay_tip"] = float(one.is_clay_tip[0])
    counted = np.flatnonzero(one.height[0] > 0.0)
    for k, layer in enumerate(counted, start=1):
        row[f"h_{k} [m]"] = float(one.height[0, layer])
        row[f"q_s{k} [Pa]"] = float(one.unit_side[0, layer])
        row[f"is_clay_{k}"] = float(one.is_clay[layer])
    return row
