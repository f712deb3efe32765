"""Combinations of EN 1990 A2 and AASHTO 3.4.1: check values, exclusions, envelopes."""

import numpy as np
import pytest

from spanwright.codes.aashto import combinations as aashto
from spanwright.codes.combinations import (
    ActionSpec,
    concurrent_envelope,
    envelope,
    factors,
    row_values,
)
from spanwright.codes.data import Override, parameters
from spanwright.codes.eurocode import combinations as eurocode
from spanwright.datum.errors import InputError, ScopeError

G = ActionSpec("girder", "permanent", origin="self weight")
TS = ActionSpec("TS", "TS")
UDL = ActionSpec("UDL", "UDL")
WARM = ActionSpec("thermal +", "thermal")
COLD = ActionSpec("thermal -", "thermal")
WIND = ActionSpec("wind", "wind")
WIND_T = ActionSpec("wind on traffic", "wind with traffic", cap=0.5)
BRAKE = ActionSpec("braking", "braking")
ROAD = (G, TS, UDL, WARM)


def value(combinations, name, effects):
    row = combinations.names.index(name)
    return row_values(combinations, np.array(effects, dtype=float)[:, None], +1)[row, 0]


@pytest.mark.parametrize(
    ("situation", "name", "moment"),
    [
        ("ULS persistent", "6.10 gr1a leading, with thermal +", 29_368.82),
        ("ULS persistent", "6.10 thermal + leading, with gr1a", 23_510.12),
        ("SLS characteristic", "6.14 gr1a leading, with thermal +", 21_701.35),
        ("SLS frequent", "6.15 gr1a leading, with thermal +", 16_926.01),
        ("SLS quasi-permanent", "6.16, with thermal +", 10_400.0),
    ],
)
def test_hand_values_of_one_section(situation, name, moment):
    """G 10 000, TS 5821.35, UDL 5400, thermal 800 kNm, by hand from Tables A2.1 and A2.4(B)."""
    combinations = eurocode.expand(ROAD, situation)
    assert value(combinations, name, [10_000, 5821.35, 5400, 800]) == pytest.approx(
        moment, abs=0.006
    )


def test_strength_i_of_aashto():
    actions = (ActionSpec("DC", "DC"), ActionSpec("DW", "DW"), ActionSpec("LL", "LL"))
    effect = np.array([[8000.0], [2000.0], [5628 * 0.66]])
    for state, expected in (("Strength I", 19_500.3), ("Service II", 10_000 + 1.3 * 3714.48)):
        top, _ = envelope(aashto.expand(actions, state), effect, np.minimum(effect, 0))
        assert top.value[0] == pytest.approx(expected, abs=0.05)


def test_permanents_of_one_origin_take_one_factor():
    """Sagging 100 from steel, hogging 30 from concrete: the sum is adverse, both take 1.35."""
    actions = (
        ActionSpec("steel", "permanent", origin="self weight"),
        ActionSpec("concrete", "permanent", origin="self weight"),
        ActionSpec("parapet", "permanent"),
    )
    effect = np.array([[100.0], [-30.0], [-10.0]])
    top, bottom = envelope(eurocode.expand(actions, "ULS persistent"), effect, effect)
    assert top.value[0] == pytest.approx(1.35 * 70 - 10)
    assert bottom.value[0] == pytest.approx(70 - 1.35 * 10)
    # Equilibrium: every part on its own.
    top, bottom = envelope(eurocode.expand(actions, "ULS persistent EQU"), effect, effect)
    assert top.value[0] == pytest.approx(1.05 * 100 - 0.95 * 40)
    assert bottom.value[0] == pytest.approx(0.95 * 100 - 1.05 * 40)


def test_surfacing_spreads_about_its_nominal_thickness():
    actions = (ActionSpec("surfacing", "permanent", upper=1.4, lower=0.8),)
    effect = np.array([[100.0, -100.0]])
    top, _ = envelope(eurocode.expand(actions, "ULS persistent"), effect, effect)
    np.testing.assert_allclose(top.value, [1.35 * 140, -80.0])
    top, _ = envelope(eurocode.expand(actions, "SLS characteristic"), effect, effect)
    np.testing.assert_allclose(top.value, [140, -80])


def test_shrinkage_and_settlement_are_left_out_where_they_help():
    actions = (ActionSpec("sh", "shrinkage"), ActionSpec("s1", "settlement"))
    effect = np.array([[50.0, -50.0], [-20.0, 20.0]])
    top, bottom = envelope(eurocode.expand(actions, "ULS persistent"), effect, effect)
    np.testing.assert_allclose(top.value, [50, 24])
    np.testing.assert_allclose(bottom.value, [-24, -50])


