"""Launching with a nose: statics at landing, the moments of infinite beams, the envelope table.

Choi, Kim, Lee, Chang, Journal of Bridge Engineering 14 (2009): a nose of relative length 0.836 and
relative weight 0.167 makes landing and contact moments equal.  Cantilever: statics.  Infinite and
semi-infinite beams: -q L^2 / 12 and -(3 - sqrt 3) q L^2 / 12.  The other values of the table were
computed with an independent beam solver, 40 to 60 elements a span, good to 0.0003.
"""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.datum.errors import ModelError
from spanwright.engine.launching import Girder, landings, launch, positions
from spanwright.engine.loads import LoadBook
from spanwright.engine.model import Model
from spanwright.engine.statics import solve


def girder(nose_length, nose_weight, nose_stiffness, deck=8.5):
    return Girder.of(
        (np.array([deck]), np.array([1.0]), np.array([1.0])),
        (np.array([nose_length]), np.array([nose_weight]), np.array([nose_stiffness])),
    )


@pytest.mark.parametrize(
    ("length", "weight", "stiffness", "landing", "contact", "on_pier", "sagging"),
    [
        (0.50, 0.10, 0.20, 0.1625, 0.1034, 0.1023, 0.0722),
        (0.60, 0.10, 0.20, 0.1220, 0.1022, 0.1008, 0.0698),
        (0.65, 0.10, 0.20, 0.1051, 0.1014, 0.1000, 0.0685),
        (0.70, 0.10, 0.20, 0.0905, 0.1005, 0.0991, 0.0671),
        (0.80, 0.10, 0.20, 0.0680, 0.0984, 0.0971, 0.0641),
        (0.65, 0.10, 0.10, 0.1051, 0.1115, 0.1000, 0.0685),
        (0.65, 0.10, 0.40, 0.1051, 0.1006, 0.1000, 0.0685),
        (0.65, 0.05, 0.10, 0.0832, 0.1113, 0.1028, 0.0728),
        (0.75, 0.167, 0.20, 0.1095, 0.0981, 0.0931, 0.0595),
        (0.836, 0.167, 0.20, 0.0947, 0.0947, 0.0900, 0.0557),
        (0.836, 0.167, 0.50, 0.0947, 0.0925, 0.0900, 0.0554),
        (0.75, 0.20, 0.30, 0.1250, 0.0943, 0.0906, 0.0569),
    ],
)
def test_moments_near_the_front(length, weight, stiffness, landing, contact, on_pier, sagging):
    """In q L^2; tolerance 0.0005 (two discretisations), landing by statics."""
    shape = girder(length, weight, stiffness)
    support = np.arange(0.0, 12.0)
    # the deck's front passes from pier 8 + length ahead of it onto pier 9
    tip = np.linspace(9.0, 9.0 + length, 81)[1:]
    section = np.linspace(6.0, 8.5, 126)
    found = launch(shape, support, np.concatenate([[9.0], tip]), section)
    exact = ((1 - length) ** 2 + weight * length * (2 - length)) / 2
    at_landing = found.support_moment[found.is_landing][0]
    assert at_landing[8] == pytest.approx(-exact, rel=1e-9)
    assert exact == pytest.approx(landing, abs=3e-4)
    after = ~found.is_landing
    front = found.support_moment[after, 6:10]
    assert -front.min() == pytest.approx(contact, abs=5e-4)
    assert -front[-1].min() == pytest.approx(on_pier, abs=5e-4)
    leading = launch(
        shape, support, np.linspace(9.0 + length - 1 + 1e-3, 9.0 + length, 81), section
    )
    assert leading.moment.max() == pytest.approx(sagging, abs=5e-4)


def test_infinite_and_semi_infinite_beams():
    """Deep inside: -1/12 over supports and +1/24 between; behind a simple end -(3 - sqrt 3)/12."""
    plain = Girder.of((np.array([20.0]), np.array([1.0]), np.array([1.0])))
    section = np.array([9.5, 10.0])
    found = launch(plain, np.arange(0.0, 30.0), np.array([20.0 + 1e-7]), section)
    row = ~found.is_landing
    assert found.moment[row][-1] == pytest.approx([1 / 24, -1 / 12], abs=1e-5)
    assert found.support_moment[row][-1, 19] == pytest.approx(-(3 - np.sqrt(3)) / 12, abs=1e-5)


