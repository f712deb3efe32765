"""The actions of a run and the rules that combine them, as the report lists them."""

from __future__ import annotations

from spanwright.analysis.combine import specs_of
from spanwright.codes.combinations import ActionSpec, Combinations
from spanwright.codes.situations import rows_of
from spanwright.deliverables.results import Action, Combination
from spanwright.pipeline.checked import situations_of
from spanwright.pipeline.stages import Run

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


def actions_of(run: Run) -> tuple[Action, ...]:
    """Every load case with its size and clause, and the models of traffic."""
    found = [
        Action(case.name, "", case.value, case.clause, case.stage, case.tag)
        for case in run.static.cases
    ]
    found += _lrfd_traffic(run) if is_lrfd(run) else _road_traffic(run)
    return tuple(found)


def is_lrfd(run: Run) -> bool:
    """Whether the run is by AASHTO LRFD."""
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


def combinations_of(run: Run) -> tuple[Combination, ...]:
    """The combinations of each situation as text, one of each family of alternatives."""
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
    more = ("Service III", "Service IV") if is_lrfd(run) else ()  # stated, nothing is checked
    for situation in (*basis.ultimate[1], *basis.characteristic[1], *basis.frequent[1], *more):
        rows = rows_of(specs, situation, run.parameters)
        for index, name in enumerate(rows.names):
            found.append(Combination(name, situation, rows.text(index), rows.clause[index]))
    return tuple(found)


def _turning(run: Run) -> tuple[str, ...]:
    """The centrifugal force, one action wherever it stands; none on a straight bridge."""
    return CURVED if any(case.kind in CURVED for case in run.static.cases) else ()


def factor_rows(run: Run) -> tuple[Combinations, ...]:
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
