"""From the layout and its effects to the checks of the deck slab."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spanwright.analysis.slab import SlabEffects, local_road, slab_demands, slab_effects
from spanwright.analysis.traffic import lm1
from spanwright.checks.run import GirderDemands
from spanwright.checks.slab import SlabDesign, SlabLoads, slab_series
from spanwright.checks.slab_global import together_series
from spanwright.checks.types import CheckSeries
from spanwright.codes.data import Parameters
from spanwright.datum.arrays import Array
from spanwright.layout.bars import Reinforcement
from spanwright.layout.types import Deck, Layout
from spanwright.pipeline.basis import accidental, crack_width_of, factors_of
from spanwright.pipeline.kinds import staged_at
from spanwright.pipeline.sections import materials_of
from spanwright.project.reader import Reading
from spanwright.structure.girders import Girders
from spanwright.structure.types import Structure
from spanwright.traffic.local import CONTACT, CONTACT_2
from spanwright.traffic.model import LoadModel


def slab_checks(
    reading: Reading,
    layout: Layout,
    bars: Reinforcement,
    structure: Structure,
    girders: Girders | None,
    demands: GirderDemands,
    panels: Sequence[SlabEffects],
    parameters: Parameters,
) -> tuple[CheckSeries, ...]:
    """Local checks of every deck's slab; on plate girders its longitudinal bars under both effects.

    panels : of `slab_panels`
    """
    model, codes = lm1(parameters), reading.brief.codes
    situation = f"SLS {codes.crack_combination}"
    slabs = []
    for index, found in enumerate(panels):
        design = slab_design(reading, layout, bars, index, model, parameters)
        loads = SlabLoads(
            found.places,
            slab_demands(found, "ULS persistent", parameters),
            slab_demands(found, "ULS accidental", parameters),
            slab_demands(found, "ULS accidental", parameters, found.struck),
            slab_demands(found, "SLS characteristic", parameters),
            slab_demands(found, situation, parameters),
        )
        slabs.append((design, loads))
    if girders is None:
        return slab_series(slabs)
    ultimate = staged_at(demands.ultimate, structure.steel_rows)
    return (*slab_series(slabs), together_series(girders, ultimate, slabs))


def slab_panels(layout: Layout, parameters: Parameters) -> list[SlabEffects]:
    """Effects on the slab of every deck; decks with the same cross-section share one panel."""
    model = lm1(parameters)
    known: dict[tuple[float, ...], SlabEffects] = {}
    found = []
    for deck in layout.decks:
        key = _cross_section(deck)
        if key not in known:
            modulus = layout.concrete["slab"].modulus
            known[key] = slab_effects(deck, layout.road, model, modulus, parameters)
        found.append(known[key])
    return found


def _cross_section(deck: Deck) -> tuple[float, ...]:
    widest = max(float(np.max(girder.top_width)) for girder in deck.girders)
    offsets = [girder.offset for girder in deck.girders]
    return (*offsets, deck.slab.left, deck.slab.right, deck.slab.thickness, widest)


def slab_design(
    reading: Reading,
    layout: Layout,
    bars: Reinforcement,
    index: int,
    model: LoadModel,
    parameters: Parameters,
) -> SlabDesign:
    """One deck's slab as it is checked."""
    deck = layout.decks[index]
    road = local_road(deck, layout.road, model)
    materials, factors = materials_of(reading, layout, parameters), factors_of(parameters)
    wheels = np.array([0.5 * road.tandem[0], 0.5 * road.axle])
    patch: Array = np.array([CONTACT, CONTACT_2]) + 2 * road.spread
    return SlabDesign(
        name=deck.name,
        index=index,
        station=0.5 * float(deck.supports[0] + deck.supports[-1]),
        thickness=deck.slab.thickness,
        along=float(np.min(deck.slab.rebar_area)),
        bars=bars.slabs[deck.name],
        concrete=materials.concrete,
        f_sk=materials.f_sk,
        factors=factors,
        stray=accidental(factors, parameters),
        crack=crack_width_of(reading, parameters),
        wheels=wheels,
        patch=patch,
    )
