"""EN 1993-2's lambda factors beside the damage they stand for: FLM4 over simple spans.

lambda_1 was fitted to damage sums of measured traffic; Q_m1 of FLM4's lorries and N_obs = 0.5e6
make lambda_2 of the same traffic.  Figure 9.5 is one straight line over all spans, fitted to other
traffic than these five lorries: found here, lambda lies 15 % above the damage at 20 m, 11 % at
30 m, within 8 % at 40 and 60 m and 14 % below it at 80 m.  So 16 % is the tolerance.
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.codes.data import load
from spanwright.codes.eurocode.resistance.fatigue import (
    damage_utilisation,
    mean_lorry,
    road_factor,
)
from spanwright.traffic.cycles import cycle_ranges
from spanwright.traffic.library import load_model

PASSAGES = 0.5e6 * 100


def mid_span(x: np.ndarray, span: float) -> np.ndarray:
    inside = (x >= 0) & (x <= span)
    return np.where(inside, 0.5 * np.minimum(x, span - x), 0.0)


def history(name: str, span: float) -> np.ndarray:
    """Mid-span moment, every axle stopped at the supports and in the middle."""
    (vehicle,) = load_model(name).vehicles.values()
    stops = (np.array([0.0, span / 2, span])[:, None] + vehicle.train.offset).ravel()
    first = np.unique(np.concatenate([[-1.0], stops, [span + vehicle.train.offset.max() + 1.0]]))
    at = first[:, None] - vehicle.train.offset
    return (mid_span(at, span) @ vehicle.train.force)[None]


@pytest.mark.parametrize("span", [20.0, 30.0, 40.0, 60.0, 80.0])
def test_lambda_stands_for_the_damage_of_flm4(span):
    data = load("eurocode/actions/road.toml")
    share, weight = data.array("flm4.long"), data.array("flm4.weight")
    ranges, times = [], []
    for k, part in enumerate(share):
        found, number = cycle_ranges(history(f"flm4:lorry-{k + 1}", span))
        ranges.append(found[0])
        times.append(number[0] * part * PASSAGES)
    moments, number = np.concatenate(ranges)[None], np.concatenate(times)[None]
    flm3 = float(np.ptp(history("flm3", span)))
    factor = road_factor(span, "midspan", lorry=mean_lorry(weight, share), flow=0.5e6, years=100.0)
    product = factor.span * factor.traffic
    # Stresses such that the damage is 1: in the middle of the curve, where it is compared.
    unit = 1.0 / float(damage_utilisation(moments / flm3 * 80e6, number, 80e6, gamma_Mf=1.0)[0])
    by_lambda = float(product) * unit  # times 80 MPa over category 80
    assert by_lambda == pytest.approx(1.0, rel=0.16), span
