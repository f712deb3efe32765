"""Concrete, steel, creep and shrinkage: check values and limits."""

import numpy as np
import pytest

from spanwright.codes.eurocode.materials import creep, steel
from spanwright.codes.eurocode.materials.concrete import (
    characteristic_tensile_strength,
    concrete,
    design_strength,
    design_tensile_strength,
    mean_tensile_strength,
    mean_tensile_strength_at,
    secant_modulus,
    secant_modulus_at,
    strength_growth,
)
from spanwright.datum.errors import InputError, ScopeError
from spanwright.datum.units import MPa

approx = pytest.approx
C35 = {"f_ck": 35 * MPa, "relative_humidity": 0.80, "size": 0.260}


def test_stiffness_and_tension_of_c35():
    assert secant_modulus(35 * MPa) == approx(34_077.1 * MPa, rel=1e-5)
    assert mean_tensile_strength(35 * MPa) == approx(3.2100 * MPa, rel=1e-4)
    assert mean_tensile_strength([50 * MPa, 60 * MPa])[1] == approx(4.3548 * MPa, rel=1e-4)
    assert characteristic_tensile_strength(35 * MPa, 95) == approx(1.3 * 3.2100 * MPa, rel=1e-4)
    assert design_strength(35 * MPa) == approx(0.85 * 35 * MPa / 1.5)
    assert design_strength(35 * MPa, alpha_cc=1.0) == approx(23.333 * MPa, rel=1e-4)
    assert design_tensile_strength(35 * MPa) == approx(0.7 * 3.2100 * MPa / 1.5, rel=1e-4)


def test_a_class_by_name():
    c35 = concrete("C35/45")
    assert (c35.f_ck, c35.f_ck_cube, c35.f_cm) == (35 * MPa, 45 * MPa, 43 * MPa)
    assert (c35.eps_c2, c35.eps_cu2, c35.exponent) == (0.002, 0.0035, 2.0)
    c90 = concrete("C90/105")
    assert c90.eps_cu2 == approx(0.0026)
    assert c90.exponent == approx(1.4)
    assert c90.eps_c2 == approx(0.0026, abs=5e-6)
    for bad in ("C35", "B35", "C10/12", "C100/115", ""):
        with pytest.raises(InputError, match="must be a class from C12/15 to C90/105"):
            concrete(bad)


def test_strength_grows_with_age_and_is_one_at_28_days():
    assert strength_growth(28, "S") == approx(1.0)
    growth = strength_growth([1, 3, 7, 28, 365], "N")
    assert np.all(np.diff(growth) > 0)
    assert growth[0] == approx(np.exp(0.25 * (1 - np.sqrt(28))))
    assert strength_growth(0.0) == 0.0
    assert secant_modulus_at(35 * MPa, 28) == approx(secant_modulus(35 * MPa))
    assert mean_tensile_strength_at(35 * MPa, 28) == approx(mean_tensile_strength(35 * MPa))
    assert mean_tensile_strength_at(35 * MPa, 7) == approx(
        mean_tensile_strength(35 * MPa) * strength_growth(7)
    )


def test_creep_of_en_1992_annex_b():
    phi = creep.creep_coefficient(36_500, np.array([28, 1]), **C35)
    np.testing.assert_allclose(phi, [1.51680, 2.82305], rtol=1e-5)


def test_shrinkage_of_en_1992_annex_b():
    assert creep.drying_shrinkage(36_500, 1, **C35) == approx(1.99184e-4, rel=1e-5)
    assert creep.autogenous_shrinkage(36_500, 35 * MPa) == approx(6.25e-5, rel=1e-5)
    assert creep.shrinkage(36_500, 1, **C35) == approx(2.61684e-4, rel=1e-5)


def test_creep_and_shrinkage_of_mc2010():
    assert creep.creep_coefficient_mc2010(36_500, 28, **C35) == approx(1.70907, rel=1e-5)
    assert creep.shrinkage_mc2010(36_500, 1, **C35) == approx(3.67603e-4, rel=1e-5)
    with pytest.raises(ScopeError, match="no shrinkage law above"):
        creep.shrinkage_mc2010(100, 1, 35 * MPa, 0.98, 0.26)


