"""Results as labelled arrays, for notebooks: ``spanwright.deliverables.labelled(results)``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from spanwright.checks.types import STATUS, CheckSeries
from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.results import Envelope, Results
from spanwright.deliverables.tables import slug

if TYPE_CHECKING:
    from xarray import Dataset

PARTS = ("permanent", "maximum", "minimum")


def labelled(results: Results) -> dict[str, Dataset]:
    """xarray datasets: "sections", "bearings", "cases", and "check: <name>" for every check.

    All numbers are SI; every variable has its ``units`` and every row its coordinates (deck,
    girder, station ...), so ``labelled(results)["sections"].My_uls_persistent_maximum`` can be
    selected and plotted by station.  Raises MissingExtra without xarray.
    """
    try:
        import xarray
    except ImportError:
        raise MissingExtra(
            "labelled results need xarray; install it with: pip install 'spanwright[tables]'"
        ) from None
    sections, bearings = _section_coordinates(results), _bearing_coordinates(results)
    out = {
        "sections": xarray.Dataset(_envelopes(results, "section"), sections),
        "bearings": xarray.Dataset(_envelopes(results, "bearing"), bearings),
        "cases": _cases(xarray, results, sections, bearings),
    }
    seen: Counter[str] = Counter()
    for series in results.checks.series:
        seen[series.name] += 1
        again = f" #{seen[series.name]}" if seen[series.name] > 1 else ""
        out[f"check: {series.name}{again}"] = _check(xarray, series)
    return out


def _section_coordinates(results: Results) -> dict[str, Any]:
    at, decks = results.effects.sections, results.layout.decks
    pairs = list(zip(at.deck.tolist(), at.girder.tolist(), strict=True))
    return {
        "deck": ("section", [decks[d].name for d, _ in pairs]),
        "girder": ("section", [decks[d].girders[g].name for d, g in pairs]),
        "span": ("section", at.span),
        "station": ("section", at.station, {"units": "m"}),
        "side": ("section", at.side, {"meaning": "0 just after, 1 just before the station"}),
    }


def _bearing_coordinates(results: Results) -> dict[str, Any]:
    bearings = results.layout.bearings
    return {
        "support": ("bearing", [b.support for b in bearings]),
        "bearing_deck": ("bearing", [b.deck for b in bearings]),
        "bearing_girder": ("bearing", [b.girder for b in bearings]),
        "bearing_station": ("bearing", [b.station for b in bearings], {"units": "m"}),
    }


def _envelopes(results: Results, over: str) -> dict[str, Any]:
    def name(envelope: Envelope, part: str) -> str:
        return f"{envelope.component}_{slug(envelope.situation)}_{part}"

    return {
        name(envelope, part): (over, getattr(envelope, part), {"units": envelope.unit})
        for envelope in results.envelopes
        if envelope.over == over
        for part in PARTS
    }


def _cases(
    xarray: Any, results: Results, sections: dict[str, Any], bearings: dict[str, Any]
) -> Dataset:
    cases = results.effects.cases
    components = ["N", "Vy", "Vz", "T", "My", "Mz"]
    made: Dataset = xarray.Dataset(
        {
            "force": (("case", "section", "component"), cases.force, {"units": "N, N m"}),
            "deflection": (("case", "section"), cases.deflection, {"units": "m"}),
            "bearing_force": (
                ("case", "bearing", "bearing_component"), cases.bearing, {"units": "N, N m"}
            ),
        },
        {"case": list(cases.names), "stage": ("case", list(cases.stages)),
         "component": components, **sections, **bearings},
    )  # fmt: skip
    return made


def _check(xarray: Any, series: CheckSeries) -> Dataset:
    made: Dataset = xarray.Dataset(
        {
            "demand": ("row", series.demand, {"units": series.unit}),
            "resistance": ("row", series.resistance, {"units": series.unit}),
            "utilisation": ("row", series.utilisation, {"units": "1"}),
            "status": ("row", np.array(STATUS)[series.status]),
            "combination": ("row", list(series.combination)),
            "cause": ("row", list(series.cause)),
        },
        {"place": ("row", list(series.place)), "station": ("row", series.station, {"units": "m"}),
         "deck_index": ("row", series.deck), "girder_index": ("row", series.girder)},
        {"clause": series.clause, "situation": series.situation, "element": series.element,
         "evidence": series.tag},
    )  # fmt: skip
    return made
