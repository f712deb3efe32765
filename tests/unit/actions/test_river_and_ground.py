"""Water, ice, ships, lorries and earth on a bridge: every force is found again at the ground."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.actions.water import mean_velocity
from spanwright.datum.units import kN

approx = pytest.approx


def wet(river):
    return [pier for pier in river.layout.piers if pier.in_river]


def test_both_piers_stand_in_the_river(river):
    assert len(wet(river)) == 2


def test_mean_velocity_is_the_discharge_over_the_area_between_the_banks(river):
    """10 m of 3 to 8 m depth on either side and 40 m of 8 m: 430 m2."""
    assert mean_velocity(river.layout, (30.0, 90.0), 860.0) == approx(2.0)


def test_stream_and_drift_push_across_the_bridge(river):
    """k rho v^2 / 2 on every shaft from bed to flood level, and 666 A v^2 of drift a pier."""
    v = 800.0 / 430.0
    force = 0.0
    for pier in wet(river):
        low = max(pier.ground, pier.foundation.cap_top)
        depth = min(5.0, pier.shaft_top) - low
        force += len(pier.columns) * 0.5 * 0.70 * 1000 * v**2 * pier.width * depth
        force += 666 * 20.0 * v**2
    along, across, down = river.pushed("stream flow")
    assert abs(across) == approx(force, rel=1e-6)
    assert abs(along) + abs(down) == approx(0.0, abs=1e-3 * force)
    assert river.case("stream flow").reversible


def test_ice_cuts_one_shaft_of_every_pier_at_both_water_levels(river):
    """m t b R with m 0.9 and 750, then 450 kPa (JTG D60 4.3.9)."""
    width = sum(pier.width for pier in wet(river))
    for word, strength in (("at first movement", 750e3), ("at its highest level", 450e3)):
        for way, sign in (("left", 1.0), ("right", -1.0)):
            name = f"ice {word}, to the {way}"
            force = 0.9 * 0.5 * width * strength
            assert river.pushed(name)[1] == approx(sign * force, rel=1e-6)
            assert (river.case(name).kind, river.case(name).tag) == ("ice", "read")


@pytest.mark.parametrize(
    ("rule", "force"),
    [("ISO 19906", 1.8e6 * 0.5**-0.40), ("SNiP 2.05.03-84", 0.9 * 735e3)],
)
def test_the_project_chooses_the_rule_for_ice(solved, rule, force):
    key = 'ice_thickness = "0.5 m"'
    other = solved((key, f'{key}\nice_rule = "{rule}"'), ("[site.earthquake]\n", ""),
                   ('ground_acceleration = "0.1 g"\n', ""))  # fmt: skip
    expected = 0.0
    for pier in wet(other):
        slender = (pier.width / 0.5) ** -0.16 if rule == "ISO 19906" else 1.0
        expected += force * slender * 0.5 * pier.width
    found = other.pushed("ice at first movement, to the left")[1]
    assert found == approx(expected, rel=1e-6)
    assert not any(case.kind == "seismic" for case in other.static.cases)


def test_a_ship_of_class_two_hits_each_pier_of_the_river(river):
    for pier in wet(river):
        frontal = river.pushed(f"ship II against {pier.name}, along its way")
        lateral = river.pushed(f"ship II against {pier.name}, across its way")
        np.testing.assert_allclose(np.abs(frontal[:2]), [0.0, 3e6], atol=1e3)
        np.testing.assert_allclose(np.abs(lateral[:2]), [1.5e6, 0.4 * 1.5e6], rtol=1e-3)


def test_a_lorry_reaches_only_the_pier_beside_its_road(river):
    """A quay road from 85 to 92 m: the pier at 84 m is within 6 m, that at 36 m is not."""
    hit = [c.name for c in river.static.cases if c.name.startswith("lorry on quay")]
    near = next(p for p in river.layout.piers if abs(p.station - 84.0) < 1.0)
    assert [f"lorry on quay against {near.name}, {w} its way" for w in ("along", "across")] == hit
    assert abs(river.pushed(hit[0])[1]) == approx(750 * kN, rel=1e-6)
    assert abs(river.pushed(hit[1])[0]) == approx(375 * kN, rel=1e-3)


def test_earth_at_rest_pushes_both_abutments_towards_the_bridge(river):
    """K_0 gamma h^2 b / 2 with 33 deg and 20 kN/m3; both abutments alike but for their height."""
    row, k = river.row("earth pressure"), 1.0 - np.sin(np.radians(33.0))
    total = 0.0
    for abutment, towards in zip(river.layout.abutments, (1.0, -1.0), strict=True):
        height = 14.0 - (abutment.seat_level - abutment.height)
        total += towards * 0.5 * k * 20e3 * height**2 * abutment.width
        ground = river.static.foundation[abutment.name][row]
        # The thrust acts above the pile group's centre: it turns the base towards the bridge.
        assert np.sign(ground[4]) == towards
    assert river.pushed("earth pressure")[0] == approx(total, abs=1e-6 * abs(total) + 10.0)
    extra = river.case("traffic on the backfill")
    assert extra.kind == "backfill"


def test_faces_of_a_pier_at_two_temperatures_bend_only_what_is_held(river):
    """5 K over a shaft's width.  Along the bridge one pier alone is fixed and takes the deck with
    it: no moment.  Across, bearings hold every pier to a deck that is stiff sideways."""
    along = river.static.column_foot[river.row("temperature of the piers' faces, along")]
    across = river.static.column_foot[river.row("temperature of the piers' faces, across")]
    free = 30e9 * np.pi * river.layout.piers[0].width ** 4 / 64 * 1e-5 * 5.0 / 1.5
    assert np.abs(along[:, 3:]).max() < 1e-2 * free
    assert np.all(np.abs(across[:, 5]) > 0.02 * free)
    assert np.all(np.abs(across[:, 5]) < 1.5 * free)
    assert river.case("temperature of the piers' faces, across").reversible
