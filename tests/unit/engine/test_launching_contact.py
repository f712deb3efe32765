"""Supports that let go and take again, under a girder of one long piece."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.engine.launching import Girder, launch


def test_contact_settles_under_a_girder_without_joints():
    """Close rollers behind wide spans: the overhang lifts the girder off some of them.

    A support that let go is asked for the girder's place above it, inside a long piece.
    """
    girder = Girder.of(
        (np.array([150.0]), np.array([7e3]), np.array([1.2e10])),
        (np.array([35.0]), np.array([2.1e3]), np.array([2.4e9])),
    )
    rollers = -np.arange(20.0, 240.0, 20.0)[::-1]
    ground = np.concatenate([rollers, [0.0, 50.0, 100.0, 150.0]])
    tips = np.linspace(10.0, 185.0, 61)
    found = launch(girder, ground, tips, np.array([0.0, 75.0]))
    total = 150.0 * 7e3 + 35.0 * 2.1e3
    assert found.reaction.sum(axis=1) == pytest.approx(total)
    assert np.all(found.reaction >= 0.0)
    assert np.any(found.reaction[:, :-4] == 0.0)
