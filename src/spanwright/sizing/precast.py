"""Sizes of decks on precast girders under the forces of a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spanwright.layout.strands import TOP_ROW, strand_places
from spanwright.layout.types import Deck
from spanwright.pipeline.kinds import prestressed_demands
from spanwright.pipeline.stages import Run
from spanwright.project.schema import Brief
from spanwright.project.sizes import DeckSizes
from spanwright.sizing.bars import bar_use
from spanwright.sizing.connection import bar_ratio
from spanwright.sizing.strands import Places, fitted_bars, fitted_links, fitted_strands, with_rows

SLAB_BARS = ("crack width over the piers", "reinforcement stress over the piers")


def places_of(brief: Brief, deck: Deck) -> Places:
    """Where the strands of a deck's girders may go."""
    line = deck.precast_girders[0]
    depth = float(line.depth.max())
    shape = {
        "bottom_thickness": float(line.bottom_thickness[0]),
        "bottom_taper": line.bottom_taper,
        "bottom_width": float(line.bottom_width[0]),
        "web_thickness": float(line.web_thickness[0]),
    }
    level, room = strand_places(brief, shape)
    span = float(np.max(np.diff(deck.supports)))
    return Places(level, room, depth - TOP_ROW, brief.layout.precast.top_strands, span)


def precast_deck_sizes(run: Run, index: int, aim: float) -> DeckSizes:
    """Strands, links and bars of one deck, one after the other, forces held.

    Raises TypeError for a bridge without precast girders.
    """
    if run.prestressed is None:
        raise TypeError("there are no precast girders to size")
    deck, girders, decks = run.layout.decks[index], run.prestressed, run.layout.decks
    demands = prestressed_demands(run.demands, run.static, run.structure.precast_rows)
    mine = np.asarray(girders.table.deck == index)
    strands: tuple[tuple[float, int, float], ...] = ()
    if run.reading.brief.layout.precast.strands is None:
        places = places_of(run.reading.brief, deck)
        strands = fitted_strands(girders, demands, decks, index, places, aim)
        girders = with_rows(girders, mine, strands)
    bars = fitted_bars(girders, demands, decks, index, aim)
    held = np.where(mine, np.maximum(bars, girders.table.bottom_bars), girders.table.bottom_bars)
    girders = replace(girders, table=replace(girders.table, bottom_bars=held))
    given = run.reading.brief.layout.precast
    span, ends = fitted_links(girders, demands, decks, index, aim)
    ratio = deck.slab.rebar_area / deck.slab.thickness
    slab = [one for one in run.checks.series if one.name in SLAB_BARS]
    worst = bar_use(slab, girders.table, deck.slab, index)
    over, between = (
        bar_ratio(round(float(ratio[part].max(initial=0.0)), 6), use, aim)
        for part, use in zip((slice(1, None, 2), slice(0, None, 2)), worst, strict=True)
    )
    return DeckSizes(
        name=deck.name,
        supports=tuple(round(float(x), 7) for x in deck.supports),
        strands=strands,
        links=(min(span, given.link_spacing), min(ends, given.link_spacing_ends)),
        continuity_bars=bars,
        rebar_support=over if len(deck.supports) > 2 else None,
        rebar_span=between,
    )


def strand_count(deck: Deck, sizes: DeckSizes) -> tuple[float, float]:
    """Strands of one girder as they are, and as sized."""
    now = float(deck.precast_girders[0].strand_count.sum())
    return now, float(sum(count for _, count, _ in sizes.strands)) if sizes.strands else now
