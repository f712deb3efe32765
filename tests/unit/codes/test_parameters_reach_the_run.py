"""Every nationally determined parameter can be overridden, and what a run uses really changes."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.actions.imposed import Climate, temperature_cases
from spanwright.analysis.traffic import footway_with_lm1, lm1
from spanwright.codes.combinations import ActionSpec
from spanwright.codes.data import Override, annexes, parameters
from spanwright.codes.eurocode.actions import earthquake, impact, road, wind
from spanwright.codes.eurocode.combinations import expand
from spanwright.codes.eurocode.resistance.studs import stud_resistance
from spanwright.codes.listing import choices
from spanwright.pipeline.basis import accidental, factors_of
from spanwright.project.basis import CodesBrief, OverrideBrief

PLAIN = parameters()
PATHS = sorted(PLAIN.values)


def doubled(path):
    value = PLAIN.value(path).value
    twice = tuple(2.0 * v for v in value) if isinstance(value, tuple) else 2.0 * value + 0.5
    return parameters(overrides={path: Override(twice, "test")})


@pytest.mark.parametrize("path", PATHS)
def test_any_parameter_can_be_overridden_from_a_project(path):
    """As the project file gives it: a number or a list, in the unit of the tables."""
    value = PLAIN.value(path).value
    entry = OverrideBrief(name=path, value=value, basis="the client")
    chosen = parameters(overrides={path: entry.override})
    assert chosen.origin[path] == "project"
    assert chosen.value(path).source == "the client"
    np.testing.assert_array_equal(chosen.array(path), PLAIN.array(path))


CLIMATE = Climate(35.0, -25.0, 10.0, 0.10)
CASES = (
    ActionSpec("G", "permanent"), ActionSpec("s2", "permanent", origin="surfacing"),
    ActionSpec("TS", "TS"), ActionSpec("UDL", "UDL"),
    ActionSpec("footway", "footway"), ActionSpec("T", "thermal"), ActionSpec("W", "wind"),
    ActionSpec("Wt", "wind with traffic"), ActionSpec("s", "stream flow"), ActionSpec("i", "ice"),
    ActionSpec("back", "backfill"), ActionSpec("braking", "braking"),
)  # fmt: skip
USES = {
    "lm1.alpha_Q1": lambda p: lm1(p).lane_factors[0][0],
    "lm1.alpha_q2": lambda p: lm1(p).area_lanes[1],
    "lm1.alpha_qr": lambda p: lm1(p).area,
    "road.footway_with_lm1": lambda p: footway_with_lm1(p).area,
    "road.braking_most": lambda p: road.braking(1000.0, parameters=p),
    "wind.along_plate_girder": lambda p: wind.longitudinal_share("plate girder", p),
    "wind.speed_with_road_traffic": lambda p: wind.traffic_wind_ratio(60.0, parameters=p),
    "thermal.effective.composite": lambda p: temperature_cases(CLIMATE, p)[1].sum(),
    "thermal.gradient.composite": lambda p: temperature_cases(CLIMATE, p)[1][0, 1],
    "thermal.omega_N": lambda p: temperature_cases(CLIMATE, p)[1][0, 0],
    "thermal.omega_M": lambda p: temperature_cases(CLIMATE, p)[1][1, 1],
    "impact.inland_ship.Va": lambda p: impact.inland_ship("Va", parameters=p).frontal,
    "impact.vehicle.rural": lambda p: impact.road_vehicle("rural", p).lateral,
    "earthquake.type1.C": lambda p: earthquake.design_spectrum(0.3, 1.0, "C", parameters=p),
    "earthquake.vertical.type1": lambda p: earthquake.vertical_spectrum(0.1, 1.0, parameters=p),
    "earthquake.design_floor": lambda p: earthquake.design_spectrum(9.0, 1.0, "C", parameters=p),
    **{
        f"partial.{name}": lambda p, name=name: getattr(factors_of(p), name)
        for name in (
            "M0",
            "M1",
            "M_ser",
            "C",
            "S",
            "V",
            "V_concrete",
            "Ff",
            "Mf",
            "Mf_s",
            "alpha_cc",
        )
    },
    "partial.C_accidental": lambda p: accidental(factors_of(p), p).C,
    "partial.S_accidental": lambda p: accidental(factors_of(p), p).S,
    **{
        f"combinations.road.psi0.{kind}": lambda p: expand(
            CASES, "ULS persistent", p
        ).unfavourable.sum()
        for kind in ("TS", "UDL", "footway", "thermal", "ice", "stream flow", "backfill")
    },
    **{
        f"combinations.gamma.B.{kind}": lambda p: expand(
            CASES, "ULS persistent", p
        ).unfavourable.sum()
        for kind in ("permanent", "origins.surfacing", "road", "other", "wind", "thermal")
    },
}


@pytest.mark.parametrize("path", sorted(USES))
def test_what_the_run_uses_follows_the_parameter(path):
    assert np.sum(USES[path](doubled(path))) != pytest.approx(np.sum(USES[path](PLAIN)))


@pytest.mark.parametrize("annex", annexes())
def test_partial_factors_come_from_the_annex(annex):
    chosen = parameters(annex=annex)
    factors = factors_of(chosen)
    assert chosen.number("partial.M1") == factors.M1
    assert chosen.number("partial.C_accidental") == accidental(factors, chosen).C


def test_a_list_of_another_length_is_refused_and_a_list_is_read():
    codes = CodesBrief.model_validate(
        {"overrides": [{"name": "thermal.effective.composite", "value": [5, 3], "basis": "NA"}]}
    )
    assert codes.overrides[0].value == (5.0, 3.0)
    with pytest.raises(Exception, match="must be 2 finite number"):
        parameters(overrides={"thermal.effective.composite": Override(5.0, "NA")})
    with pytest.raises(Exception, match="must be a number or a list of numbers"):
        OverrideBrief(name="x", value=["a"], basis="NA")


@pytest.mark.parametrize(
    ("annex", "path", "value"),
    [
        ("UK", "combinations.gamma.B.wind", 1.70), ("UK", "partial.Mf", 1.10),
        ("DE", "combinations.road.psi2.UDL", 0.2), ("DE", "partial.V_concrete", 1.50),
        ("DE", "cracks.width", 0.2e-3), ("FR", "wind.air_density", 1.225),
    ],
)  # fmt: skip
def test_a_national_set_gives_its_own_values_and_says_they_are_remembered(annex, path, value):
    chosen = parameters(annex=annex)
    assert chosen.number(path) == pytest.approx(value)
    assert chosen.number(path) != pytest.approx(PLAIN.number(path))
    assert (chosen.origin[path], chosen.value(path).tag) == (f"annex {annex}", "remembered")


def test_what_an_annex_leaves_open_is_listed_as_recommended():
    rows = {row.path: row for row in choices(parameters(annex="FR"))}
    assert rows["partial.alpha_cc"].origin == "recommended"
    assert rows["partial.C"].source.startswith("NF EN 1992-1-1/NA")
    assert rows["cracks.width"].value == "0.3 mm"


def test_the_british_set_weighs_surfacing_and_self_weight_apart():
    """NA to BS EN 1990: 1.35 on the girders' own weight, 1.20 on what lies on them; wind 1.70."""
    actions = (
        ActionSpec("slab", "permanent", origin="self weight"),
        ActionSpec("asphalt", "permanent", origin="surfacing"),
        ActionSpec("W", "wind"),
    )
    rows = expand(actions, "ULS persistent", parameters(annex="UK"))
    np.testing.assert_allclose(rows.unfavourable[-1], [1.35, 1.20, 1.70])
    np.testing.assert_allclose(rows.favourable[-1], [0.95, 0.95, 0.0])


def test_a_stud_that_breaks_the_concrete_takes_its_own_factor():
    """d 22, h 150, C35/45: the concrete gives 122.630 kN by 1.25 and 102.192 by 1.5."""
    found = stud_resistance(0.022, 0.150, 450e6, 35e6, 34_077.1e6, gamma_concrete=1.5)
    assert float(found.design) == pytest.approx(102_192, rel=1e-4)
    assert float(found.steel) == pytest.approx(109_478, rel=1e-4)
