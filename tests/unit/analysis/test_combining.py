"""Governing combinations of places: groups, alternatives, causes."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.actions.types import Case
from spanwright.analysis.combine import Movable, govern
from spanwright.analysis.envelopes import PlaceTraffic, place_demands
from spanwright.analysis.selfcheck import require
from spanwright.analysis.types import SelfCheck
from spanwright.datum.errors import SelfCheckError


def case(name: str, kind: str, **more: object) -> Case:
    return Case(name, "short term", kind, "", "", **more)  # type: ignore[arg-type]


def one(*values: float) -> np.ndarray:
    """Effects of cases at one place with one component.  (c, 1, 1)"""
    return np.array(values, dtype=float).reshape(-1, 1, 1)


def traffic(tandem: float, lanes: float) -> tuple[Movable, ...]:
    zero = np.zeros((1, 1))
    return (Movable("TS", one(tandem)[0], zero), Movable("UDL", one(lanes)[0], zero))


def test_check_value_of_persistent_combinations():
    """G 10,000, TS 5821.35, UDL 5400, thermal 800: traffic leading 29,368.82 (EN 1990 A2)."""
    cases = (case("G", "permanent"), case("warm", "thermal"))
    high, low = govern(cases, one(10_000, 800), traffic(5821.35, 5400), "ULS persistent", 0)
    assert high.value[0, 0] == pytest.approx(29_368.82, abs=0.01)
    assert high.names[high.row[0]].startswith("6.10 gr1a leading")
    assert low.value[0, 0] == pytest.approx(10_000.0)


def test_settlements_act_in_their_worst_set():
    """Three supports, +3, +2 and -4: the largest takes +5, the smallest -4, times 1.2."""
    cases = [case(f"settlement {i}", "settlement", group="settlement") for i in range(3)]
    high, low = govern(cases, one(3.0, 2.0, -4.0), (), "ULS persistent", 0)
    assert high.value[0, 0] == pytest.approx(1.2 * 5.0)
    assert low.value[0, 0] == pytest.approx(1.2 * -4.0)


def test_temperature_cases_exclude_each_other():
    cases = (case("warm", "thermal"), case("cold", "thermal"))
    high, low = govern(cases, one(100.0, 90.0), (), "SLS characteristic", 0)
    assert high.value[0, 0] == pytest.approx(100.0)
    assert low.value[0, 0] == 0.0


def test_one_origin_takes_one_factor():
    """Girders +10 and slab -4 of one self weight: 1.35 x 6, never 1.35 x 10 - 1.00 x 4."""
    cases = (case("a", "permanent", origin="own"), case("b", "permanent", origin="own"))
    high, low = govern(cases, one(10.0, -4.0), (), "ULS persistent", 0)
    assert high.value[0, 0] == pytest.approx(1.35 * 6.0)
    assert low.value[0, 0] == pytest.approx(1.00 * 6.0)


def test_what_acts_either_way_takes_the_adverse_one():
    """Braking of -2 with 5 at another component: turned, it gives 2 with -5."""
    effect = np.array([[[3.0, 1.0], [-2.0, 5.0]]])
    part = np.zeros((2, 2, 2, 2))
    found = place_demands(
        (case("braking", "braking", reversible=True),), effect,
        [PlaceTraffic(("TS", "UDL"), part, ("",) * 4)], "ULS persistent", (0,),
    )  # fmt: skip
    np.testing.assert_allclose(found.value[0], 1.35 * np.array([[3.0, 1.0], [2.0, -5.0]]))
    np.testing.assert_allclose(found.value[1], -1.35 * np.array([[3.0, 1.0], [2.0, -5.0]]))


def test_an_accident_counts_in_its_own_situation_only():
    cases = (case("G", "permanent"), case("ship", "accidental", reversible=True))
    with_it = place_demands(cases, one(10.0, -7.0), (), "ULS accidental", (0,))
    without = place_demands(cases, one(10.0, -7.0), (), "ULS persistent", (0,))
    assert with_it.value[0, 0, 0] == pytest.approx(17.0)
    assert with_it.names[with_it.combination[0, 0]].startswith("6.11 ship")
    assert without.value[0, 0, 0] == pytest.approx(13.5)


def test_causes_name_the_placement_of_the_extreme():
    cases = (case("G", "permanent"),)
    part = np.zeros((2, 2, 1, 1))
    part[0] = 100.0
    found = place_demands(
        cases, one(10.0), [PlaceTraffic(("TS", "UDL"), part, ("most", "least"))],
        "ULS persistent", (0,),
    )  # fmt: skip
    assert found.value[0, 0, 0] == pytest.approx(1.35 * 210.0)
    assert found.causes[found.cause[0, 0]] == "most"
    assert found.cause[1, 0] == -1


def test_a_residual_above_the_bound_stops_and_is_named():
    fine = SelfCheck("equilibrium", 1e-12, "")
    require([fine])
    for bad in (1e-3, float("nan")):
        with pytest.raises(SelfCheckError, match="replay"):
            require([fine, SelfCheck("replay", bad, "")])
