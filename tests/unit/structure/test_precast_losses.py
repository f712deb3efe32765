"""Prestress of precast girders after its losses, and what creep and shrinkage impose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from precast_reference import LENGTH, SLAB, WEIGHT, girders_of, with_strands

from spanwright.codes.eurocode.resistance.prestress import relaxation
from spanwright.structure.precast_losses import (
    imposed_strains,
    prestress_fibres,
    prestress_of,
    primary_fibres,
)

MID = np.array([LENGTH / 2])


def test_losses_at_midspan_by_hand():
    """One strand layer: elastic loss on the section with strands, then (5.46) twice."""
    girders = girders_of(MID, strands=(0, 24, 0))
    found = prestress_of(girders)
    bare, whole = girders.section("steel"), girders.section("short term")
    ageing = girders.ageing
    area, inertia, e = bare.area[0], bare.inertia[0], bare.centroid[0] - 0.11
    A_p, E_p = 24 * 150e-6, 195e9
    own = WEIGHT * LENGTH**2 / 8
    # In the bed, then on the girder: sigma_c at the strands with the loss still unknown.
    start = 1395e6 - relaxation(1395e6, 1860e6, 72.0)
    n = E_p / ageing.E_release
    flexibility = 1 / area + e**2 / inertia
    stress = (start * A_p * flexibility - own * e / inertia) / (1 + (n - 1) * A_p * flexibility)
    # The concrete under the strands is not there: (n - 1) A_p joins the section, n sigma_c is lost.
    assert found.elastic[0, 1] == pytest.approx(n * stress, rel=1e-9)
    released = start - n * stress
    assert found.released[0, 1] == pytest.approx(released, rel=1e-12)
    concrete = released * A_p * flexibility - own * e / inertia
    assert found.concrete[0] == pytest.approx(concrete, rel=1e-9)
    m, E_c = E_p / ageing.E_girder, ageing.E_girder
    relaxed = relaxation(released, 1860e6, 60 * 24.0) - found.relaxed
    top = ageing.shrinkage_early * E_p + 0.8 * relaxed + m * ageing.early * concrete
    early = top / (1 + m * A_p / area * (1 + area * e**2 / inertia) * (1 + 0.8 * ageing.early))
    assert found.early.stress[0] == pytest.approx(early, rel=1e-9)
    later = relaxation(released, 1860e6) - relaxation(released, 1860e6, 60 * 24.0)
    slab = SLAB * LENGTH**2 / 8 * e / inertia
    crept = (ageing.whole - ageing.early) * concrete
    crept += ageing.late * (-slab - early * A_p * flexibility)
    top = ageing.shrinkage_late * E_p + 0.8 * later + E_p / E_c * crept
    z = whole.centroid[0] - 0.11
    stiff = m * A_p / whole.area[0] * (1 + whole.area[0] * z**2 / whole.inertia[0])
    late = top / (1 + stiff * (1 + 0.8 * ageing.late))
    assert found.late.stress[0] == pytest.approx(late, rel=1e-9)
    assert found.stress("end")[0, 1] == pytest.approx(released - early - late, rel=1e-12)


def test_force_grows_along_the_transmission_length():
    girders = girders_of(np.array([0.0, 0.2, 0.4, 5.0]))
    found = prestress_of(girders)
    force, level = found.force("release")
    assert force[0] == 0.0
    assert np.all(np.diff(force) > 0)
    assert found.share[1, 0] == pytest.approx(0.2 / found.transfer.long[1, 0])
    assert found.share_short[1, 0] / found.share[1, 0] == pytest.approx(1.5)
    assert level[3] == pytest.approx((12 * 0.06 + 12 * 0.11 + 6 * 0.16) / 30, rel=5e-3)


def test_without_creep_shrinkage_and_relaxation_nothing_is_lost_after_release():
    girders = girders_of(MID)
    still = replace(
        girders.ageing, early=0.0, whole=0.0, late=1e-12, loaded=0.0, slab_loaded=0.0,
        shrinkage_early=0.0, shrinkage_late=0.0, shrinkage_slab=0.0,
    )  # fmt: skip
    girders = replace(girders, ageing=still, materials=replace(girders.materials, rho_1000=0.0))
    found = prestress_of(girders)
    np.testing.assert_allclose(found.stress("end"), found.released, rtol=1e-9)
    assert found.relaxed == 0.0
    np.testing.assert_allclose(primary_fibres(girders, found), 0.0, atol=1.0)
    for axial, curvature in imposed_strains(girders, found).values():
        assert abs(axial[0]) < 1e-12
        assert abs(curvature[0]) < 1e-12


def test_prestress_at_release_is_force_over_area_and_moment():
    girders = girders_of(MID)
    found = prestress_of(girders)
    bare = girders.section("steel")
    force, level = found.force("release")
    arm = bare.centroid - level
    stress = prestress_fibres(girders, found, "release")
    expected = -force / bare.area - force * arm * bare.centroid / bare.inertia
    assert stress[0] == pytest.approx(expected)
    # What is lost later lowers the compression of the soffit.
    assert prestress_fibres(girders, found, "end")[0, 0] > stress[0, 0]


@settings(max_examples=20, deadline=None)
@given(st.floats(0.3, 1.4), st.floats(0.5, 29.5))
def test_primary_stresses_carry_nothing(factor, x):
    """Force and moment of the self-equilibrated stresses over girder and slab vanish."""
    girders = with_strands(girders_of(np.array([x])), factor)
    stress = primary_fibres(girders, prestress_of(girders))[:, 0]
    outline, table = girders.outline, girders.table
    z = np.linspace(0.0, 1.5, 40_001)
    middle = 0.5 * (z[1:] + z[:-1])
    part = np.interp(middle, outline.level[0], outline.width[0]) * np.diff(z)
    own = part * np.interp(middle, [0.0, 1.5], stress[:2])
    slab = table.slab_width[0] * 0.22 * 0.5 * (stress[2] + stress[3])
    turn = table.slab_width[0] * 0.22**2 / 12 * (stress[3] - stress[2])
    scale = np.abs(own).sum()
    assert abs(own.sum() + slab) < 1e-5 * scale
    assert abs(own @ middle + slab * (1.53 + 0.11) + turn) < 1e-5 * scale


def test_a_cracked_slab_imposes_no_shrinkage_and_insitu_concrete_no_strain():
    girders = girders_of(np.array([10.0, 15.0, 20.0]))
    table = replace(
        girders.table,
        is_cracked=np.array([True, False, False]),
        is_insitu=np.array([False, False, True]),
    )
    girders = replace(girders, table=table)
    found = imposed_strains(girders)
    whole = imposed_strains(girders_of(np.array([10.0])))
    shrunk, creep = found["shrinkage"], found["creep of the girders"]
    assert shrunk[1][0] < 0.1 * whole["shrinkage"][1][0]  # the girder's own, held by the bars
    # No slab above it holds the girder's shortening, which would bend it further up.
    assert whole["creep of the girders"][1][0] < creep[1][0] < 0.0
    assert shrunk[1][1] > 0
    assert shrunk[1][2] == creep[1][2] == 0.0
    assert prestress_of(girders).force("release")[0][2] == 0.0
