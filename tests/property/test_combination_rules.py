"""What must be true of any set of combinations."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.codes.combinations import ActionSpec, envelope, row_values
from spanwright.codes.eurocode.combinations import SITUATIONS, expand, kinds

ROAD = tuple(k for k in kinds("road") if k != "other variable")
RAIL = tuple(k for k in kinds("rail") if k != "other variable")
TRAFFIC = {"TS", "UDL", "footway", "footway alone", "LM2", "LM3", "crowd", "braking"} | {
    "centrifugal",
    "LM71",
    "SW/0",
    "SW/2",
    "unloaded train",
    "nosing",
}
ALONE = {"footway alone": "gr3", "LM2": "gr1b", "LM3": "gr5", "crowd": "gr4"}


@st.composite
def a_set_of_actions(draw, names):
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=9))
    actions = [ActionSpec("self weight", "permanent", origin="self")]
    for number, kind in enumerate(chosen):
        actions.append(
            ActionSpec(
                f"{kind} {number}",
                kind,
                origin="self" if kind == "permanent" and draw(st.booleans()) else "",
                cap=draw(st.sampled_from([0.2, 0.5, 1.0])),
                tracks=draw(st.sampled_from([1, 2, 3])),
            )
        )
    return tuple(actions)


def legal(actions, situation, traffic):
    present = {action.kind for action in actions}
    accidents = {"accidental", "ship", "vehicle"}
    needed = {"ULS accidental": accidents, "ULS seismic": {"seismic"}}.get(situation)
    if needed and not needed & present:
        return None
    return expand(actions, situation, traffic=traffic)


def _rows(combinations):
    kind = np.array([action.kind for action in combinations.actions])
    for row in combinations.unfavourable > 0:
        yield set(kind[row]), kind[row]


@settings(max_examples=60, deadline=None)
@given(a_set_of_actions(ROAD), st.sampled_from(SITUATIONS))
def test_road_exclusions_are_never_broken(actions, situation):
    combinations = legal(actions, situation, "road")
    if combinations is None:
        return
    for present, each in _rows(combinations):
        wind = {"wind", "wind with traffic"} & present
        assert not (wind and {"thermal", "pier temperature"} & present)
        assert not {"ice", "stream flow"} <= present
        assert not ("wind" in present and TRAFFIC & present)
        assert not ("snow" in present and TRAFFIC & present)
        assert not (wind and {"braking", "centrifugal", *ALONE} & present)
        for kind in ("wind", "wind with traffic", "thermal", "pier temperature", "snow", "ice"):
            assert np.count_nonzero(each == kind) <= 1
        for kind in ALONE:
            assert not (kind in present and (TRAFFIC - {kind}) & present)
        events = [k for k in each if k in ("accidental", "ship", "vehicle", "seismic")]
        assert len(events) == (situation in ("ULS accidental", "ULS seismic"))
        if "LM2" in present and not situation.startswith(("ULS accidental", "ULS seismic")):
            assert not {"thermal", "pier temperature", "construction", "ice"} & present
        if situation == "ULS transient":
            assert not TRAFFIC & present
        if situation == "ULS accidental":
            assert not {"wind", "wind with traffic", "snow"} & present


@settings(max_examples=40, deadline=None)
@given(a_set_of_actions(RAIL), st.sampled_from(SITUATIONS))
def test_rail_keeps_one_train_and_no_full_wind_with_it(actions, situation):
    combinations = legal(actions, situation, "rail")
    if combinations is None:
        return
    trains = {"LM71", "SW/0", "SW/2", "unloaded train"}
    for present, each in _rows(combinations):
        assert np.isin(each, list(trains)).sum() <= 1
        assert not ({"wind", "snow"} & present and trains & present)
        if {"braking", "nosing", "centrifugal"} & present:
            assert trains & present


@settings(max_examples=60, deadline=None)
@given(a_set_of_actions(ROAD), st.booleans())
def test_the_leading_action_has_its_full_value_and_no_other(actions, is_ultimate):
    """Leading: gamma times the full value; the others at most gamma times psi0."""
    situation = "ULS persistent" if is_ultimate else "SLS characteristic"
    combinations = expand(actions, situation)
    gamma = 1.5 if is_ultimate else 1.0
    for row, leading in enumerate(combinations.leading):
        for index, action in enumerate(actions):
            if action.kind not in ("wind", "thermal", "snow", "construction", "ice"):
                continue
            factor = combinations.unfavourable[row, index]
            if action.name == leading:
                assert factor == gamma
            else:
                limit = {"wind": 0.6, "thermal": 0.6, "snow": 0.8, "construction": 1.0, "ice": 0.7}
                assert factor <= gamma * limit[action.kind] + 1e-12
        if leading == "gr1a":
            full = 1.35 if is_ultimate else 1.0
            for index, action in enumerate(actions):
                if action.kind in ("TS", "UDL", "footway"):
                    assert combinations.unfavourable[row, index] == full


@settings(max_examples=40, deadline=None)
@given(a_set_of_actions(ROAD), st.integers(0, 2**32 - 1))
def test_more_action_never_means_less(actions, seed):
    """Factors fall from ULS to characteristic to frequent to quasi-permanent, so do envelopes;
    and no row exceeds the envelope."""
    rng = np.random.default_rng(seed)
    effect = rng.normal(size=(len(actions), 6))
    results = []
    for situation in (
        "ULS persistent",
        "SLS characteristic",
        "SLS frequent",
        "SLS quasi-permanent",
    ):
        combinations = expand(actions, situation)
        assert np.all(combinations.unfavourable >= combinations.favourable)
        top, bottom = envelope(combinations, effect, effect)
        assert np.all(top.value >= bottom.value - 1e-12)
        assert np.all(row_values(combinations, effect, 1) <= top.value + 1e-12)
        # Variable part alone, since 1.00 G may exceed 1.35 G where G helps.
        variable = np.where(
            np.array([a.kind in ("permanent", "prestress") for a in actions])[:, None], 0, effect
        )
        results.append(envelope(combinations, variable, variable)[0].value)
    for more, less in pairwise(results):
        assert np.all(more >= less - 1e-12)
