"""The loop: analyse, size under the forces found, analyse again, until every check holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from spanwright.checks.piles import Design as PileDesign
from spanwright.checks.types import FAILS, CheckSeries
from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.datum.terminal import Progress
from spanwright.layout.bars import reinforcement
from spanwright.layout.types import Abutment, Pier
from spanwright.pipeline.kinds import demands_at
from spanwright.pipeline.lrfd import check_girders_lrfd
from spanwright.pipeline.stages import Run, analyse_reading
from spanwright.project.arrangement import LayoutBrief
from spanwright.project.reader import SIZES_FILE, Reading, read_project
from spanwright.project.sizes import DeckSizes, PierRow, PlateRow, SizesBrief, StudRow
from spanwright.sizing.bars import bar_use, pile_bar_row, slab_bar_row, support_bar_row
from spanwright.sizing.connection import (
    bar_ratio,
    beside_unseen,
    closer_frames,
    longest_pitch,
    rates_now,
    stud_rates,
    stud_zones,
    worst_in_zones,
)
from spanwright.sizing.design import TOP, Design, area_of, design_of
from spanwright.sizing.plates import Bench, Rules, bench_of, fitted
from spanwright.sizing.precast import precast_deck_sizes, strand_count
from spanwright.sizing.supports import footing_of, piles_of, shaft_width
from spanwright.structure.girders import Girders

AIM: Final = 0.98  # of the resistance to use: the next analysis moves the forces a little
WORTH: Final = 0.01  # of the steel: a design that passes is left alone for a smaller saving
THINNING: Final = 3  # analyses after which plates only grow, so that the loop ends
MOST: Final = 6  # analyses


@dataclass(frozen=True, slots=True)
class Step:
    """One analysis on the way.

    steel : plates and strands of all girders [kg];  worst : check -> (utilisation, place)
    """

    number: int
    steel: float
    worst: dict[str, tuple[float, str]]

    @property
    def governing(self) -> float:
        """Largest utilisation of all checks."""
        return max((use for use, _ in self.worst.values()), default=0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Sizing:
    """What the loop found.

    steps  : every analysis in order;  run : the analysis of the sizes given back
    sizes  : None when the project's own sizes were left alone
    """

    steps: tuple[Step, ...]
    run: Run
    sizes: SizesBrief | None

    @property
    def failing(self) -> dict[str, tuple[float, str]]:
        """Checks that still fail, with their worst place."""
        return failing(self.run)


def size(project: Path, progress: Progress, told: Callable[[Step], None] | None = None) -> Sizing:
    """Sizes under which every check that sizes can answer holds.

    Each analysis is the one `spanwright run` makes with the trial's ``sizes.toml`` beside the
    project file (without the programme, which sizes are not chosen by).

    told : called after every analysis
    Raises InputError where the project file gives the plates itself.
    """
    reading = _sizeable(read_project(project))
    steps: list[Step] = []
    best: tuple[Run, SizesBrief | None] | None = None
    run, sizes = analyse_reading(reading, progress), None
    while True:
        steps.append(_step(len(steps), run))
        if told is not None:
            told(steps[-1])
        passes = not failing(run)
        if passes and (best is None or steel_of(run) < steel_of(best[0])):
            best = run, sizes
        if len(steps) >= MOST:
            break
        with progress(f"sizes for analysis {len(steps) + 1}"):
            trial, steel = resized(run, thin=len(steps) <= THINNING)
        settled = abs(1.0 - steel / steel_of(run)) < WORTH
        if (passes and settled) or trial == sizes:
            break
        sizes = trial
        run = analyse_reading(_with(reading, sizes=sizes), progress)
    found, chosen = best if best is not None else (run, sizes)
    return Sizing(tuple(steps), found, chosen)


def resized(run: Run, *, thin: bool) -> tuple[SizesBrief, float]:
    """New sizes under the forces of a run, and the steel of their plates [kg]."""
    layout = run.reading.brief.layout
    deck, steel = _decks(run, thin=thin)
    bars = reinforcement(run.reading.brief, run.layout)
    supports: list[Pier | Abutment] = [*run.layout.piers, *run.layout.abutments]
    flat = [one for one in supports if one.foundation.is_footing]
    found = SizesBrief(
        deck=deck,
        piers=_pier_rows(run, layout, thin=thin),
        slab_bars=tuple(
            slab_bar_row(d.name, d.slab.thickness, bars, run.checks.series, AIM)
            for d in run.layout.decks
        ),
        pile_bars=(
            *(pile_bar_row(one, run.checks.series, AIM) for one in supports if one not in flat),
        ),
        footings=tuple(footing_of(one, run.checks.series, AIM) for one in flat),
        support_bars=tuple(
            support_bar_row(one, run.checks.series, AIM)
            for one in (*bars.piers.values(), *bars.abutments.values())
        ),
    )
    return found, steel


def _decks(run: Run, *, thin: bool) -> tuple[tuple[DeckSizes, ...], float]:
    """New sizes of all decks, and the steel of their plates and strands [kg].

    The same measure before and after: the quantities' own, corrected by the ratio of areas.
    """
    decks = run.layout.decks
    found: dict[int, DeckSizes] = {}
    steel = 0.0
    if run.girders is not None:
        demands = demands_at(run.demands, run.structure.steel_rows)
        bench = bench_of(
            run.structure, run.girders, demands, decks, design_of(decks, _least_width(run)),
            _rules(run),
        )  # fmt: skip
        design, _ = fitted(bench, AIM, thin=thin)
        series = bench.series(design.plates)
        for index, deck in enumerate(decks):
            if deck.precast is None:
                found[index] = _deck_sizes(run, index, design, series, thin=thin)
        plates = _weight(bench, design) / _weight(bench, design_as_built(run, design))
        steel += float(run.amounts.total("girder plates", "kg")) * plates
    for index, deck in enumerate(decks):
        if deck.precast is not None:
            found[index] = precast_deck_sizes(run, index, AIM)
            now, after = strand_count(deck, found[index])
            steel += float(run.amounts.total("strands", "kg", deck.name)) * after / now
    return tuple(found[index] for index in range(len(decks))), steel


def _rules(run: Run) -> Rules | None:
    """The girder checks of AASHTO under the forces of a run; None under the Eurocodes."""
    codes = run.reading.brief.codes
    if codes.basis == "EN":
        return None
    demands = demands_at(run.demands, run.structure.steel_rows)
    return lambda girders: check_girders_lrfd(
        girders, demands, run.static, run.layout, codes.edition
    )


def _least_width(run: Run) -> float:
    """Width of flanges over the girder's depth: 1/6 under AASHTO 6.10.2.2."""
    return 1.0 / 6.0 if run.reading.brief.codes.basis == "AASHTO" else 0.0


