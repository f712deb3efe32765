"""Envelopes of a run as the report draws them."""

from __future__ import annotations

import numpy as np

from spanwright.analysis.demands import TARGETS, Demands
from spanwright.analysis.static import Static
from spanwright.codes.combinations import ActionSpec
from spanwright.codes.situations import rows_of
from spanwright.datum.arrays import Array, Ints
from spanwright.deliverables.results import Envelope
from spanwright.pipeline.action_lists import is_lrfd
from spanwright.pipeline.bearings import bearing_demands
from spanwright.pipeline.models import other_models
from spanwright.pipeline.stages import Run


def envelopes_of(run: Run) -> tuple[Envelope, ...]:
    """Forces and deflections of the girder sections, other load models and bearings."""
    ultimate = _force_envelopes(run.static, run.demands.ultimate)
    service = _force_envelopes(run.static, run.demands.characteristic)
    n = len(run.structure.table.station)
    sag = Envelope(
        component="deflection",
        unit="m",
        situation="HL-93" if is_lrfd(run) else "LM1 frequent",
        over="section",
        permanent=np.full(n, np.nan),
        maximum=run.demands.deflection,
        minimum=np.zeros(n),
        max_cause=run.demands.deflection_cause,
    )
    fatigue = _fatigue_states(run) if is_lrfd(run) else ()
    return (*ultimate, *service, *fatigue, *_other_models(run), sag, *_bearings(run))


def _force_envelopes(static: Static, demands: Demands) -> tuple[Envelope, Envelope]:
    """My and Vz of one situation at all girder sections."""
    permanent = _permanent(static)
    moment, shear = demands.moment.sum(axis=1), demands.shear.sum(axis=1)
    return (
        _one(demands, "My", "N m", permanent[:, 4], moment, TARGETS.index("My max")),
        _one(demands, "Vz", "N", permanent[:, 2], shear, TARGETS.index("Vz max")),
    )


def _permanent(static: Static) -> Array:
    """Characteristic permanent effects of all stages.  (n, 6)"""
    rows = [i for i, case in enumerate(static.cases) if case.kind == "permanent"]
    return np.asarray(static.effects.force[rows].sum(axis=0))


def _one(
    demands: Demands, component: str, unit: str, permanent: Array, value: Array, first: int
) -> Envelope:
    return Envelope(
        component=component,
        unit=unit,
        situation=demands.situation,
        over="section",
        permanent=permanent,
        maximum=value[first],
        minimum=value[first + 1],
        max_combination=_names(demands, demands.combination[first]),
        min_combination=_names(demands, demands.combination[first + 1]),
        max_cause=_causes(demands, demands.cause[first]),
        min_cause=_causes(demands, demands.cause[first + 1]),
    )


def _names(demands: Demands, rows: Ints) -> tuple[str, ...]:
    return tuple(demands.names[k] for k in rows)


def _causes(demands: Demands, rows: Ints) -> tuple[str, ...]:
    return tuple(demands.causes[k] if k >= 0 else "" for k in rows)


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
    for one in bearing_demands(run.static, run.decks, run.parameters, is_lrfd=is_lrfd(run)):
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
