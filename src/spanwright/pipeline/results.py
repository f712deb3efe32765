"""`Run` -> `Results`: what the deliverables show, in their own words."""

from __future__ import annotations

import platform
from importlib.metadata import version

import numpy as np

from spanwright.analysis.combine import specs_of
from spanwright.analysis.girder_demands import case_components
from spanwright.analysis.traffic import DeckTraffic
from spanwright.analysis.types import Effects, Sections, TrafficExtremes
from spanwright.codes.combinations import ActionSpec, Combinations
from spanwright.codes.listing import choices
from spanwright.codes.situations import rows_of
from spanwright.datum.units import GPa, kN
from spanwright.deliverables.bill import bill
from spanwright.deliverables.results import (
    Action,
    Analysed,
    Arrangement,
    Combination,
    DrawnInfluence,
    Envelope,
    MapPlace,
    Neighbour,
    Position,
    Results,
    StageSummary,
    Summary,
)
from spanwright.engine.surfaces import Surfaces
from spanwright.layout.bars import reinforcement
from spanwright.layout.types import Layout
from spanwright.notes.book import Book, Situation
from spanwright.pipeline.bearings import bearing_demands
from spanwright.pipeline.checked import situations_of
from spanwright.pipeline.envelopes import force_envelopes
from spanwright.pipeline.evidence import evidence_of
from spanwright.pipeline.kinds import demands_at
from spanwright.pipeline.longitudinal import longitudinal_forces
from spanwright.pipeline.models import other_models
from spanwright.pipeline.stages import Run, conventions
from spanwright.project.reader import Reading
from spanwright.project.schema import Brief
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
AWAY = ("construction", "accidental", "ship", "vehicle", "seismic")  # not in lasting situations
ALTERNATIVES = (
    "thermal",
    "pier temperature",
    "wind",
    "wind with traffic",
    "wind lift",
    "wind on traffic",
    "ice",
)
CURVED = ("centrifugal",)  # cases of one action that moves
STANDARDS = {
    "EN": "EN 1990, EN 1991, EN 1992, EN 1993, EN 1994, EN 1997, EN 1998 (first generation, "
    "{annex} values)",
    "AASHTO": "AASHTO LRFD {edition} edition; temperature, earthquake and ships by EN 1991, "
    "EN 1998",
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
        actions=_actions(run),
        combinations=_combinations(run),
        effects=_effects(run),
        envelopes=_envelopes(run),
        influences=_influences(run),
        checks=run.checks,
        conventions=conventions(),
        versions=_versions(),
        works=run.works,
        position=position_of(run.reading),
        day=run.reading.brief.project.date,
        neighbours=neighbours_of(run.reading),
        bars=reinforcement(run.reading.brief, run.layout),
        analysed=Analysed(run.structure, run.static.actions, _factor_rows(run)),
        book=book_of(run),
        choices=choices(run.parameters),
        longitudinal=longitudinal_forces(run.layout, run.static),
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


def arrangement_of(reading: Reading, layout: Layout) -> Arrangement:
    """What can be drawn of a project before its analysis."""
    project = reading.brief.project
    return Arrangement(
        project.name, summary_of(reading), layout, position_of(reading), project.date,
        neighbours_of(reading), reinforcement(reading.brief, layout),
    )  # fmt: skip


def position_of(reading: Reading) -> Position | None:
    """Where the bridge stands; None where the project does not say."""
    site = reading.brief.site
    if site.latitude is None or site.longitude is None:
        return None
    on_map = None
    if site.crs is not None:
        crs = site.crs
        on_map = MapPlace(crs.name, crs.easting, crs.northing, crs.bearing, crs.scale)
    return Position(
        site.latitude, site.longitude, site.height_datum, site.bearing, site.banks, on_map
    )


def neighbours_of(reading: Reading) -> tuple[Neighbour, ...]:
    """Bridges nearby, in the bridge's own axes."""
    return tuple(
        Neighbour(
            n.name, n.use, n.year, n.distance if n.side == "left" else -n.distance, n.middle,
            n.skew, n.spans, n.forms * (len(n.spans) if len(n.forms) == 1 else 1), n.level,
            n.depth, n.truss_height, n.width, n.pier_width,
        )
        for n in reading.brief.site.neighbours
    )  # fmt: skip


def summary_of(reading: Reading) -> Summary:
    """The title block."""
    brief = reading.brief
    facts = (("Stage of design", brief.project.stage),)
    return Summary(
        title=brief.project.name,
        place=brief.site.name,
        purpose=brief.project.description,
        standards=(_standards(brief),),
        facts=facts,
    )


def _standards(brief: Brief) -> str:
    codes = brief.codes
    return STANDARDS[codes.basis].format(annex=codes.annex, edition=codes.edition)


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


def _actions(run: Run) -> tuple[Action, ...]:
    found = [
        Action(case.name, "", case.value, case.clause, case.stage, case.tag)
        for case in run.static.cases
    ]
    found += _lrfd_traffic(run) if _is_lrfd(run) else _road_traffic(run)
    return tuple(found)


def _is_lrfd(run: Run) -> bool:
    return run.reading.brief.codes.basis == "AASHTO"


def _lrfd_traffic(run: Run) -> list[Action]:
    found = [
        Action("HL-93", "LL+IM", "truck or tandem times 1.33 with 9.3 kN/m a lane; 90 % of two "
               "trucks for minima", "AASHTO 3.6.1.2, 3.6.1.3", "short term", "read"),
        Action("HL-93 fatigue truck", "", "325 kN, 9 m rear spacing, times 1.15",
               "AASHTO 3.6.1.4", "short term", "read"),
    ]  # fmt: skip
    if len(run.layout.road.footways):
        found.append(
            Action("pedestrians", "PL", "3.6 kN/m2", "AASHTO 3.6.1.6", "short term", "read")
        )
    return found


def _road_traffic(run: Run) -> list[Action]:
    found: list[Action] = []
    low, high = sorted(float(k) for k in run.layout.road.kerbs)
    alpha = run.parameters.number
    found.append(
        Action(
            "LM1 tandem systems (TS)", "Q_ik",
            f"alpha_Q1 {alpha('lm1.alpha_Q1'):g} x 300 kN axles, 200, 100 in lanes 2, 3",
            "EN 1991-2 4.3.2", "short term", "read",
        )
    )  # fmt: skip
    found.append(
        Action(
            "LM1 uniform load (UDL)", "q_ik",
            f"9.0 / 2.5 kN/m2 on {high - low:g} m between barriers, adverse parts only",
            "EN 1991-2 4.3.2", "short term", "read",
        )
    )  # fmt: skip
    found.append(
        Action("LM2", "Q_ak", "one axle of 400 kN or one wheel of 200 kN", "EN 1991-2 4.3.3",
               "short term", "read")
    )  # fmt: skip
    if len(run.layout.road.footways):
        found.append(
            Action("footways with LM1", "q_fk", "3.0 kN/m2, adverse parts only",
                   "EN 1991-2 Table 4.4a", "short term", "remembered")
        )  # fmt: skip
    flow = run.demands.fatigue.flow
    found.append(
        Action(
            "FLM3", "", f"{4 * 120:d} kN, {flow:,.0f} lorries a year and slow lane",
            "EN 1991-2 4.6.4", "short term", "remembered",
        )
    )  # fmt: skip
    return found


def _combinations(run: Run) -> tuple[Combination, ...]:
    specs = [s for s in specs_of(run.static.cases) if s.kind not in (*AWAY, *CURVED)]
    # One of each family of alternatives is enough to show the rule.
    shown: dict[str, ActionSpec] = {}
    for spec in specs:
        key = spec.kind if spec.kind in ALTERNATIVES else spec.name
        shown.setdefault(key, spec)
    parts = (*run.decks[0].rules.parts, *_turning(run))
    specs = [*shown.values(), *(ActionSpec(k, k) for k in parts)]
    basis = situations_of(run.reading.brief.codes.basis)
    found = []
    more = ("Service III", "Service IV") if _is_lrfd(run) else ()  # stated, nothing is checked
    for situation in (*basis.ultimate[1], *basis.characteristic[1], *basis.frequent[1], *more):
        rows = rows_of(specs, situation, run.parameters)
        for index, name in enumerate(rows.names):
            found.append(Combination(name, situation, rows.text(index), rows.clause[index]))
    return tuple(found)


def _turning(run: Run) -> tuple[str, ...]:
    """The centrifugal force, one action wherever it stands; none on a straight bridge."""
    return CURVED if any(case.kind in CURVED for case in run.static.cases) else ()


def _factor_rows(run: Run) -> tuple[Combinations, ...]:
    """Factor rows of the situations the checks use, alternatives each in their own rows."""
    every, rules = specs_of(run.static.cases), run.decks[0].rules
    lasting = [s for s in every if s.kind not in (*AWAY, *CURVED)]
    single = () if rules.single is None else (rules.single.name,)
    lasting += [ActionSpec(kind, kind) for kind in (*rules.parts, *single, *_turning(run))]
    building = [s for s in every if s.kind in ("permanent", "construction")]
    basis = situations_of(run.reading.brief.codes.basis)
    situations = (*basis.ultimate[1], *basis.characteristic[1], *basis.frequent[1])
    return (
        *(rows_of(lasting, situation, run.parameters) for situation in situations),
        rows_of(building, basis.construction, run.parameters),
    )


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


def _envelopes(run: Run) -> tuple[Envelope, ...]:
    ultimate = force_envelopes(run.static, run.demands.ultimate)
    service = force_envelopes(run.static, run.demands.characteristic)
    n = len(run.structure.table.station)
    sag = Envelope(
        component="deflection",
        unit="m",
        situation="HL-93" if _is_lrfd(run) else "LM1 frequent",
        over="section",
        permanent=np.full(n, np.nan),
        maximum=run.demands.deflection,
        minimum=np.zeros(n),
        max_cause=run.demands.deflection_cause,
    )
    fatigue = _fatigue_states(run) if _is_lrfd(run) else ()
    return (*ultimate, *service, *fatigue, *_other_models(run), sag, *_bearings(run))


def _fatigue_states(run: Run) -> tuple[Envelope, ...]:
    """My and Vz of the fatigue truck in the lane that stresses each section most, factored."""
    fatigue, n = run.demands.fatigue, len(run.structure.table.station)
    action = [ActionSpec("fatigue truck", "fatigue truck")]
    found = []
    for state in ("Fatigue I", "Fatigue II"):
        factor = float(rows_of(action, state, run.parameters).unfavourable.max())
        for component, unit, most, least in (
            ("My", "N m", fatigue.moment_max, fatigue.moment_min),
            ("Vz", "N", fatigue.shear_max, fatigue.shear_min),
        ):
            found.append(
                Envelope(
                    component, unit, state, "section", np.full(n, np.nan), factor * most,
                    factor * least,
                )
            )  # fmt: skip
    return tuple(found)


def _other_models(run: Run) -> tuple[Envelope, ...]:
    """My and Vz of the further load models, characteristic and alone."""
    n = len(run.structure.table.station)
    found = []
    for index, model in enumerate(other_models(run.reading)):
        doubt = "" if model.verified else " (unverified)"
        for column, (component, unit) in enumerate((("My", "N m"), ("Vz", "N"))):
            value = np.zeros((2, n))
            cause = np.full((2, n), "", dtype=object)
            for deck in run.decks:
                for side, sign in enumerate((1, -1)):
                    one = deck.others[index].take(deck.responses.force[:, column], sign)
                    value[side, deck.responses.sections] = one.value
                    cause[side, deck.responses.sections] = [
                        one.label(k) for k in range(len(one.value))
                    ]
            found.append(
                Envelope(
                    component,
                    unit,
                    f"{model.name} alone, characteristic{doubt}",
                    "section",
                    np.full(n, np.nan),
                    value[0],
                    value[1],
                    max_cause=tuple(cause[0]),
                    min_cause=tuple(cause[1]),
                )
            )
    return tuple(found)


def _bearings(run: Run) -> tuple[Envelope, ...]:
    """Characteristic bearing forces: permanent alone and with traffic; compression positive."""
    kinds = np.array([case.kind for case in run.static.cases])
    down = -run.static.effects.bearing[:, :, 2]
    permanent = down[kinds == "permanent"].sum(axis=0)
    most, least = permanent.copy(), permanent.copy()
    for deck in run.decks:
        rows = deck.responses.bearing
        most[deck.responses.bearings] -= deck.heavy.take(rows, -1).value
        least[deck.responses.bearings] -= deck.heavy.take(rows, 1).value
    return (
        *_combined_bearings(run),
        Envelope(
            "Fz", "N", f"permanent and {run.decks[0].rules.heavy.name}, characteristic", "bearing",
            permanent, most, least,
        ),
    )  # fmt: skip


def _combined_bearings(run: Run) -> tuple[Envelope, ...]:
    """Fx, Fy and Fz (compression positive) of every bearing in each situation."""
    kinds = np.array([case.kind for case in run.static.cases])
    lasting = run.static.effects.bearing[kinds == "permanent"].sum(axis=0)
    found = []
    for one in bearing_demands(run.static, run.decks, run.parameters, is_lrfd=_is_lrfd(run)):
        for axis, name in enumerate(("Fx", "Fy", "Fz")):
            sign = -1.0 if name == "Fz" else 1.0
            most, least = (2 * axis, 2 * axis + 1) if sign > 0 else (2 * axis + 1, 2 * axis)
            found.append(
                Envelope(
                    name, "N", one.situation, "bearing", sign * lasting[:, axis],
                    sign * one.value[most, :, axis], sign * one.value[least, :, axis],
                    tuple(one.names[k] for k in one.combination[most]),
                    tuple(one.names[k] for k in one.combination[least]),
                    tuple(one.causes[k] if k >= 0 else "" for k in one.cause[most]),
                    tuple(one.causes[k] if k >= 0 else "" for k in one.cause[least]),
                )
            )  # fmt: skip
    return tuple(found)


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
    fails = sum(int(np.sum(s.status == 1)) for s in run.checks.series)
    verdict = "every check made passes" if fails == 0 else f"{fails} check results exceed 1.0"
    use = worst.utilisation[row]
    masses = {
        item: sum(q.amount for q in bill(run.amounts) if q.unit == "kg" and q.item == item)
        for item in ("girder plates", "strands")
    }
    steel = ", ".join(f"{item} {mass / kN:,.0f} t" for item, mass in masses.items() if mass)
    hint = "\nnext: spanwright size chooses plates, studs, shafts and piles that hold"
    hint = "" if _is_lrfd(run) else hint
    return (
        f"{verdict}; governing: {worst.name}, {use:.2f} at {worst.place[row]}\n"
        f"{steel} over {run.layout.length:,.0f} m{hint if fails else ''}"
    )
