"""`Run` -> `Results`: what the deliverables show, in their own words."""

from __future__ import annotations

import platform
from importlib.metadata import version

import numpy as np

from spanwright.analysis.girder_demands import case_components
from spanwright.analysis.traffic import DeckTraffic
from spanwright.analysis.types import Effects, Sections, TrafficExtremes
from spanwright.checks.types import FAILS
from spanwright.codes.listing import choices
from spanwright.datum.units import GPa, kN
from spanwright.deliverables.bill import bill
from spanwright.deliverables.results import Analysed, DrawnInfluence, Results, StageSummary
from spanwright.engine.surfaces import Surfaces
from spanwright.layout.bars import reinforcement
from spanwright.notes.book import Book, Situation
from spanwright.pipeline.action_lists import actions_of, combinations_of, factor_rows, is_lrfd
from spanwright.pipeline.arrangement import neighbours_of, position_of, summary_of
from spanwright.pipeline.checked import situations_of
from spanwright.pipeline.envelopes import envelopes_of
from spanwright.pipeline.evidence import evidence_of
from spanwright.pipeline.kinds import demands_at
from spanwright.pipeline.longitudinal import longitudinal_forces
from spanwright.pipeline.stages import Run, conventions
from spanwright.structure.types import STAGES

CARRIES = {
    "steel": "bare steel under its weight and the wet slab",
    "long term": "composite, permanent actions, creep by psi_L = 1.10",
    "shrinkage": "composite, shrinkage of the slab, creep by psi_L = 0.55",
    "imposed": "composite, settlements, creep by psi_L = 1.50",
    "short term": "composite, traffic, wind and temperature",
}
PRECAST_CARRIES = {
    "steel": "precast girders alone, one a span, under their weight and the wet slab",
    "long term": "girders and slab continuous, permanent actions, creep of both",
    "shrinkage": "girders and slab, creep of the girders and shrinkage, age-adjusted",
    "imposed": "girders and slab, settlements, age-adjusted",
    "short term": "girders and slab, traffic, wind and temperature",
}


def results_of(run: Run) -> Results:
    """Everything the report and the data files show."""
    return Results(
        name=run.reading.brief.project.name,
        summary=summary_of(run.reading),
        ledger=run.ledger,
        evidence=evidence_of(run.reading.register),
        notices=run.notices,
        layout=run.layout,
        quantities=bill(run.amounts),
        stages=_stages(run),
        actions=actions_of(run),
        combinations=combinations_of(run),
        effects=_effects(run),
        envelopes=envelopes_of(run),
        influences=_influences(run),
        checks=run.checks,
        conventions=conventions(),
        versions=_versions(),
        works=run.works,
        position=position_of(run.reading),
        day=run.reading.brief.project.date,
        neighbours=neighbours_of(run.reading),
        bars=reinforcement(run.reading.brief, run.layout),
        analysed=Analysed(run.structure, run.static.actions, factor_rows(run)),
        book=book_of(run),
        choices=choices(run.parameters),
        longitudinal=longitudinal_forces(run.layout, run.static),
        written=run.reading.document.data,
    )


def book_of(run: Run) -> Book:
    """What the calculation notes of a run are written from."""
    basis = run.reading.brief.codes.basis
    states = situations_of(basis)
    loaded = (states.ultimate, states.characteristic, states.frequent)
    found = {name: Situation(covered) for name, covered in loaded}
    found |= {name: Situation((name,)) for name in ("ULS accidental", "ULS seismic")}
    found[states.construction] = Situation((states.construction,), False, "steel")
    found[states.quasi_permanent[0]] = Situation(states.quasi_permanent, False)
    structure = run.structure
    rows = structure.steel_rows
    return Book(
        basis, run.girders, demands_at(run.demands, rows), run.layout.decks, run.static.cases,
        case_components(run.static), run.traffic, run.parameters, found, run.events,
        run.reading.brief.codes.edition,
        demands_at(run.demands, structure.precast_rows), rows, structure.precast_rows,
    )  # fmt: skip


