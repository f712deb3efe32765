"""The deck slab: a panel of a usual deck, its demands and every check of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from spanwright.analysis.pier_model import ShaftLoad, second_order_moments
from spanwright.analysis.slab import slab_demands, slab_effects
from spanwright.analysis.traffic import lm1
from spanwright.checks.slab import SlabDesign, SlabLoads, faces_of, slab_series
from spanwright.codes.data import parameters as read_parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.layout.bars import Mesh, SlabBars
from spanwright.layout.types import Deck, Girder, Road, Slab
from spanwright.structure.girders import Factors

NUMBERS = read_parameters("eurocode")


def girder(y: float) -> Girder:
    one = np.array([0.6])
    ends = np.array([0.0, 40.0])
    return Girder(f"y {y}", y, ends, one, one / 20, one / 40, one, one / 20, ends, ends * 0 + 2.0)


def deck(offsets: tuple[float, ...] = (-4.5, -1.5, 1.5, 4.5)) -> Deck:
    ends = np.array([0.0, 40.0])
    slab = Slab(6.0, -6.0, 0.25, 0.05, ends, np.array([0.003]), 0.125)
    return Deck(
        "D", ends, tuple(girder(y) for y in offsets), slab, ends, 4e-3, 7.0, 0.022, 0.175, ends,
        np.array([8.0]),
    )  # fmt: skip


ROAD = Road(
    7.0, np.array([-4.5, 4.5]), np.array([-6.0, 6.0]), np.zeros((0, 2)), 0.08, 24e3, 4e3, 0.02, 2
)


@pytest.fixture(scope="module")
def effects():
    return slab_effects(deck(), ROAD, lm1(NUMBERS), 34e9, NUMBERS)


def design(top: float = 0.15) -> SlabDesign:
    bars = SlabBars("D", 0.045, 0.125, Mesh(0.020, top), Mesh(0.020, 0.15))
    return SlabDesign(
        name="D", index=0, station=20.0, thickness=0.25, along=0.003, bars=bars,
        concrete=concrete("C35/45"), f_sk=500e6, factors=Factors(), stray=Factors(C=1.2, S=1.0),
        crack=0.3e-3, wheels=np.array([150e3, 200e3]),
        patch=np.array([[0.81, 0.81], [0.76, 1.01]]),
    )  # fmt: skip


def loads(effects) -> SlabLoads:
    return SlabLoads(
        effects.places,
        slab_demands(effects, "ULS persistent", NUMBERS),
        slab_demands(effects, "ULS accidental", NUMBERS),
        slab_demands(effects, "ULS accidental", NUMBERS, effects.struck),
        slab_demands(effects, "SLS characteristic", NUMBERS),
        slab_demands(effects, "SLS frequent", NUMBERS),
    )


def test_a_deck_alike_on_both_sides_is_stressed_alike(effects):
    found = slab_demands(effects, "ULS persistent", NUMBERS)
    kind, label = effects.places.point_kind, effects.places.label
    rows = [i for i, k in enumerate(kind) if k == "my" and label[i].startswith("girder")]
    values = found.smallest[rows]
    assert values == pytest.approx(values[::-1], rel=1e-6)


def test_permanent_loads_are_those_of_a_beam_over_its_supports(effects):
    """Dead load of the overhang: w a^2/2 with 1.5 m of slab, and no barrier beyond the girder."""
    row = [
        i for i, y in enumerate(effects.places.y) if y == -4.5 and effects.places.kind[i] == "my"
    ]
    own = effects.effect[0, row[0], 0]
    assert own == pytest.approx(-0.25 * 25e3 * 1.5**2 / 2, rel=0.02)


def test_a_stronger_restraint_hands_more_to_the_slab(effects):
    """Class D (600 kN) against B (200 kN): more hogging over the outer girder, both ends alike."""
    strong = slab_effects(deck(), replace(ROAD, restraint="D"), lm1(NUMBERS), 34e9, NUMBERS)
    weak, more = (
        slab_demands(e, "ULS accidental", NUMBERS, e.struck).smallest for e in (effects, strong)
    )
    label = effects.places.label
    outer = [
        i for i, k in enumerate(effects.places.point_kind)
        if k == "my" and label[i].startswith("girder")
    ]  # fmt: skip
    assert np.all(more[outer] < weak[outer])
    assert more[outer] == pytest.approx(more[outer][::-1], rel=1e-6)


def test_situations_stand_in_their_order(effects):
    worst = [
        np.max(slab_demands(effects, s, NUMBERS).largest)
        for s in ("ULS persistent", "SLS characteristic", "SLS frequent", "SLS quasi-permanent")
    ]
    assert all(a > b > 0 for a, b in pairwise(worst))


def test_wider_bays_are_stressed_more():
    narrow, wide = (
        slab_effects(deck(offsets), ROAD, lm1(NUMBERS), 34e9, NUMBERS)
        for offsets in ((-4.5, -1.5, 1.5, 4.5), (-4.5, 0.0, 4.5))
    )
    most = [np.max(slab_demands(e, "ULS persistent", NUMBERS).largest) for e in (narrow, wide)]
    assert most[1] > 1.2 * most[0]


def test_every_check_has_an_answer_and_names_its_face(effects):
    found = {series.name: series for series in slab_series([(design(), loads(effects))])}
    assert set(found) == {
        "slab bending", "slab bending, stray axle", "slab shear", "slab shear, stray axle",
        "slab bending, restraint struck", "slab shear, restraint struck",
        "slab punching", "slab stresses", "slab crack width", "slab least bars",
    }  # fmt: skip
    for series in found.values():
        assert np.all(np.isfinite(series.utilisation))
        assert series.element == "deck"
    assert all("above" in p or "below" in p for p in found["slab bending"].place)
    governing = found["slab bending"]
    assert "lane 1" in governing.cause[governing.worst]


def test_closer_bars_never_use_the_slab_more(effects):
    weak, strong = (
        {s.name: s for s in slab_series([(design(top), loads(effects))])} for top in (0.15, 0.10)
    )
    for name in weak:
        assert np.all(strong[name].utilisation <= weak[name].utilisation + 1e-9)


def test_a_stronger_concrete_never_uses_the_slab_more(effects):
    other = replace(design(), concrete=concrete("C45/55"))
    for name in ("slab bending", "slab shear", "slab punching"):
        weak, strong = (
            {s.name: s for s in slab_series([(d, loads(effects))])}[name] for d in (design(), other)
        )
        assert np.all(strong.utilisation <= weak.utilisation + 1e-9)


def test_bars_across_lie_outside_the_bars_along(effects):
    faces = faces_of(design(), effects.places)
    across = np.array(["across" in label for label in faces.label])
    assert np.min(faces.depth[across]) > np.max(faces.depth[~across])


def shaft(compression: float) -> ShaftLoad:
    stiff = np.array([1e15] * 3 + [1e17] * 3)
    return ShaftLoad(
        15.0, np.array([2e9, 2e9]), 5e10, 3.0, stiff, compression, np.array([1e5, 0.0]),
        np.array([1.5e6, 0.0]), np.zeros(2),
    )  # fmt: skip


def test_a_shaft_of_the_pier_model_is_a_beam_column():
    """Cantilever with a force H at its free top: M = H tan(k h)/k, k = sqrt(N/EI)."""
    first, second = second_order_moments([shaft(8e6)])
    k = np.sqrt(8e6 / 2e9)
    assert first[0, 0] == pytest.approx(1.5e6)
    assert second[0, 0] == pytest.approx(1e5 * np.tan(k * 15.0) / k, rel=1e-5)


ABOVE_CRITICAL = 1.1 * np.pi**2 * 2e9 / (4 * 15.0**2)


def test_above_the_critical_load_the_pier_model_gives_no_finite_moment():
    first, second = second_order_moments([shaft(ABOVE_CRITICAL)])
    assert first[0, 0] == pytest.approx(1.5e6)
    assert np.isinf(second).all()


@pytest.mark.parametrize("compression", [(8e6, 2e6, 5e6), (8e6, ABOVE_CRITICAL, 5e6)])
def test_shafts_in_one_model_do_not_touch_each_other(compression):
    shafts = [shaft(c) for c in compression]
    alone = [second_order_moments([one]) for one in shafts]
    together = second_order_moments(shafts)
    for order in (0, 1):
        rows = np.concatenate([one[order] for one in alone])
        np.testing.assert_allclose(together[order], rows, rtol=1e-10, atol=1e-3)


def test_no_shaft_under_compression_asks_for_no_model():
    assert second_order_moments([])[1].shape == (0, 2)
