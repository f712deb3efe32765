"""Temperature of EN 1991-1-5."""

import numpy as np
import pytest

from spanwright.codes.data import Override, parameters
from spanwright.codes.eurocode.actions import thermal
from spanwright.datum.errors import ScopeError

approx = pytest.approx


def test_return_periods():
    assert thermal.maximum_shade(38, 100) == approx(39.47, abs=0.005)
    assert thermal.minimum_shade(-36, 100) == approx(-39.98, abs=0.005)
    assert thermal.maximum_shade(38, 50) == approx(38, rel=2e-3)
    assert np.all(np.diff(thermal.minimum_shade(-36, [10, 50, 200])) < 0)
    with pytest.raises(ScopeError, match=r"T_min must be below 0 C \(got 3\)"):
        thermal.minimum_shade([-5, 3], 100)
    with pytest.raises(ScopeError, match="T_max must be above 0 C"):
        thermal.maximum_shade(-1, 100)


def test_composite_deck_in_a_cold_climate():
    warm, cold = thermal.uniform_temperature("composite", 38, -36)
    assert (float(warm), float(cold)) == (42, -32)
    expansion, contraction = thermal.uniform_range(warm, cold)
    assert (float(expansion), float(contraction)) == (32, 42)
    assert thermal.movement(502.5, expansion + contraction) == approx(0.4462, abs=5e-5)
    longer, shorter = thermal.uniform_range(warm, cold, setting=20)
    assert thermal.movement(502.5, longer) == approx(0.3136, abs=5e-5)
    assert thermal.movement(502.5, shorter) == approx(0.3739, abs=5e-5)
    with pytest.raises(ScopeError, match="T_min must be at least -50"):
        thermal.uniform_temperature("composite", 38, -55)


@pytest.mark.parametrize(
    ("deck", "covering", "depth", "top", "bottom"),
    [
        ("composite", "surfacing", 0.05, 15, 18),
        ("composite", "surfacing", 0.0, 13.5, 18),
        ("composite", "surfacing", 0.11, 15, 18),
        ("steel", "surfacing", 0.10, 0.7 * 18, 1.2 * 13),
        ("steel", "surfacing", 0.075, 0.85 * 18, 1.1 * 13),
        ("concrete box", "surfacing", 0.20, 5, 5),
        ("concrete beam", "waterproofed", 0.0, 22.5, 8),
        ("composite", "ballast", 0.75, 12, 21.6),
    ],
)
def test_linear_difference_with_surfacing(deck, covering, depth, top, bottom):
    found = thermal.linear_difference(deck, depth, covering)
    np.testing.assert_allclose([float(found[0]), float(found[1])], [top, bottom])


def test_eight_cases_of_uniform_and_linear_together():
    names, cases = thermal.combined_cases(32, 42, 15, 18)
    assert len(set(names)) == 8
    np.testing.assert_allclose(cases[names.index("top warmer + 0.35 cold")], [-14.7, 15])
    np.testing.assert_allclose(cases[names.index("0.75 bottom warmer + warm")], [32, -13.5])
    assert thermal.slab_difference() == 10


def test_project_values_replace_recommended_ones():
    chosen = parameters(
        overrides={"thermal.effective.composite": Override((5, 3), "climate report")}
    )
    warm, cold = thermal.uniform_temperature("composite", 30, -30, chosen)
    assert (float(warm), float(cold)) == (35, -27)