def plate_girders(run: Run) -> Girders:
    """The run's plate girders.  Raises TypeError for a bridge without any."""
    if run.girders is None:
        raise TypeError("there are no plate girders to size")
    return run.girders


def design_as_built(run: Run, like: Design) -> Design:
    """The run's plates on the segments of a design, without the sizing's rules on them."""
    plates = np.zeros_like(like.plates)
    for row, (deck, start, end) in enumerate(zip(like.deck, like.start, like.end, strict=True)):
        girder = run.layout.decks[deck].girders[0]
        piece = int(np.searchsorted(girder.joints, 0.5 * (start + end))) - 1
        plates[row] = (
            girder.top_width[piece], girder.top_thickness[piece], girder.web_thickness[piece],
            girder.bottom_width[piece], girder.bottom_thickness[piece],
        )  # fmt: skip
    return like.with_plates(plates)


def _weight(bench: Bench, design: Design) -> float:
    count = np.array([len(bench.decks[d].girders) for d in design.deck])
    area = area_of(design.plates, bench.depth)
    return float(np.sum(area * (design.end - design.start) * count))


def _deck_sizes(
    run: Run, index: int, design: Design, series: tuple[CheckSeries, ...], *, thin: bool
) -> DeckSizes:
    deck = run.layout.decks[index]
    rows = np.flatnonzero(design.deck == index)
    keep = np.ones(len(rows), dtype=bool)
    keep[:-1] = np.any(design.plates[rows[1:]] != design.plates[rows[:-1]], axis=1)
    kept = rows[keep]
    plates = np.column_stack([design.end[kept], design.plates[kept]])
    studs = _stud_rows(run, index, design, series, thin=thin)
    slab = slab_of_checks(run)
    ratio = deck.slab.rebar_area / deck.slab.thickness
    worst = bar_use((*series, *slab), plate_girders(run).table, deck.slab, index)
    over, between = (
        bar_ratio(round(float(ratio[part].max(initial=0.0)), 6), use, AIM)
        for part, use in zip((slice(1, None, 2), slice(0, None, 2)), worst, strict=True)
    )
    return DeckSizes(
        name=deck.name,
        supports=tuple(_exact(deck.supports)),
        plates=tuple(_plate_row(row) for row in plates),
        studs=studs,
        cross_frames=_frames(run, index),
        rebar_support=over if len(deck.supports) > 2 else None,
        rebar_span=between,
    )