def test_wind_with_traffic_is_capped_and_never_with_temperature():
    combinations = eurocode.expand((*ROAD, COLD, WIND, WIND_T, BRAKE), "ULS persistent")
    index = {action.name: i for i, action in enumerate(combinations.actions)}
    on = combinations.unfavourable > 0
    assert not np.any(on[:, index["thermal +"]] & on[:, index["thermal -"]])
    for wind in ("wind", "wind on traffic"):
        assert not np.any(
            on[:, index[wind]] & (on[:, index["thermal +"]] | on[:, index["thermal -"]])
        )
        assert not np.any(on[:, index[wind]] & on[:, index["braking"]])
    assert not np.any(on[:, index["wind"]] & on[:, index["TS"]])
    np.testing.assert_allclose(combinations.unfavourable[:, index["wind on traffic"]].max(), 0.75)
    assert "6.10 wind leading" in combinations.names


def test_group_2_is_the_frequent_lm1_with_braking():
    combinations = eurocode.expand((*ROAD, BRAKE), "ULS persistent")
    row = combinations.names.index("6.10 gr2 leading, with thermal +")
    np.testing.assert_allclose(
        combinations.unfavourable[row], [1.35, 1.35 * 0.75, 1.35 * 0.40, 0.90, 1.35]
    )
    assert combinations.leading[row] == "gr2"
    assert combinations.clause[row].startswith("EN 1990")


def test_groups_of_single_models_keep_their_company():
    actions = (
        *ROAD,
        ActionSpec("axle", "LM2"),
        ActionSpec("crowd", "crowd"),
        ActionSpec("paths", "footway alone"),
        ActionSpec("special", "LM3"),
        ActionSpec("snow", "snow"),
    )
    combinations = eurocode.expand(actions, "ULS persistent")
    assert "6.10 gr1b leading" in combinations.names  # nothing with it
    assert "6.10 gr4 leading, with thermal +" in combinations.names
    assert "6.10 gr3 leading, with thermal +" in combinations.names
    assert "6.10 gr5 leading, with thermal +" in combinations.names
    snow = combinations.unfavourable[:, -1] > 0
    traffic = (combinations.unfavourable[:, [1, 2, 4, 5, 6, 7]] > 0).any(axis=1)
    assert not np.any(snow & traffic)


def test_pair_6_10a_and_b():
    combinations = eurocode.expand(ROAD, "ULS persistent", expression="6.10a/b")
    effects = [10_000, 5821.35, 5400, 800]
    assert value(combinations, "6.10a, with gr1a, thermal +", effects) == pytest.approx(
        13_500 + 1.35 * (0.75 * 5821.35 + 0.4 * 5400) + 0.9 * 800
    )
    assert value(combinations, "6.10b gr1a leading, with thermal +", effects) == pytest.approx(
        0.85 * 13_500 + 1.35 * (5821.35 + 5400) + 0.9 * 800
    )
    with pytest.raises(ScopeError, match=r"6\.10a and 6\.10b are for ULS persistent"):
        eurocode.expand(ROAD, "SLS frequent", expression="6.10a/b")


def test_geotechnical_set_and_transient_wind():
    combinations = eurocode.expand(ROAD, "ULS persistent GEO")
    row = combinations.names.index("6.10 set C gr1a leading, with thermal +")
    np.testing.assert_allclose(combinations.unfavourable[row], [1, 1.15, 1.15, 1.3 * 0.6])
    crane = ActionSpec("crane", "construction")
    combinations = eurocode.expand((*ROAD, WIND, crane), "ULS transient")
    row = combinations.names.index("6.10 transient crane leading, with wind")
    np.testing.assert_allclose(combinations.unfavourable[row], [1.35, 0, 0, 0, 1.5 * 0.8, 1.5])
    assert not combinations.unfavourable[:, 1].any()  # no traffic in execution


def test_accidental_and_seismic_situations():
    ship = ActionSpec("ship", "accidental")
    lorry = ActionSpec("lorry", "accidental")
    combinations = eurocode.expand((*ROAD, WIND, ship, lorry), "ULS accidental")
    row = combinations.names.index("6.11 ship and gr1a, with thermal +")
    np.testing.assert_allclose(combinations.unfavourable[row], [1, 0.75, 0.4, 0.5, 0, 1, 0])
    both = combinations.unfavourable[:, -2:]
    assert np.all(both.sum(axis=1) == 1.0)  # one accident at a time, never none
    assert not combinations.unfavourable[:, 4].any()
    quake = ActionSpec("quake", "seismic")
    severe = parameters(
        overrides={"combinations.road.psi2_seismic.traffic": Override(0.2, "client's brief")}
    )
    combinations = eurocode.expand((*ROAD, quake), "ULS seismic", severe)
    np.testing.assert_allclose(combinations.unfavourable[0], [1, 0.2, 0.2, 0.5, 1])
    assert combinations.names[0] == "6.12 quake, with gr1a, thermal +"
    for situation in ("ULS accidental", "ULS seismic"):
        with pytest.raises(InputError, match=f"{situation} needs its"):
            eurocode.expand(ROAD, situation)
    alone = eurocode.expand((G, quake), "ULS seismic")
    assert alone.names == ("6.12 quake",)


