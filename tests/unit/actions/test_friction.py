"""Friction of sliding bearings: its two patterns, its balance, and who feels it."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.analysis.envelopes import place_demands
from spanwright.analysis.friction import add_friction, friction_forces
from spanwright.codes.data import Override
from spanwright.codes.data import parameters as read_parameters


@pytest.fixture(scope="module")
def rubbed(solved):
    river = solved()
    parameters = read_parameters()
    return river, parameters, add_friction(river.static, river.layout, river.structure, parameters)


def test_a_growing_deck_pushes_away_from_where_it_is_held(rubbed):
    river, parameters, _ = rubbed
    bearings = river.layout.bearings
    push = friction_forces(river.static, river.layout, parameters)
    held = next(b.station for b in bearings if b.kind in ("fixed", "transverse"))
    lasting = [case.kind == "permanent" for case in river.static.cases]
    force = -river.static.effects.bearing[lasting][:, :, 2].sum(axis=0)
    mu = 1.2 / (10.0 + 0.5 * 60.0 / 1.3)
    for i, one in enumerate(bearings):
        if one.station == held:
            assert push[0, i] == push[1, i] == 0.0
            continue
        side = 0 if one.station < held else 1
        count = sum(np.sign(b.station - held) == np.sign(one.station - held) for b in bearings)
        alpha = min(max((16 - count) / 12, 0.5), 1.0)
        sign = np.sign(one.station - held)
        assert push[side, i] == pytest.approx(sign * 0.5 * mu * (1 + alpha) * force[i])
        assert push[1 - side, i] == pytest.approx(sign * 0.5 * mu * (1 - alpha) * force[i])


def test_friction_balances_and_the_support_that_holds_takes_what_is_left(rubbed):
    river, parameters, static = rubbed
    rows = [i for i, case in enumerate(static.cases) if case.kind == "friction"]
    assert len(rows) == 2
    push = friction_forces(river.static, river.layout, parameters)
    ground = np.array([[static.foundation[n][i, 0] for n in static.foundation] for i in rows])
    assert np.abs(ground.sum(axis=1)).max() < 1e-6 * np.abs(push).sum()
    # What the deck puts on its supports: what rubs, and its rest where it is held.
    own = static.effects.bearing[rows, :, 0]
    assert np.abs(own.sum(axis=1)).max() < 1e-6 * np.abs(push).sum()
    slides = push.any(axis=0)
    assert own[:, slides] == pytest.approx(push[:, slides], rel=1e-6)


def test_friction_rubs_in_the_worse_pattern_either_way_and_not_with_wind(rubbed):
    _, parameters, static = rubbed
    name = next(n for n in static.foundation if n.startswith("pier"))
    effect = static.foundation[name][:, None, :1]
    found = place_demands(static.cases, effect, (), "SLS characteristic", (0,), parameters)
    rows = [i for i, case in enumerate(static.cases) if case.kind == "friction"]
    greatest = float(np.abs(effect[rows]).max())
    without = [i for i, case in enumerate(static.cases) if case.kind != "friction"]
    cases = [static.cases[i] for i in without]
    bare = place_demands(cases, effect[without], (), "SLS characteristic", (0,), parameters)
    more = found.value[0, 0, 0] - bare.value[0, 0, 0]
    assert 0.0 <= more <= greatest * (1 + 1e-9)
    names = [n for n in found.names if "friction" in n]
    assert names
    assert not [n for n in names if "wind" in n]
    seismic = place_demands(static.cases, effect, (), "ULS seismic", (0,), parameters)
    assert not [n for n in seismic.names if "friction" in n]


def test_a_project_may_say_how_hard_its_bearings_are_pressed(rubbed):
    river, _, _ = rubbed
    own = read_parameters(overrides={"bearings.lasting_share": Override(1.0, "maker's table")})
    usual = friction_forces(river.static, river.layout, read_parameters())
    pressed = friction_forces(river.static, river.layout, own)
    ratio = np.abs(pressed).sum() / np.abs(usual).sum()
    assert ratio == pytest.approx(0.03 / (1.2 / (10.0 + 0.5 * 60.0 / 1.3)))
