"""All checks of prestressed girders, and what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from spanwright.checks.prestressed.bench import Bench, PrestressedDemands
from spanwright.checks.prestressed.cracks import joint_series, slab_series, soffit_series
from spanwright.checks.prestressed.handling import (
    camber_series,
    deflection_series,
    lifting_series,
    splitting_series,
)
from spanwright.checks.prestressed.shear import flange_series, interface_series, shear_series
from spanwright.checks.prestressed.stresses import (
    compression_series,
    decompression_series,
    erection_series,
    release_series,
    strand_series,
    tendon_series,
)
from spanwright.checks.prestressed.ultimate import bending_series, brittle_series, chord_series
from spanwright.checks.types import NOT_CHECKED, CheckSeries, Unchecked
from spanwright.layout.types import Deck
from spanwright.structure.prestressed import PrestressedGirders

CHARACTERISTIC, LASTING = 0.60, 0.45  # of f_ck, EN 1992-1-1 7.2(2), (3)


def check_prestressed(
    girders: PrestressedGirders, demands: PrestressedDemands, decks: Sequence[Deck]
) -> tuple[CheckSeries, ...]:
    """Every check of prestressed girders at every section (EN 1992-1-1, EN 1992-2).

    decks : all decks of the bridge, the table's `deck` counts them
    """
    bench = Bench(girders, demands, tuple(decks))
    found = (
        *strand_checks(bench),
        *link_checks(bench),
        flange_series(bench),
        lifting_series(bench),
        joint_series(bench),
        *slab_series(bench),
        deflection_series(bench),
    )
    return tuple(_quiet(one) for one in found)


def _quiet(series: CheckSeries) -> CheckSeries:
    """The same with no use where it does not apply, so that such a section never governs."""
    idle = series.status == NOT_CHECKED
    return replace(series, utilisation=np.where(idle, 0.0, series.utilisation))


def strand_checks(bench: Bench) -> tuple[CheckSeries, ...]:
    """The checks that number and bond of the strands answer."""
    demands = bench.demands
    return (
        *strand_series(bench),
        *release_series(bench),
        *erection_series(bench),
        camber_series(bench),
        *compression_series(bench, demands.characteristic, CHARACTERISTIC),
        *compression_series(bench, demands.quasi_permanent, LASTING),
        tendon_series(bench, demands.characteristic),
        decompression_series(bench),
        soffit_series(bench),
        bending_series(bench),
        brittle_series(bench),
        chord_series(bench),
    )


def end_checks(bench: Bench) -> tuple[CheckSeries, ...]:
    """The checks that bars at the bottom of the girders' ends answer there."""
    return (joint_series(bench), soffit_series(bench), bending_series(bench), chord_series(bench))


def link_checks(bench: Bench) -> tuple[CheckSeries, ...]:
    """The checks that links answer."""
    return (*shear_series(bench), interface_series(bench), splitting_series(bench))


UNCHECKED: Final = (
    Unchecked(
        "fatigue of strands, bars and links",
        "stress ranges are not computed: sections stay whole under frequent loads as a rule",
    ),
    Unchecked("torsion of prestressed girders", "St Venant torsion is not combined with shear"),
    Unchecked(
        "bearing zones of prestressed girders",
        "splitting by the 4 % rule; no strut-and-tie model of the ends",
    ),
    Unchecked(
        "camber after the slab", "rise and sag are given up to the wet slab, not with continuity"
    ),
    Unchecked(
        "top of the girders beside the piers",
        "it cracks with the slab, whose bars are checked; decompression around top strands is not",
    ),
    Unchecked("lifting points and transport", "slenderness of the girder hung at its ends only"),
    Unchecked(
        "uneven temperature within prestressed girders",
        "its self-equilibrated stresses are left out; linear differences are loads",
    ),
)