def slab_of_checks(run: Run) -> tuple[CheckSeries, ...]:
    """The girder checks of a run that the bench of plates does not repeat: the slab's bars."""
    return tuple(s for s in run.checks.series if s.name.startswith("slab"))


def _stud_rows(
    run: Run, index: int, design: Design, series: tuple[CheckSeries, ...], *, thin: bool
) -> tuple[StudRow, ...]:
    """Studs by quarters of each span, equal neighbours joined."""
    deck = run.layout.decks[index]
    zones = stud_zones(deck)
    now, worst = rates_now(deck, zones), worst_in_zones(series, ("studs",), index, zones)
    here = design.deck == index
    top = np.array(
        [
            np.min(design.plates[here & (design.end > a) & (design.start < b), TOP])
            for a, b in pairwise(zones)
        ]
    )
    longest = longest_pitch(top, float(np.max(plate_girders(run).yield_top)))
    rate = beside_unseen(stud_rates(now, worst, longest, deck.stud_diameter, AIM), worst)
    if not thin:
        rate = np.maximum(rate, now)
    keep = np.append(np.abs(np.diff(rate)) > 1e-9, True)
    return tuple(zip(_exact(zones[1:][keep]), _exact(rate[keep]), strict=True))


def _frames(run: Run, index: int) -> tuple[float, ...]:
    """Cross-frames where they are not the layout's rule: closer beside supports if need be."""
    deck, sizes = run.layout.decks[index], run.reading.brief.sizes
    frames = closer_frames(deck.cross_frames, index, run.checks.series)
    ruled = sizes is None or not any(d.name == deck.name and d.cross_frames for d in sizes.deck)
    return () if ruled and len(frames) == len(deck.cross_frames) else tuple(_exact(frames))


def _plate_row(row: Array) -> PlateRow:
    to, top_width, top, web, bottom_width, bottom = _exact(row)
    return to, top_width, top, web, bottom_width, bottom


def _exact(values: Array) -> list[float]:
    """Numbers as they are written: a ten-thousandth of a millimetre is enough."""
    return [round(float(value), 7) for value in values]


def _pier_rows(run: Run, given: LayoutBrief, *, thin: bool) -> tuple[PierRow, ...]:
    layers, series = run.reading.brief.site.strata(), run.checks.series
    design: PileDesign = "LRFD" if run.reading.brief.codes.basis == "AASHTO" else "DA2"
    rows = []
    supports: list[Pier | Abutment] = [*run.layout.piers, *run.layout.abutments]
    for one in supports:
        count, length = piles_of(
            one, series, layers, given.piles.spacing, AIM, shorten=thin, design=design,
            parameters=run.parameters,
        )  # fmt: skip
        size = shaft_width(one, series, AIM) if isinstance(one, Pier) else one.thickness
        rows.append((one.name, size, count, length))
    return tuple(rows)


def failing(run: Run) -> dict[str, tuple[float, str]]:
    """Checks that fail somewhere, with the worst place."""
    return {
        series.name: (float(series.utilisation[series.worst]), series.place[series.worst])
        for series in run.checks.series
        if np.any(series.status == FAILS)
    }


def steel_of(run: Run) -> float:
    """Plates and strands of all girders [kg]."""
    return float(sum(run.amounts.total(kind, "kg") for kind in ("girder plates", "strands")))


def _step(number: int, run: Run) -> Step:
    worst = {}
    for series in run.checks.series:
        if not np.all(np.isnan(series.utilisation)):
            row = series.worst
            worst[series.name] = (float(series.utilisation[row]), series.place[row])
    return Step(number, steel_of(run), worst)


def _with(reading: Reading, **sections: object) -> Reading:
    """The same reading with other sections of the brief."""
    return replace(reading, brief=reading.brief.model_copy(update=sections))


def _sizeable(reading: Reading) -> Reading:
    """The reading as sizes are chosen for it; refuses what leaves nothing to choose."""
    place = reading.document.place
    if reading.brief.layout.girders.segments:
        raise InputError(
            "layout.girders.segments",
            "are given: there are no plates to choose",
            hint="take them out of the project file to let spanwright size choose",
            place=place("layout.girders.segments"),
        )
    if "sizes" in reading.document.data and not reading.document.attached:
        raise InputError(
            "sizes",
            f"stand in the project file; spanwright size writes {SIZES_FILE}",
            hint=f"move them to {SIZES_FILE}, without the leading sizes.",
            place=place("sizes"),
        )
    return _with(reading, programme=None)
