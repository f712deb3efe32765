"""The girder sections of each kind a bridge has, with their grades."""

from __future__ import annotations

from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.materials.steel import bar_yield_strength, stud_tensile_strength
from spanwright.layout.types import Layout
from spanwright.pipeline.basis import factors_of
from spanwright.project.reader import Reading
from spanwright.structure.girders import Materials
from spanwright.structure.prestressed import PrestressedGirders, PrestressMaterials
from spanwright.structure.types import Structure


def materials_of(reading: Reading, layout: Layout, parameters: Parameters) -> Materials:
    """Grades of the composite girders and of the slab, from the brief."""
    material = reading.brief.materials
    deck = next((deck for deck in layout.decks if deck.precast is None), layout.decks[0])
    return Materials(
        material.steel,
        concrete(material.slab),
        bar_yield_strength(material.rebar),
        stud_tensile_strength() if material.stud_strength is None else material.stud_strength,
        deck.stud_diameter,
        deck.stud_height,
        parameters.number("cracks.width"),
    )


def prestressed_of(
    reading: Reading, layout: Layout, structure: Structure, parameters: Parameters
) -> PrestressedGirders | None:
    """The sections of precast girders with their grades and ages; None without any."""
    common = next((deck.precast for deck in layout.decks if deck.precast is not None), None)
    if structure.precast is None or structure.precast_ageing is None or common is None:
        return None
    material, given = reading.brief.materials, reading.brief.layout
    own = PrestressMaterials(
        girder=concrete(given.precast.concrete),
        slab=concrete(material.slab),
        f_ck_release=common.release_strength,
        f_sk=bar_yield_strength(material.rebar),
        f_pk=common.strand_strength,
        f_p01k=common.strand_proof,
        strand_diameter=common.strand_diameter,
        strand_area=common.strand_area,
        jacking=common.jacking,
        bar_spacing=given.slab.bar_spacing,
        cover=given.slab.cover,
        exposure=given.precast.exposure,
    )
    return PrestressedGirders(
        structure.precast, own, factors_of(parameters), structure.precast_ageing
    )
