"""Plates for given forces: thicken what fails where it gains most, thin what can be thinned.

The forces of the last analysis are held while the plates move; `iterate` then analyses again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

import numpy as np

from spanwright.checks.run import GirderDemands, check_girders
from spanwright.checks.types import NOT_CHECKED, CheckSeries
from spanwright.datum.arrays import Array, Bools, Ints, floats
from spanwright.layout.types import Deck
from spanwright.sizing.design import (
    THICKNESSES,
    WIDTH_STEP,
    Design,
    area_of,
    is_thickest,
    least_thickness,
    narrowed,
    segment_of,
    tidy,
    widened,
)
from spanwright.sizing.stock import thicker, thinner, updated
from spanwright.structure.girders import Girders, composite_girders
from spanwright.structure.types import Structure

ROUNDS: Final = 40
GAIN: Final = 2e-3  # a step that lowers the utilisation by less does not answer it
JUMP: Final = 1.15  # above it the proportional update jumps, below it one step is tried
TINY: Final = 1e-9
MOVES: Final = tuple(move for move in product((-1, 0, 1), repeat=3) if -1 in move)
SINGLE: Final = tuple(move for move in MOVES if sorted(move) == [-1, 0, 0])
PAIRS: Final = tuple(move for move in MOVES if move.count(0) == 1)
COLUMNS: Final = (
    "top_width", "top_thickness", "web_thickness", "bottom_width", "bottom_thickness",
)  # fmt: skip
Rules = Callable[[Girders], tuple[CheckSeries, ...]]
# Studs and bars answer these, and held forces cannot move the deflection.
OTHERS: Final = ("stud", "reinforcement", "bars", "crack", "deflection", "longitudinal")


def answers_to_plates(series: CheckSeries) -> bool:
    """Whether a check of the girders is one that plates answer."""
    if series.element != "girder":
        return False
    if series.name.startswith("fatigue of studs"):
        return False
    return not any(word in series.name for word in OTHERS)


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """An analysed bridge on which plates are tried with the forces held.

    segment : (n,) segment of each section;  depth : (s,) steel depth where it is greatest [m]
    silent  : check -> (n,) rows without an answer at the start, which plates need not give
    rules   : the girder checks of the run's basis, None: those of the Eurocodes
    """

    structure: Structure
    girders: Girders
    demands: GirderDemands
    decks: tuple[Deck, ...]
    design: Design
    segment: Ints
    depth: Array
    silent: dict[str, Bools] = field(default_factory=dict)
    rules: Rules | None = None

    def tried(self, plates: Array) -> Girders:
        """The sections with other plates, the outer depth unchanged.  plates (s, 5)"""
        table = self.girders.table
        columns = dict(zip(COLUMNS, plates[self.segment].T, strict=True))
        outer = table.web_height + table.top_thickness + table.bottom_thickness
        height = outer - columns["top_thickness"] - columns["bottom_thickness"]
        moved = replace(table, **columns, web_height=floats(height))
        materials, factors = self.girders.materials, self.girders.factors
        return composite_girders(self.structure, moved, materials, factors)

    def series(self, plates: Array) -> tuple[CheckSeries, ...]:
        """Every girder check with other plates."""
        girders = self.tried(plates)
        if self.rules is not None:
            return self.rules(girders)
        return check_girders(girders, self.demands, self.decks)

    def utilisation(self, plates: Array) -> Array:
        """Greatest utilisation of each segment by the checks plates answer.  (s, 5) -> (s,)

        A row that has lost its answer counts as failed: plates must stay where the rules reach.
        """
        worst = np.zeros(len(plates))
        for series in self.series(plates):
            if answers_to_plates(series):
                use = np.where(np.isnan(series.utilisation), np.inf, series.utilisation)
                silent = self.silent.get(series.name, series.status == NOT_CHECKED)
                use = np.where(silent, 0.0, use)
                np.maximum.at(worst, self.segment, use)
        return worst


def bench_of(
    structure: Structure,
    girders: Girders,
    demands: GirderDemands,
    decks: tuple[Deck, ...],
    design: Design,
    rules: Rules | None = None,
) -> Bench:
    """A bench for a design that has been analysed."""
    segment = segment_of(design, girders.table)
    table = girders.table
    depth = np.zeros(len(design.deck))
    np.maximum.at(depth, segment, table.web_height + table.top_thickness + table.bottom_thickness)
    bench = Bench(structure, girders, demands, decks, design, segment, depth, rules=rules)
    silent = {
        series.name: np.isnan(series.utilisation) | (series.status == NOT_CHECKED)
        for series in bench.series(design.plates)
    }
    return replace(bench, silent=silent)


def fitted(bench: Bench, aim: float, *, thin: bool) -> tuple[Design, Bools]:
    """Plates whose utilisation is at most `aim` under the bench's forces, with little steel.

    thin : whether plates may become thinner than they are
    returns the design and the segments no plate could bring below the aim  (s,)
    """
    plates, stuck = _moved(bench, np.array(bench.design.plates), aim, thin=thin)
    wider = widened(bench.design.deck, plates)
    if np.any(wider != plates):
        plates, stuck = _moved(bench, wider, aim, thin=True)
    if thin:
        plates, stuck = _narrower(bench, plates, stuck, aim)
    return bench.design.with_plates(plates), stuck


def _narrower(bench: Bench, plates: Array, stuck: Bools, aim: float) -> tuple[Array, Bools]:
    """The bottom flange as narrow as comfortable plates allow, where that saves steel."""
    deck, length = bench.design.deck, bench.design.end - bench.design.start
    for margin in (0.0, WIDTH_STEP, 2 * WIDTH_STEP):
        start = narrowed(deck, plates, margin)
        if np.all(start == plates):
            break
        other, others_stuck = _moved(bench, start, aim, thin=True)
        less = area_of(plates, bench.depth) - area_of(other, bench.depth)
        fits = np.all(widened(deck, other) == other) and not np.any(others_stuck & ~stuck)
        if fits and float(np.sum(less * length)) > TINY:
            return other, others_stuck
    return plates, stuck


def _moved(bench: Bench, plates: Array, aim: float, *, thin: bool) -> tuple[Array, Bools]:
    plates, stuck = _thickened(bench, plates, aim)
    return (_thinned(bench, plates, aim, stuck) if thin else plates), stuck


def _thickened(bench: Bench, plates: Array, aim: float) -> tuple[Array, Bools]:
    """Where a segment fails, the plate that lowers its utilisation most per added steel grows."""
    use = bench.utilisation(plates)
    stuck = np.zeros(len(plates), dtype=bool)
    for _ in range(ROUNDS):
        over = (use > aim) & ~stuck
        if not over.any():
            break
        now = area_of(plates, bench.depth)
        rate = np.full((len(THICKNESSES), len(plates)), -np.inf)
        for row, column in enumerate(THICKNESSES):
            trial = np.array(plates)
            trial[over, column] = thicker(plates[over, column])
            gain = use - bench.utilisation(trial)
            added = np.maximum(area_of(trial, bench.depth) - now, 1e-9)
            useful = over & (gain > GAIN) & ~is_thickest(plates, column)
            rate[row, useful] = gain[useful] / added[useful]
        stuck |= over & np.all(np.isinf(rate), axis=0)
        best = np.argmax(rate, axis=0)
        moved = np.array(plates)
        for row, column in enumerate(THICKNESSES):
            chosen = over & ~stuck & (best == row)
            one = thicker(plates[chosen, column])
            # Half of the update: the other plates of the section answer the rest.
            far = updated(plates[chosen, column], use[chosen] / aim, 0.5)
            moved[chosen, column] = np.where(use[chosen] > JUMP, np.maximum(one, far), one)
        plates = tidy(bench.design.deck, moved)
        use = bench.utilisation(plates)
    return plates, stuck | (use > aim)


def _thinned(bench: Bench, plates: Array, aim: float, stuck: Bools) -> Array:
    """Step by step, the change that saves most steel and still suffices.

    First single plates become thinner; then two plates move together, where one that grows lets
    the other shrink more (a thinner top flange may take the web out of compression).
    """
    for moves in (SINGLE, PAIRS):
        for _ in range(ROUNDS):
            trials = [_stepped(plates, move, stuck) for move in moves]
            now = area_of(plates, bench.depth)
            saving = np.zeros((len(moves), len(plates)))
            for row, trial in enumerate(trials):
                less = now - area_of(trial, bench.depth)
                if np.any(less > TINY):
                    enough = (less > TINY) & (bench.utilisation(trial) <= aim)
                    saving[row, enough] = less[enough]
            best, segments = np.argmax(saving, axis=0), np.arange(len(plates))
            chosen = saving[best, segments] > 0
            moved = np.where(chosen[:, None], np.stack(trials)[best, segments], plates)
            # A plate that its thick neighbour holds up is raised again: then nothing is saved.
            moved = tidy(bench.design.deck, moved)
            saved = float(np.sum(now - area_of(moved, bench.depth)))
            if saved <= TINY or np.any(bench.utilisation(moved)[~stuck] > aim):
                break
            plates = moved
    return plates


def _stepped(plates: Array, move: tuple[int, ...], stuck: Bools) -> Array:
    """Plates one step thinner (-1) or thicker (1); a segment where that cannot be is left alone."""
    trial = np.array(plates)
    for column, step in zip(THICKNESSES, move, strict=True):
        if step:
            trial[:, column] = (thicker if step > 0 else thinner)(plates[:, column])
    possible = ~stuck
    for column in THICKNESSES:
        possible &= trial[:, column] >= least_thickness(trial, column) - TINY
    return np.where(possible[:, None], trial, plates)