def test_rail_groups_by_tracks_and_train():
    actions = (
        G,
        ActionSpec("one track", "LM71"),
        ActionSpec("two tracks", "LM71", tracks=2),
        ActionSpec("three tracks", "LM71", tracks=3),
        ActionSpec("heavy", "SW/2"),
        ActionSpec("brake LM71", "braking", train="LM71"),
        ActionSpec("brake SW/2", "braking", train="SW/2"),
        ActionSpec("nosing", "nosing"),
    )
    combinations = eurocode.expand(actions, "ULS persistent", traffic="rail")
    table = dict(zip(combinations.leading, combinations.unfavourable, strict=True))
    np.testing.assert_allclose(table["gr11 one track"], [1.35, 1.45, 0, 0, 0, 1.45, 0, 0.5 * 1.45])
    np.testing.assert_allclose(table["gr12 one track"], [1.35, 1.45, 0, 0, 0, 0.5 * 1.45, 0, 1.45])
    np.testing.assert_allclose(table["gr16 heavy"], [1.35, 0, 0, 0, 1.2, 0, 1.2, 0.6])
    np.testing.assert_allclose(table["gr31 three tracks"][3], 0.75 * 1.45)
    frequent = eurocode.expand(actions, "SLS frequent", traffic="rail")
    table = dict(zip(frequent.leading, frequent.unfavourable, strict=True))
    assert table["gr11 one track"][1] == pytest.approx(0.80)
    assert table["gr21 two tracks"][2] == pytest.approx(0.70)
    assert table["gr31 three tracks"][3] == pytest.approx(0.75 * 0.60)


def test_national_and_project_choices_reach_the_factors():
    chosen = parameters(
        overrides={"combinations.gamma.B.permanent": Override((1.20, 0.95), "client")}
    )
    combinations = eurocode.expand(ROAD, "ULS persistent", chosen)
    assert combinations.unfavourable[0, 0] == 1.20
    assert combinations.favourable[0, 0] == 0.95


def test_aashto_states():
    actions = (
        ActionSpec("DC", "DC"),
        ActionSpec("DW", "DW"),
        ActionSpec("LL", "LL"),
        ActionSpec("BR", "BR"),
        ActionSpec("TU+", "TU"),
        ActionSpec("TU-", "TU"),
        ActionSpec("TG", "TG"),
        ActionSpec("WS", "WS"),
        ActionSpec("fatigue truck", "LL fatigue"),
        ActionSpec("quake", "EQ"),
        ActionSpec("ship", "CV"),
        ActionSpec("ice", "IC"),
    )
    first = aashto.expand(actions, "Strength I")
    assert first.names == (
        "Strength I permanent alone",
        "Strength I, with TU+",
        "Strength I, with TU-",
    )
    np.testing.assert_allclose(
        first.unfavourable[1], [1.25, 1.5, 1.75, 1.75, 0.5, 0, 0, 0, 0, 0, 0, 0]
    )
    np.testing.assert_allclose(first.favourable[1, :2], [0.90, 0.65])
    moved = aashto.expand(actions, "Strength I", deformations=True)
    assert moved.unfavourable[1, 4] == 1.20
    assert aashto.expand(actions, "Strength IV").unfavourable[0, 0] == 1.50
    assert aashto.expand(actions, "Service I").unfavourable[1, 6] == 0.5
    assert aashto.expand(actions, "Service I without live load").unfavourable[1, 6] == 1.0
    event = aashto.expand(actions, "Extreme Event II")
    assert event.leading == ("ship", "ice")
    assert np.all((event.unfavourable[:, -2:] > 0).sum(axis=1) == 1)
    fatigue = aashto.expand(actions, "Fatigue I")
    assert fatigue.unfavourable[-1].tolist() == [0] * 8 + [1.75, 0, 0, 0]
    assert aashto.expand(actions, "Fatigue II", edition="7th").unfavourable[-1, 8] == 0.75
    heavier = aashto.expand(actions, "Strength I", eta=1.05)
    assert heavier.unfavourable[1, 0] == pytest.approx(1.25 * 1.05)
    assert heavier.favourable[1, 0] == pytest.approx(0.90 / 1.05)
    with pytest.raises(InputError, match="needs its extreme event"):
        aashto.expand(actions[:3], "Extreme Event I")
    with pytest.raises(InputError, match=r"must be at least 0\.95"):
        aashto.expand(actions, "Strength I", eta=0.9)
    with pytest.raises(InputError, match="must be one of Strength I"):
        aashto.expand(actions, "Strength X")


