"""The stages in order: from a project folder to its results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from spanwright.actions.assemble import act
from spanwright.analysis.demands import Demands
from spanwright.analysis.earthquake import add_earthquake, shake
from spanwright.analysis.envelopes import PlaceTraffic
from spanwright.analysis.friction import add_friction
from spanwright.analysis.girder_demands import girder_demands
from spanwright.analysis.selfcheck import reciprocity, replay, require
from spanwright.analysis.slab import SlabEffects
from spanwright.analysis.static import Static, prepare_stages, solve_cases
from spanwright.analysis.traffic import DeckTraffic, rules_of, search_deck
from spanwright.analysis.types import SelfCheck
from spanwright.checks.curvature import unchecked_on_a_curve
from spanwright.checks.prestressed.run import check_prestressed
from spanwright.checks.run import GirderDemands, check_girders
from spanwright.checks.types import Checks, CheckSeries
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.materials.concrete import concrete
from spanwright.codes.eurocode.resistance.section import SLAB_TOP
from spanwright.datum.arrays import Bools
from spanwright.datum.errors import InputError
from spanwright.datum.ledger import Ledger, Notice
from spanwright.datum.process import Beside
from spanwright.datum.terminal import Progress
from spanwright.layout.arrange import lay_out
from spanwright.layout.bars import Reinforcement, reinforcement
from spanwright.layout.quantities import Quantities, quantities
from spanwright.layout.types import Layout
from spanwright.pipeline.basis import factors_of, motion_of, parameters_of
from spanwright.pipeline.checked import girder_effects, section_traffic, situations_of
from spanwright.pipeline.concrete import slab_checks, slab_panels
from spanwright.pipeline.events import event_checks, prestressed_event_checks
from spanwright.pipeline.kinds import demands_at, governing_rows, prestressed_demands
from spanwright.pipeline.lrfd import check_girders_lrfd, check_slabs_lrfd
from spanwright.pipeline.models import other_models
from spanwright.pipeline.movements import bearing_checks
from spanwright.pipeline.scope import unchecked
from spanwright.pipeline.sections import materials_of, prestressed_of
from spanwright.pipeline.settling import Settling, all_alike, found, ledger_lines, stated
from spanwright.pipeline.supports import support_checks
from spanwright.project.reader import Reading, read_project
from spanwright.structure.build import (
    build,
    crack_where_tension,
    girder_elements,
    options_of,
    rule_of_15_percent_holds,
)
from spanwright.structure.girders import (
    Girders,
    girders_of,
    staged_stress,
)
from spanwright.structure.prestressed import PrestressedGirders
from spanwright.structure.types import Structure
from spanwright.works.run import Options
from spanwright.works.run import run as run_works
from spanwright.works.types import Works

_T = TypeVar("_T")


class Solved(NamedTuple):
    """A structure with the effects of everything that acts on it."""

    structure: Structure
    girders: Girders | None
    prestressed: PrestressedGirders | None
    static: Static
    decks: list[DeckTraffic]
    sinking: Settling


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Everything a run computed, before anything is written.

    girders, prestressed : the sections of each kind, None where the bridge has none of it; rows of
    `structure.table` belong to them by `structure.steel_rows` and `structure.precast_rows`
    demands : at all rows of the table
    """

    reading: Reading
    layout: Layout
    amounts: Quantities
    parameters: Parameters
    structure: Structure
    girders: Girders | None
    prestressed: PrestressedGirders | None
    static: Static
    decks: tuple[DeckTraffic, ...]
    demands: GirderDemands
    checks: Checks
    selfchecks: tuple[SelfCheck, ...]
    ledger: Ledger
    notices: tuple[Notice, ...]
    works: Works | None
    traffic: tuple[PlaceTraffic, ...]
    events: tuple[Demands, ...]


def analyse(project: Path, progress: Progress) -> Run:
    """Read, lay out, model, load, solve and check; raises what a user can mend."""
    with progress("reading the project"):
        reading = read_project(project)
    return analyse_reading(reading, progress)