def _stages(run: Run) -> tuple[StageSummary, ...]:
    structure = run.structure
    found = []
    for stage in STAGES:
        model = structure.models[stage]
        ratio = structure.modular_ratio[stage]
        told = []
        if structure.steel_rows.size:
            told.append(CARRIES[stage] + (f"; modular ratio {ratio:.2f}" if ratio else ""))
        if structure.precast_ageing is not None:
            modulus = structure.precast_ageing.modulus[stage]
            told.append(f"{PRECAST_CARRIES[stage]}; girders {modulus / GPa:.1f} GPa")
        words = ". ".join(told)
        dofs = model.fixed.size - int(model.fixed.sum())
        springs = len(model.springs.node)
        found.append(
            StageSummary(stage, words, len(model.nodes), len(model.members), springs, dofs)
        )
    return tuple(found)


def _effects(run: Run) -> Effects:
    table = run.structure.table
    sections = Sections(
        table.deck, table.girder, table.station, table.member, table.side, table.span,
        table.at_support.astype(np.int64),
    )  # fmt: skip
    return Effects(
        sections,
        run.static.effects,
        tuple(_extremes(deck) for deck in run.decks),
        _key_surfaces(run)[0],
        run.selfchecks,
    )


def _extremes(deck: DeckTraffic) -> TrafficExtremes:
    """Extremes of My and Vz under LM1 or HL-93 at the sections of one deck."""
    found = [
        deck.heavy.take(deck.responses.force[:, column], sign)
        for column in (0, 1)
        for sign in (1, -1)
    ]
    count = sum(len(one.value) for one in found)
    return TrafficExtremes(
        deck.rules.heavy.name,
        deck.rules.parts,
        np.concatenate([one.response for one in found]),
        np.concatenate([one.sign for one in found]),
        np.concatenate([one.value for one in found]),
        np.concatenate([one.part for one in found]),
        np.zeros((count, len(deck.rules.parts), 0)),
        (),
        (),
    )


def _key_surfaces(run: Run) -> tuple[Surfaces, tuple[DrawnInfluence, ...]]:
    """The drawn surfaces of the deck with the longest span, and what governs each."""
    longest = int(np.argmax([np.max(np.diff(d.supports)) for d in run.layout.decks]))
    deck, table = run.decks[longest], run.structure.table
    drawn: list[DrawnInfluence] = []
    picked: list[int] = []
    for column, sign in ((0, 1), (0, -1), (1, 1)):  # worst sagging, hogging and shear
        load = deck.heavy.take(deck.responses.force[:, column], sign)
        at = int(np.argmax(sign * load.value))
        section = int(deck.responses.sections[at])
        drawn.append(
            DrawnInfluence(
                surface=len(picked),
                deck=longest,
                girder=int(table.girder[section]),
                station=float(table.station[section]),
                component=("My", "Vz")[column],
                unit=("N m", "N")[column],
                model=deck.rules.heavy.name,
                sign=sign,
                value=float(load.value[at]),
                label=load.label(at),
                placement=load.patches(at),
            )
        )
        picked.append(int(load.response[at]))
    full = deck.surfaces
    return (
        Surfaces(
            full.x, full.y, full.value[picked], full.slope[picked], full.jump_element[picked],
            full.jump_line[picked], full.jump[picked], tuple(full.names[k] for k in picked),
            full.spans,
        ),
        tuple(drawn),
    )  # fmt: skip


def _influences(run: Run) -> tuple[DrawnInfluence, ...]:
    return _key_surfaces(run)[1]


def _versions() -> tuple[tuple[str, str], ...]:
    from spanwright import __version__

    python = platform.python_version()
    return (
        ("spanwright", __version__),
        ("Python", python),
        *((name, version(name)) for name in ("numpy", "scipy")),
    )


def headline(run: Run) -> str:
    """One line for the terminal: the governing utilisation."""
    decided = [s for s in run.checks.series if not np.isnan(s.utilisation).all()]
    worst = max(decided, key=lambda s: float(np.nanmax(s.utilisation)))
    row = worst.worst
    use = worst.utilisation[row]
    masses = {
        item: sum(q.amount for q in bill(run.amounts) if q.unit == "kg" and q.item == item)
        for item in ("girder plates", "strands")
    }
    steel = ", ".join(f"{item} {mass / kN:,.0f} t" for item, mass in masses.items() if mass)
    hint = "\nnext: spanwright size chooses plates, studs, shafts and piles that hold"
    hint = "" if is_lrfd(run) else hint
    return (
        f"{run.checks.verdict}; governing: {worst.name}, {use:.2f} at {worst.place[row]}\n"
        f"{steel} over {run.layout.length:,.0f} m{hint if run.checks.count(FAILS) else ''}"
    )