def test_a_position_equals_the_frame_of_the_same_beam():
    """Piecewise rigidity and weight, shear flexibility, unequal spans, settled support."""
    length = np.array([12.0, 9.0, 11.0, 14.0, 8.0])
    weight = np.array([30e3, 35e3, 40e3, 12e3, 8e3])
    stiffness = np.array([4e9, 5e9, 4.5e9, 1e9, 0.6e9])
    shear = np.array([3e8, 4e8, 4e8, 2e8, 1e8])
    deck, nose = ((length[part], weight[part], stiffness[part]) for part in (slice(3), slice(3, 5)))
    shape = Girder.of(deck, nose, shear=shear)
    support = np.array([2.0, 17.0, 36.0, 70.0])
    level = np.array([0.0, -0.004, 0.003, 0.0])
    section = np.array([6.0, 17.0, 25.0, 31.9])
    found = launch(shape, support, np.array([54.0]), section, level=level)
    cuts = np.unique(np.concatenate([shape.ends, support[:3], section]))
    piece = np.searchsorted(shape.ends, 0.5 * (cuts[1:] + cuts[:-1]), side="right") - 1
    nodes = np.column_stack([cuts, 0 * cuts, 0 * cuts])
    members = np.column_stack([np.arange(len(cuts) - 1), np.arange(1, len(cuts))])
    rigidity = np.zeros((len(members), 6))
    rigidity[:, [0, 2, 3]] = 1e12
    rigidity[:, 1], rigidity[:, 5] = stiffness[piece], shear[piece]
    rigidity[:, 4] = 1e12
    fixed = np.zeros((len(cuts), 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[0, 0] = True
    held = np.searchsorted(cuts, support[:3])
    fixed[held, 2] = True
    book = LoadBook()
    force = np.column_stack([0 * piece, 0 * piece, -weight[piece]])
    book.line("weight", np.arange(len(members)), force)
    for node, value in zip(held, level, strict=False):
        book.settle("weight", node, 2, value)
    frame = solve(Model.of(nodes, members, rigidity, fixed=fixed), book.close())
    at = np.searchsorted(cuts, section)
    assert found.moment[0] == pytest.approx(frame.end_force[0, at, 0, 4], rel=1e-9)
    assert found.shear[0, :, 0] == pytest.approx(frame.end_force[0, at - 1, 1, 2], rel=1e-9)
    assert found.shear[0, :, 1] == pytest.approx(frame.end_force[0, at, 0, 2], rel=1e-9)
    assert found.reaction[0, :3] == pytest.approx(frame.reaction[0, held, 2], rel=1e-9)
    assert found.reaction[0, 3] == 0.0
    assert found.tip_deflection[0] == pytest.approx(frame.displacement[0, -1, 2], rel=1e-9)
    assert found.push(0.05, 0.01) == pytest.approx([0.06 * (weight * length).sum()], rel=1e-12)


def test_landing_with_the_tip_lifted_changes_nothing_until_it_moves_on():
    """Just before landing the tip hangs; just after, the support takes it at level."""
    shape = girder(0.6, 0.1, 0.2)
    found = launch(shape, np.arange(0.0, 12.0), np.linspace(8.7, 9.3, 7), np.array([8.0]))
    before = np.flatnonzero(found.is_landing)
    assert found.tip[before] == pytest.approx([9.0])
    assert found.tip_deflection[before[0]] < -1e-3
    assert found.tip_deflection[before[0] + 1] == pytest.approx(0.0, abs=1e-6)
    assert found.reaction[before[0], 9] == 0.0
    assert found.reaction[before[0] + 1, 9] > 0.0
    assert found.reaction.sum(axis=1) == pytest.approx(8.5 + 0.06)
    assert landings(np.arange(12.0), 8.7, 9.3).tolist() == [9.0]


def test_a_support_cannot_pull():
    """Short span behind a long cantilever: the rear bearing lifts, the girder keeps its contact."""
    shape = Girder.of((np.array([40.0]), np.array([1.0]), np.array([1.0])))
    support = np.array([0.0, 15.0, 20.0, 25.0])
    found = launch(shape, support, np.array([40.0]), np.array([10.0, 25.0]))
    assert (found.reaction >= 0.0).all()
    assert found.reaction[0, 2] == 0.0
    assert found.reaction[0].sum() == pytest.approx(40.0)
    assert (found.reaction[0] * support).sum() == pytest.approx(40.0 * 20.0)


def test_what_a_launch_refuses():
    shape = Girder.of((np.array([10.0]), np.array([1.0]), np.array([1.0])))
    with pytest.raises(ModelError, match="stands on fewer than two supports"):
        launch(shape, np.array([0.0, 20.0]), np.array([10.0]), np.array([5.0]))
    with pytest.raises(ModelError, match="tips over"):
        launch(shape, np.array([0.0, 4.0]), np.array([10.0]), np.array([5.0]))
    with pytest.raises(ModelError, match="increasing"):
        launch(shape, np.array([4.0, 0.0]), np.array([10.0]), np.array([5.0]))
    with pytest.raises(ModelError, match="piece 0: stiffness is 0"):
        Girder.of((np.array([10.0]), np.array([1.0]), np.array([0.0])))
    with pytest.raises(ModelError, match="between s = 0 and 10 m"):
        launch(shape, np.array([0.0, 9.0]), np.array([10.0]), np.array([11.0]))


def test_envelope_over_the_events_holds_every_finer_run():
    """Positions with a support under each section: a ten times finer run finds no lower moment."""
    shape = girder(0.65, 0.1, 0.2, deck=4.5)
    support, section = np.arange(0.0, 8.0), np.linspace(0, 4.5, 37)
    end = 6.0
    events = positions(shape, support, section, 5.15, end)
    rough = launch(shape, support, events, section).envelope
    fine = launch(shape, support, np.linspace(5.15, end, 3 * len(events)), section).envelope
    slack = 5e-4
    assert (fine["moment_min"] >= rough["moment_min"] - slack).all()
    assert (fine["moment_max"] <= rough["moment_max"] + slack).all()
    assert np.isin(rough["moment_min_at"], launch(shape, support, events, section).tip).all()


def test_casting_behind_the_yard_counts_only_what_is_cast():
    """With `rear` the girder ahead of it alone weighs and stands on supports."""
    shape = Girder.of((np.array([20.0]), np.array([2.0]), np.array([1.0])))
    support = np.arange(0.0, 40.0, 5.0)
    found = launch(shape, support, np.array([20.0]), np.array([12.0, 18.0]), rear=np.array([10.0]))
    assert found.reaction[0].sum() == pytest.approx(20.0)
    assert found.reaction[0, :2] == pytest.approx([0.0, 0.0])