def analyse_reading(reading: Reading, progress: Progress) -> Run:
    """Everything after the reading."""
    parameters = parameters_of(reading)
    with progress("general arrangement and quantities"):
        layout, lines, notes = _located(
            reading, lambda: lay_out(reading.brief, alignment=reading.axis)
        )
        amounts = quantities(layout)
    # the works and the slab need the arrangement alone
    works_later = Beside(lambda: works_of(reading, layout, amounts))
    panels_later = Beside(lambda: panels_of(reading, layout, parameters))
    solved, remarks = solve_bridge(reading, layout, amounts, parameters, progress)
    structure, girders, prestressed, static, decks, sinking = solved
    bars = reinforcement(reading.brief, layout)
    with progress("combinations"):
        traffic = section_traffic(decks)
        demands = girder_effects(
            reading.brief, layout, structure, static, decks, traffic, parameters
        )
    supports_later = Beside(lambda: support_series(reading, layout, bars, solved, parameters))
    with progress("checks of girders and slab"):
        series, events = girder_series(reading, layout, solved, demands, traffic, parameters)
        governing = governing_rows(series, structure)
        if reading.brief.codes.basis == "EN":
            panels = panels_later.result()
            series += slab_checks(
                reading, layout, bars, structure, girders, demands, panels, parameters
            )
        else:
            series += check_slabs_lrfd(reading.brief, layout, bars)
    with progress("self-checks"):
        checked = (
            *static.selfchecks,
            *all_alike(static, sinking),
            *traffic_selfchecks(structure, static, decks, governing),
        )
        require(checked)
    with progress("checks of supports and bearings"):
        series += supports_later.result()
        left_out = (*unchecked(reading.brief), *unchecked_on_a_curve(girders))
        checks = Checks(series, left_out)
    lines = [*lines, *ledger_lines(sinking, structure)]
    with progress("programme, forecast and cost"):
        works = works_later.result()
    if works is not None:
        lines, notes = [*lines, *works.ledger], [*notes, *works.notices]
    return Run(
        reading, layout, amounts, parameters, structure, girders, prestressed, static, tuple(decks),
        demands, checks, checked, reading.ledger.plus(lines),
        (*reading.notices, *notes, *remarks), works, tuple(traffic), events,
    )  # fmt: skip


def girder_series(
    reading: Reading,
    layout: Layout,
    solved: Solved,
    demands: GirderDemands,
    traffic: Sequence[PlaceTraffic],
    parameters: Parameters,
) -> tuple[tuple[CheckSeries, ...], tuple[Demands, ...]]:
    """The checks of the girders, each kind by its own rules, and the design effects of plate
    girders in accidents and earthquakes."""
    girders, static, decks = solved.girders, solved.static, layout.decks
    series: tuple[CheckSeries, ...] = ()
    events: tuple[Demands, ...] = ()
    if girders is not None:
        rows = solved.structure.steel_rows
        own = demands_at(demands, rows)
        if reading.brief.codes.basis == "AASHTO":
            edition = reading.brief.codes.edition
            return check_girders_lrfd(girders, own, static, layout, edition), ()
        more, events = event_checks(girders, static, traffic, rows, layout, parameters)
        series = (*check_girders(girders, own, decks), *more)
    if solved.prestressed is not None:
        precast = prestressed_demands(demands, static, solved.structure.precast_rows)
        series += check_prestressed(solved.prestressed, precast, decks)
        series += prestressed_event_checks(
            solved.prestressed, precast, static, traffic, solved.structure.precast_rows, layout,
            parameters,
        )  # fmt: skip
    return series, events


def support_series(
    reading: Reading,
    layout: Layout,
    bars: Reinforcement,
    solved: Solved,
    parameters: Parameters,
) -> tuple[CheckSeries, ...]:
    """The checks of piers, abutments, foundations and bearings."""
    structure, girders, prestressed, static, decks, sinking = solved
    sections = (girders, prestressed)
    return (
        *support_checks(
            reading, layout, bars, structure, static, decks, parameters, sinking.amount
        ),
        *bearing_checks(reading, layout, structure, sections, static, decks, parameters),
    )


def arrange(reading: Reading) -> Layout:
    """The layout alone."""
    return _located(reading, lambda: lay_out(reading.brief, alignment=reading.axis))[0]


def solve_bridge(
    reading: Reading,
    layout: Layout,
    amounts: Quantities,
    parameters: Parameters,
    progress: Progress,
) -> tuple[Solved, tuple[Notice, ...]]:
    """Model, actions and effects, with the slab cracked over inner supports.

    Where the 15 % rule does not apply, an uncracked run says where the slab cracks (EN 1994-2
    5.4.2.3(2)) and the model is solved again.
    """
    options = options_of(reading.brief)
    if rule_of_15_percent_holds(layout):
        with progress("structural model in its stages"):
            structure = build(layout, options)
        return effects_of(reading, layout, amounts, structure, parameters, progress), ()
    with progress("uncracked model in its stages"):
        trial = build(layout, options, cracked=np.zeros(girder_elements(layout, options), bool))
    first = effects_of(reading, layout, amounts, trial, parameters, progress)
    with progress("where the slab cracks"):
        mask = cracked_members(first, reading, parameters)
        structure = build(layout, options, cracked=mask)
    text = (
        "neighbouring spans differ by more than 0.6: the slab is cracked where an uncracked run "
        f"exceeds 2 f_ctm ({int(mask.sum())} of {len(mask)} girder elements)"
    )
    solved = effects_of(reading, layout, amounts, structure, parameters, progress)
    return solved, (Notice("analysis.cracked_length", text, "info"),)


