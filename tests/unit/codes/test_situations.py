"""One set of actions under both code families; how many rows there are, and which."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.codes.aashto import actions as lrfd
from spanwright.codes.aashto.combinations import STATES
from spanwright.codes.combinations import ActionSpec, envelope
from spanwright.codes.data import Override, merged, parameters
from spanwright.codes.situations import needs, rows_of
from spanwright.datum.errors import InputError
from spanwright.datum.units import foot, kN

BRIDGE = (
    ActionSpec("steelwork", "permanent", origin="self weight"),
    ActionSpec("slab", "permanent", origin="self weight"),
    ActionSpec("asphalt", "permanent", origin="surfacing"),
    ActionSpec("fill", "permanent", origin="earth"),
)
VARIABLE = (
    *(ActionSpec(f"temperature {i}", "thermal") for i in range(8)),
    *(ActionSpec(f"wind {i}", "wind") for i in range(6)),
    *(ActionSpec(f"ice {i}", "ice") for i in range(4)),
    ActionSpec("flood", "stream flow"),
)
EUROCODE = (
    *BRIDGE,
    *VARIABLE,
    *(ActionSpec(f"traffic wind {i}", "wind with traffic") for i in range(4)),
    ActionSpec("TS", "TS"),
    ActionSpec("UDL", "UDL"),
    ActionSpec("braking", "braking"),
)


def test_number_of_persistent_rows():
    """Permanent alone: 1.  gr1a with 8 temperatures or 4 traffic winds, and 4 ices or the flood:
    (8 x 3 + 4 x 2 leaders) x 5 = 160, since traffic wind never leads.  gr2 with 8 temperatures:
    8 x 3 x 5 = 120.  No traffic: 6 winds x 5 x 2 leaders = 60.  Together 341."""
    assert len(rows_of(EUROCODE, "ULS persistent").names) == 341


def test_every_row_of_both_families_names_its_rule_and_clause():
    lrfd_actions = (*BRIDGE, *VARIABLE, ActionSpec("LL vehicle", "LL vehicle"),
                    ActionSpec("quake", "seismic"))  # fmt: skip
    for actions, situation in (
        (EUROCODE, "ULS persistent"),
        (EUROCODE, "SLS frequent"),
        *((lrfd_actions, state) for state in STATES),
    ):
        rows = rows_of(actions, situation)
        assert all(rows.rule)
        assert all(any(c.isdigit() for c in clause) for clause in rows.clause)
        assert len(set(zip(rows.unfavourable.tobytes(), rows.names, strict=False))) > 0


def test_flood_and_ice_never_meet():
    rows = rows_of(EUROCODE, "ULS persistent")
    kind = np.array([action.kind for action in rows.actions])
    ice = rows.unfavourable[:, kind == "ice"] > 0
    assert not np.any(ice.any(axis=1) & (rows.unfavourable[:, kind == "stream flow"] > 0)[:, 0])
    assert ice.sum(axis=1).max() == 1


def test_strength_i_of_the_same_actions():
    """DC 8000, DW 2000 and LL+IM 5628 x 0.66: 1.25 DC + 1.50 DW + 1.75 LL = 19,500.3 kNm."""
    actions = (
        ActionSpec("slab", "permanent", origin="self weight"),
        ActionSpec("asphalt", "permanent", origin="surfacing"),
        ActionSpec("LL vehicle", "LL vehicle"),
        ActionSpec("LL lane", "LL lane"),
    )
    effect = np.array([[8000.0], [2000.0], [3000.0], [5628.0 * 0.66 - 3000.0]])
    top, _ = envelope(rows_of(actions, "Strength I"), effect, effect)
    assert top.value[0] == pytest.approx(19_500.3, abs=0.1)
    fatigue = rows_of([ActionSpec("fatigue truck", "fatigue truck")], "Fatigue I")
    assert fatigue.unfavourable.max() == 1.75


def test_permanent_actions_are_called_by_their_origin():
    rows = rows_of(BRIDGE, "Strength I")
    assert [action.kind for action in rows.actions] == ["DC", "DC", "DW", "EH at rest"]
    np.testing.assert_allclose(rows.unfavourable[0], [1.25, 1.25, 1.50, 1.35])
    np.testing.assert_allclose(rows.favourable[0], [0.90, 0.90, 0.65, 0.90])


def test_wind_comes_to_the_gust_of_each_limit_state():
    """A gust of 45 m/s: 80 mph (35.76 m/s) in Strength V, 70 mph in Service I, 0.75 in IV."""
    actions = [ActionSpec("wind", "wind", speed=45.0), ActionSpec("LL lane", "LL lane")]
    for state, share in (
        ("Strength III", 1.0),
        ("Strength V", (80 * 0.44704 / 45.0) ** 2),
        ("Service I", (70 * 0.44704 / 45.0) ** 2),
        ("Service IV", 0.75**2),
    ):
        assert rows_of(actions, state).unfavourable[:, 0].max() == pytest.approx(share)
    slow = [ActionSpec("wind", "wind", speed=20.0)]
    assert rows_of(slow, "Strength V").unfavourable[:, 0].max() == 1.0


def test_eta_of_the_project_multiplies():
    chosen = merged(parameters(), parameters("aashto", overrides={
        "aashto.eta": Override(1.05, "owner: few redundant girders")}))  # fmt: skip
    plain = rows_of(BRIDGE, "Strength I").unfavourable
    np.testing.assert_allclose(rows_of(BRIDGE, "Strength I", chosen).unfavourable, 1.05 * plain)


def test_situations_that_need_an_event():
    assert needs("Strength I") == frozenset()
    assert "seismic" in needs("ULS seismic") & needs("Extreme Event I")
    with pytest.raises(InputError, match="needs its extreme event"):
        rows_of(BRIDGE, "Extreme Event I")
    with pytest.raises(InputError, match="has no name in LRFD"):
        rows_of([ActionSpec("x", "slipstream")], "Strength I")
    with pytest.raises(InputError, match="must be one of"):
        rows_of(BRIDGE, "Strength VI")


def test_exposure_braking_and_sidewalks_of_lrfd():
    """K_z 1.0 at 33 ft in C, more over water; one lane of 60 m: 1.2 x 81.25 kN, of 300 m the 5 %
    of truck and lane load."""
    assert lrfd.wind_exposure(33 * foot, "C") == pytest.approx(1.0, abs=0.01)
    assert lrfd.wind_exposure(3.0, "C") == lrfd.wind_exposure(33 * foot, "C")
    heights = np.array([10.0, 20.0, 40.0])
    assert np.all(lrfd.wind_exposure(heights, "D") > lrfd.wind_exposure(heights, "C"))
    assert np.all(lrfd.wind_exposure(heights, "C") > lrfd.wind_exposure(heights, "B"))
    assert lrfd.braking(60.0, 1) == pytest.approx(1.2 * 81.25 * kN)
    assert lrfd.braking(300.0, 2) == pytest.approx(2 * 0.05 * (325 + 9.3 * 300) * kN)
    assert lrfd.pedestrian_pressure() == 3.6 * kN