def test_creep_as_a_matrix_of_ages_is_lower_triangular_and_monotone():
    t = np.array([1.0, 3, 10, 100, 1000, 36_500])
    phi = creep.creep_coefficient(t[:, None], t[None, :], **C35)
    assert phi.shape == (6, 6)
    assert np.all(phi[np.triu_indices(6)] == 0)  # no creep before or at loading
    assert np.all(np.diff(phi, axis=0) >= 0)
    assert np.all(np.diff(phi[-1, :-1]) < 0)  # older concrete creeps less


def test_slow_cement_creeps_more_than_rapid():
    slow, normal, rapid = (
        creep.creep_coefficient(36_500, 7, **C35, cement=cement) for cement in "SNR"
    )
    assert slow > normal > rapid


def test_equivalent_age_is_the_age_at_twenty_degrees():
    assert creep.equivalent_age([10.0, 18.0], [20.0, 20.0]) == approx(28, rel=0.002)
    assert creep.equivalent_age([7.0], [40.0]) > 14
    assert creep.equivalent_age([7.0], [5.0]) < 4


def test_nonlinear_creep_starts_at_45_percent():
    np.testing.assert_allclose(
        creep.nonlinear_creep(2.0, [0.3, 0.45, 0.6]), [2, 2, 2 * np.exp(0.225)]
    )


def test_modular_ratios():
    E_cm = secant_modulus(35 * MPa)
    assert creep.modular_ratio(steel.E_a, E_cm) == approx(6.16249, rel=1e-5)
    ratios = creep.modular_ratio(steel.E_a, E_cm, [1.5168, 1.5168, 2.82305], [1.10, 1.50, 0.55])
    multipliers = [creep.creep_multiplier(kind) for kind in ("permanent", "imposed", "shrinkage")]
    assert multipliers == [1.10, 1.50, 0.55]
    assert creep.creep_multiplier("short term") == 0.0
    np.testing.assert_allclose(ratios, [16.4445, 20.1834, 15.7308], rtol=1e-5)
    assert creep.effective_modulus(30e9, 2.0) == approx(10e9)
    assert creep.effective_modulus(30e9, 2.0, 0.8) == approx(30e9 / 2.6)


def test_dry_limits_are_refused():
    with pytest.raises(ScopeError, match=r"relative_humidity must be at least 0\.4"):
        creep.creep_coefficient(100, 28, 35 * MPa, 0.3, 0.26)
    with pytest.raises(ScopeError, match="f_ck must be at least"):
        secant_modulus(5 * MPa)


@pytest.mark.parametrize(
    ("grade", "thickness", "strength"),
    [
        ("S355", 0.016, 355),
        ("S355", 0.0161, 345),
        ("S355 J2", 0.040, 345),
        ("S355 NL", 0.063, 335),
        ("S355 K2", 0.080, 325),
        ("S355", 0.100, 315),
        ("S460 ML", 0.020, 440),
        ("S420N", 0.080, 370),
    ],
)
def test_yield_strength_falls_with_thickness(grade, thickness, strength):
    assert steel.yield_strength(grade, thickness) == strength * MPa


def test_tables_never_rise_with_thickness_and_f_u_exceeds_f_y():
    t = np.linspace(0.001, 0.100, 200)
    for grade in ("S235", "S275", "S355", "S355 N", "S420 N", "S460 N", "S355 M", "S460 ML"):
        f_y, f_u = steel.yield_strength(grade, t), steel.tensile_strength(grade, t)
        assert np.all(np.diff(f_y) <= 0)
        assert np.all(f_u > f_y)


def test_unknown_grades_and_thicknesses_are_refused():
    with pytest.raises(InputError, match=r"must be S235, S275, S355 \(got S999\)"):
        steel.yield_strength("S999", 0.02)
    with pytest.raises(InputError, match="must be like S355"):
        steel.yield_strength("steel", 0.02)
    for bad in (0.0, -0.01, 0.3, np.nan):
        with pytest.raises(ScopeError, match="at most 250 mm"):
            steel.yield_strength("S355", bad)


def test_bars_and_studs():
    assert steel.bar_yield_strength() == 500 * MPa
    assert steel.stud_tensile_strength() == 450 * MPa
    assert steel.stud_head(0.022) == approx((0.035, 0.010))
    with pytest.raises(ScopeError, match="studs are made in 10, 13, 16, 19, 22, 25 mm"):
        steel.stud_head(0.020)
