"""Bearing forces of all combinations: the same equilibrium as the cases they are made of."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.traffic import rules_of, search_deck
from spanwright.pipeline.basis import parameters_of
from spanwright.pipeline.bearings import bearing_demands


def test_bearings_in_every_situation(river):
    parameters = parameters_of(river.reading)
    rules = rules_of("EN", parameters)
    ready = river.static.prepared["short term"]
    decks = [search_deck(river.layout, river.structure, ready, 0, rules)]
    found = bearing_demands(river.static, decks, parameters, is_lrfd=False)
    assert [one.situation for one in found] == ["ULS persistent", "ULS accidental", "ULS seismic"]
    kinds = np.array([case.kind for case in river.static.cases])
    lasting = river.static.effects.bearing[kinds == "permanent"].sum(axis=0)[:, :3]
    persistent = found[0].value
    # More compression than 1.35 G with LM1 on top; the least is no more than G itself.
    assert np.all(-persistent[5, :, 2] > 1.35 * -lasting[:, 2])
    assert np.all(-persistent[4, :, 2] < -lasting[:, 2] + 1.0)
    # A bearing that is free along the bridge takes no force along it.
    free = [i for i, b in enumerate(river.layout.bearings) if b.kind in ("guided", "free")]
    assert np.abs(found[2].value[:2, free, 0]).max() < 1e-3 * np.abs(found[2].value[:2, :, 0]).max()
    causes = {found[0].causes[k] for k in found[0].cause[5] if k >= 0}
    assert causes
    assert all("lane 1" in cause for cause in causes)