def test_envelope_equals_a_plain_loop_and_carries_concurrent_components():
    """Reference: the definition written out, one section and one row at a time."""
    rng = np.random.default_rng(7)
    actions = (
        G,
        ActionSpec("slab", "permanent", origin="self weight"),
        ActionSpec("surfacing", "permanent", origin="surfacing", upper=1.4, lower=0.8),
        ActionSpec("shrinkage", "shrinkage"),
        ActionSpec("pier 2", "settlement"),
        *(TS, UDL, WARM, COLD, WIND, WIND_T, BRAKE),
    )
    combinations = eurocode.expand(actions, "ULS persistent")
    a, n, q = len(actions), 40, 3
    fixed = rng.normal(size=(a, n, q))
    most, least = fixed.copy(), fixed.copy()
    most[5:7, :, 1] = np.abs(most[5:7, :, 1])
    least[5:7] = rng.normal(size=(2, n, q))
    least[5:7, :, 1] = -np.abs(least[5:7, :, 1])
    top, bottom = concurrent_envelope(combinations, most, least, 1)
    for effect, sign, found in ((most, 1, top), (least, -1, bottom)):
        for s in range(n):
            best = -np.inf
            for k in range(len(combinations.names)):
                total = np.zeros(q)
                for o in range(combinations.origin.max() + 1):
                    members = np.flatnonzero(combinations.origin == o)
                    high = combinations.unfavourable[k, members] @ effect[members, s]
                    low = combinations.favourable[k, members] @ effect[members, s]
                    total += high if sign * (high[1] - low[1]) > 0 else low
                if sign * total[1] > best + 1e-12:
                    best, kept, row = sign * total[1], total, k
            np.testing.assert_allclose(found.value[s], kept, atol=1e-12)
            assert found.row[s] == row
    plain = envelope(combinations, most[:, :, 1], least[:, :, 1])
    np.testing.assert_allclose(plain[0].value, top.value[:, 1])
    np.testing.assert_allclose(plain[1].value, bottom.value[:, 1])
    again = factors(combinations, most[:, :, 1], top.row, +1)
    np.testing.assert_array_equal(again, top.factor)


def test_nothing_adverse_is_named_permanent_alone():
    combinations = eurocode.expand(ROAD, "ULS persistent")
    effect = np.array([[10.0], [0.0], [0.0], [-5.0]])
    top, _ = envelope(combinations, effect, effect)
    assert combinations.names[top.row[0]] == "6.10 permanent alone"


def test_a_row_reads_as_a_sum():
    combinations = eurocode.expand(ROAD, "ULS persistent")
    row = combinations.names.index("6.10 gr1a leading, with thermal +")
    assert combinations.text(row) == ("1.35|1.00 girder + 1.35 TS + 1.35 UDL + 0.90 thermal +")


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ((ActionSpec("a", "gravity"),), "kind must be one of permanent"),
        ((G, G), "needs its own name"),
        ((ActionSpec("a", "permanent", lower=1.2),), "needs 0 <= lower <= upper"),
        ((ActionSpec("a", "other variable"),), "needs its psi"),
        (
            (
                ActionSpec("a", "permanent", origin="x"),
                ActionSpec("b", "permanent", origin="x", upper=1.4),
            ),
            "origin 'x' holds actions of another kind or spread",
        ),
    ],
)
def test_actions_that_cannot_be_combined_are_refused(actions, message):
    with pytest.raises(InputError, match=message):
        eurocode.expand(actions, "ULS persistent")
    with pytest.raises(InputError, match="must be one of ULS persistent"):
        eurocode.expand(ROAD, "ULS")
    with pytest.raises(ValueError, match="effects must be"):
        row_values(eurocode.expand(ROAD, "SLS frequent"), np.zeros((3, 2)), 1)


def test_other_variable_brings_its_own_psi():
    ice = ActionSpec("ice", "other variable", psi=(0.7, 0.5, 0.2))
    combinations = eurocode.expand((*ROAD, ice), "ULS persistent")
    row = combinations.names.index("6.10 gr1a leading, with thermal +, ice")
    assert combinations.unfavourable[row, -1] == pytest.approx(1.5 * 0.7)
