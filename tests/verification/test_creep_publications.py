"""Creep of EN 1992-1-1 Annex B against published examples."""

import numpy as np
import pytest

from spanwright.codes.eurocode.materials.creep import (
    creep_coefficient,
    humidity_factor,
    notional_creep,
    notional_size,
    strength_factor,
)
from spanwright.datum.units import MPa

approx = pytest.approx


def test_jrc_bridge_design_to_eurocodes_2012_page_82():
    """Slab of the composite twin-girder bridge; printed to two decimals, so 0.006 absolute."""
    size = notional_size(3.9, 11.6)
    assert size == approx(0.672414, rel=1e-5)
    assert humidity_factor(35 * MPa, 0.80, size) == approx(1.15, abs=0.005)
    assert strength_factor(35 * MPa) == approx(2.56, abs=0.005)
    # concreting of the slab segments, shrinkage, equipment, settlement
    phi = creep_coefficient(1e6, np.array([22, 1, 88, 50]), 35 * MPa, 0.80, size)
    np.testing.assert_allclose(phi, [1.51, 2.68, 1.15, 1.29], atol=0.006)


def test_eurocode_2_worked_examples_2017_page_80():
    """Thick box girder; printed to four figures, so 1e-3."""
    size = notional_size(17.43, 28.64)
    assert size == approx(1.21718, rel=1e-4)
    assert notional_creep(35 * MPa, 0.70, size, 28) == approx(1.493, rel=1e-3)