def cracked_members(solved: Solved, reading: Reading, parameters: Parameters) -> Bools:
    """Girder elements whose slab exceeds 2 f_ctm under the characteristic combination."""
    demands = girder_demands(
        solved.static,
        section_traffic(solved.decks),
        situations_of(reading.brief.codes.basis).characteristic[1],
        parameters,
    )
    rows = solved.structure.steel_rows
    tension = np.full(len(solved.structure.table.station), -np.inf)
    if solved.girders is not None:
        tension[rows] = np.max(
            [
                staged_stress(solved.girders, m[:, rows], hogging=False)[SLAB_TOP]
                for m in demands.moment
            ],
            axis=0,
        )
    f_ctm = concrete(reading.brief.materials.slab).f_ctm
    return crack_where_tension(solved.structure, tension, f_ctm)


def effects_of(
    reading: Reading,
    layout: Layout,
    amounts: Quantities,
    structure: Structure,
    parameters: Parameters,
    progress: Progress,
) -> Solved:
    """Actions, static effects and placed traffic of one structure."""
    with progress("actions"):
        girders = girders_of(
            structure, materials_of(reading, layout, parameters), factors_of(parameters)
        )
        prestressed = prestressed_of(reading, layout, structure, parameters)
        sinking = stated(reading, structure)
        sections = (girders, prestressed)
        actions = act(
            reading.brief, layout, amounts, structure, *sections, parameters, sinking.amount
        )
    with progress("effects of permanent, thermal and wind actions"):
        static = solve_cases(structure, actions, prepare_stages(structure))
        if sinking.computed:
            sinking = found(sinking, reading, layout, structure, static, parameters)
            actions = act(
                reading.brief, layout, amounts, structure, *sections, parameters, sinking.amount
            )
            static = solve_cases(structure, actions, static.prepared)
    static = add_friction(static, layout, structure, parameters)
    ready = static.prepared["short term"]
    motion = None if reading.brief.site.earthquake is None else motion_of(reading, parameters)
    shaken = None if motion is None else Beside(lambda: shake(ready, structure, motion))
    decks, others = [], other_models(reading)
    rules = rules_of(reading.brief.codes.basis, parameters, others)
    for index, deck in enumerate(layout.decks):
        with progress(f"influence surfaces and traffic, deck {deck.name}"):
            decks.append(search_deck(layout, structure, ready, index, rules, others))
    if shaken is not None:
        with progress("earthquake by response spectrum"):
            static = add_earthquake(static, shaken.result())
    return Solved(structure, girders, prestressed, static, decks, sinking)


def works_of(reading: Reading, layout: Layout, amounts: Quantities) -> Works | None:
    """Programme, forecast and cost, where the project file has a programme."""
    if reading.brief.programme is None:
        return None
    options = Options(samples=SAMPLES, bars=BARS)
    return _located(
        reading,
        lambda: run_works(reading.brief, reading.register, layout, amounts, options),
    )


def panels_of(reading: Reading, layout: Layout, parameters: Parameters) -> list[SlabEffects]:
    """Local effects on the deck slabs; none where the basis has no local checks of the slab."""
    return [] if reading.brief.codes.basis == "AASHTO" else slab_panels(layout, parameters)


def _located(reading: Reading, stage: Callable[[], _T]) -> _T:
    """Give an input error of a later stage the line its address stands on."""
    try:
        return stage()
    except InputError as error:
        place = error.place or reading.document.place(error.address)
        raise InputError(
            error.address, error.expected, got=error.got, hint=error.hint, place=place
        ) from None


SAMPLES = 10_000  # simulated programmes in a run; `spanwright forecast` takes more
BARS = 2_000  # at each end of the tornado: both ends share their draws, so few tell a difference


def traffic_selfchecks(
    structure: Structure,
    static: Static,
    decks: list[DeckTraffic],
    governing: set[int],
) -> list[SelfCheck]:
    """Reciprocity of every deck, and its governing placements solved again.

    governing : of `governing_rows`

    Replayed are the placements of LM1 or HL-93 for both components and signs at every section
    where a girder check has its largest utilisation, and where the component itself is largest.
    """
    ready = static.prepared["short term"]
    checks = []
    for index, deck in enumerate(decks):
        checks.append(reciprocity(structure, index, deck.responses, deck.surfaces))
        own = np.flatnonzero(np.isin(deck.responses.sections, sorted(governing)))
        for column, name in enumerate(("My", "Vz")):
            for sign, word in ((1, "largest"), (-1, "smallest")):
                found = deck.heavy.take(deck.responses.force[:, column], sign)
                rows = np.union1d(own, [np.argmax(np.abs(found.value))])
                checks.append(
                    replay(
                        f"{deck.rules.heavy.name} for the {word} {name}, deck {index + 1}",
                        ready,
                        structure.lines[index],
                        deck.responses,
                        [int(found.response[k]) for k in rows],
                        [found.patches(int(k)) for k in rows],
                        found.value[rows],
                    )
                )
    return checks


def conventions() -> str:
    """Axes and signs as shipped with the engine."""
    return files("spanwright.engine").joinpath("conventions.md").read_text(encoding="utf-8")
