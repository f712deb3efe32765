"""Footways alone, crowds and special vehicles as groups of their own."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.actions.types import Case
from spanwright.analysis.envelopes import PlaceTraffic, place_demands, strongest
from spanwright.analysis.traffic import fits_a_lane, rules_of
from spanwright.codes.data import Override, merged, parameters
from spanwright.pipeline.checked import strongest_model
from spanwright.traffic.library import load_model

PARAMETERS = merged(parameters(), parameters("aashto"))
STATES = ("Strength I", "Strength IV")
SELF = (Case("G", "steel", "permanent", "", ""),)


def traffic(kind: str, most: float, least: float = 0.0, *, kinds: tuple[str, ...] = ()):
    """One place, one component."""
    names = kinds or (kind,)
    part = np.zeros((2, len(names), 1, 1))
    part[0], part[1] = most / len(names), least / len(names)
    return PlaceTraffic(names, part, (f"{kind} most", f"{kind} least"))


def demand(*models, situation="ULS persistent"):
    found = place_demands(SELF, np.full((1, 1, 1), 10.0), models, situation, (0,), PARAMETERS)
    return found.value[0, 0, 0], found.names[found.combination[0, 0]], found.causes[
        found.cause[0, 0]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "group"), [("footway alone", "gr3"), ("crowd", "gr4"), ("LM3", "gr5")]
)
def test_a_group_of_its_own_governs_where_it_is_worst(kind, group):
    lm1 = traffic("LM1", 80.0, kinds=("TS", "UDL"))
    value, name, cause = demand(lm1, traffic(kind, 100.0))
    assert value == pytest.approx(1.35 * 110.0)
    assert name.startswith(f"6.10 {group} leading")
    assert cause == f"{kind} most"
    value, name, _ = demand(lm1, traffic(kind, 70.0))
    assert value == pytest.approx(1.35 * 90.0)
    assert name.startswith("6.10 gr1a leading")


def test_groups_never_add():
    value, _, _ = demand(
        traffic("crowd", 50.0), traffic("LM3", 60.0), traffic("footway alone", 9.0)
    )
    assert value == pytest.approx(1.35 * 70.0)


def test_the_project_names_crowds_and_special_vehicles():
    named = [load_model("lm4"), load_model("lm3:600/150"), load_model("lm3:2400/240")]
    rules = rules_of("EN", PARAMETERS, named)
    assert rules.crowd is not None
    assert rules.crowd.area == 5e3
    assert [model.name for model in rules.special] == ["LM3 600/150"]
    assert not fits_a_lane(named[2])  # 240 kN lines take two lanes
    plain = rules_of("EN", PARAMETERS)
    assert (plain.crowd, plain.special) == (None, ())
    assert plain.alone == pytest.approx(5.0 / 3.0)
    more = merged(
        parameters(overrides={"road.crowd": Override(4.0, "client")}), parameters("aashto")
    )
    assert rules_of("EN", more, named).crowd.area == 4e3
    lrfd = rules_of("AASHTO", PARAMETERS, named)
    assert (lrfd.crowd, lrfd.special, lrfd.single) == (None, (), None)


def test_of_two_special_vehicles_the_worse_counts_at_each_target():
    first, second = traffic("LM3", 100.0, -5.0), traffic("LM3", 90.0, -8.0)
    found = strongest_model([first, second])
    assert found.part.ravel().tolist() == [100.0, -8.0]
    assert found.labels == ("LM3 most", "LM3 least")


def test_the_strongest_of_several_situations_keeps_its_name_and_cause():
    models = [traffic("LL vehicle", 100.0, -100.0)]
    effect = np.full((1, 1, 1), 10.0)
    found = [place_demands(SELF, effect, models, state, (0,), PARAMETERS) for state in STATES]
    both = strongest(found, "Strength", (0,))
    assert both.value[:, 0, 0] == pytest.approx([12.5 + 175.0, 9.0 - 175.0])
    assert both.names[both.combination[0, 0]] == "Strength I"
    assert both.causes[both.cause[0, 0]] == "LL vehicle most"
    bare = [place_demands(SELF, effect, (), s, (0,), PARAMETERS) for s in STATES]
    alone = strongest(bare, "Strength", (0,))
    assert both.situation == "Strength"
    assert alone.value[0, 0, 0] == pytest.approx(15.0)  # 1.50 DC
    assert alone.names[alone.combination[0, 0]].startswith("Strength IV")
