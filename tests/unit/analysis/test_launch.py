"""Launching: the cantilever before it lands, mirror images, and what is not launched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spanwright.analysis.launch import (
    NOSE_WEIGHT,
    launch_deck,
    launch_effects,
    launched_girder,
)
from spanwright.layout.types import Deck, Girder, Slab

NOSE = 0.7


def deck(spans: tuple[float, ...] = (50.0, 50.0, 50.0)) -> Deck:
    supports = np.concatenate([[0.0], np.cumsum(spans)])
    end = supports[-1]
    one = np.ones(1)
    girders = tuple(
        Girder(
            f"girder {k + 1}", y, np.array([0.0, end]), 0.6 * one, 0.03 * one, 0.016 * one,
            0.8 * one, 0.035 * one, np.array([0.0, end]), np.array([2.4, 2.4]),
        )
        for k, y in enumerate((-1.5, 1.5))
    )  # fmt: skip
    slab = Slab(3.0, -3.0, 0.25, 0.05, np.array([0.0, end]), np.array([0.004]), 0.125)
    return Deck(
        "A", supports, girders, slab, np.arange(0.0, end + 1, 5.0), 4e-3, 5.0, 0.022, 0.175,
        np.array([0.0, end]), np.array([8.0]),
    )  # fmt: skip


def test_the_cantilever_just_before_landing():
    """Deck and nose hang over a whole span: w a^2/2 + w_n l (a + l/2) with a = 50 - 35 m."""
    one = deck()
    girder, _ = launched_girder(one, NOSE, backwards=False)
    weight, nose = girder.weight[0], girder.weight[-1]
    assert nose == pytest.approx(NOSE_WEIGHT * weight)
    section = np.linspace(0.0, 150.0, 61)
    hogging, *_ = launch_deck(one, NOSE, section, backwards=False)
    free, long = 50.0 - 35.0, 35.0
    by_hand = weight * free**2 / 2 + nose * long * (free + long / 2)
    at = np.argmin(np.abs(section - (150.0 - free)))
    assert hogging[at] == pytest.approx(by_hand, rel=0.02)


def test_every_section_takes_the_force_of_supports_it_slides_over():
    section = np.linspace(0.0, 150.0, 31)
    hogging, sagging, shear, force, moment = launch_deck(deck(), NOSE, section, backwards=False)
    assert np.all(force[0, 1:-1] > 0)
    assert np.all(force[0] >= force[1] - 1e-6)
    assert np.all(moment[1] >= moment[0] - 1e-6)
    assert np.all(hogging >= moment.max(axis=0) - 1e-6)
    assert np.all(shear > 0)
    assert np.all(sagging >= 0)


def test_backwards_is_the_mirror_image():
    uneven = deck((40.0, 60.0, 50.0))
    mirrored = deck((50.0, 60.0, 40.0))
    section = np.linspace(0.0, 150.0, 16)
    one = launch_deck(uneven, NOSE, section, backwards=True)
    other = launch_deck(mirrored, NOSE, section, backwards=False)
    for a, b in zip(one, other, strict=True):
        assert a == pytest.approx(b, rel=1e-6, abs=1.0)


def test_a_longer_nose_spares_the_deck():
    section = np.linspace(0.0, 150.0, 31)
    short, long = (
        launch_deck(deck(), nose, section, backwards=False)[0].max() for nose in (0.5, 0.8)
    )
    assert long < short


def test_lifted_decks_have_no_effects(bare_table):
    table = replace(bare_table, station=np.linspace(0.0, 150.0, 4))
    effects = launch_effects([deck()], table, [False], NOSE)
    assert not effects.is_launched.any()
    assert np.all(effects.reaction == 0)
    launched = launch_effects([deck()], table, [True], NOSE)
    assert launched.is_launched.all()
    assert np.all(launched.hogging[1:3] > 0)
