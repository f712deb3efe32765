"""A made-up but consistent run: every element, every kind of check, every status.

Numbers are plausible, not computed by the product: the deliverables must show what they are
handed, whatever it is.  `sample_results()` is small; `sample_results(FLAGSHIP)` is 1,005 m long.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from sample_layout import OFFSETS, SMALL, sample_layout

from spanwright.analysis.types import Effects, Sections, SelfCheck, StaticCases
from spanwright.checks.types import Checks, CheckSeries, Unchecked
from spanwright.datum.ledger import Ledger, Line, Notice
from spanwright.deliverables.results import (
    Action,
    Claim,
    Combination,
    Conflict,
    Contradiction,
    DrawnInfluence,
    Envelope,
    Evidence,
    Quantity,
    Results,
    StageSummary,
    Statement,
    Summary,
)
from spanwright.engine.surfaces import Patches, Surfaces
from spanwright.layout.types import (
    Layout,
)


def _sections(layout: Layout, step: float) -> Sections:
    rows = []
    for d, deck in enumerate(layout.decks):
        supports = deck.supports
        for g, _ in enumerate(deck.girders):
            for s, (a, b) in enumerate(pairwise(supports)):
                cuts = np.linspace(a, b, max(4, int((b - a) / step)) + 1)
                for i, x in enumerate(cuts):
                    at = i in (0, len(cuts) - 1)
                    rows.append((d, g, x, len(rows) // 2, int(i == len(cuts) - 1), s, int(at)))
    columns = list(zip(*rows, strict=True))
    ints = [np.array(c, dtype=np.int64) for c in columns]
    return Sections(ints[0], ints[1], np.array(columns[2]), *ints[3:])


def _continuous_beam(supports: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Influence of My at the middle node by a unit load: values and slopes at the nodes x."""
    n = x.size
    stiffness = np.zeros((2 * n, 2 * n))
    for e, h in enumerate(np.diff(x)):
        k = (
            np.array(
                [
                    [12, 6 * h, -12, 6 * h],
                    [6 * h, 4 * h * h, -6 * h, 2 * h * h],
                    [-12, -6 * h, 12, -6 * h],
                    [6 * h, 2 * h * h, -6 * h, 4 * h * h],
                ]
            )
            / h**3
        )
        stiffness[2 * e : 2 * e + 4, 2 * e : 2 * e + 4] += k
    span = len(supports) // 2 - 1 if len(supports) > 2 else 0
    middle = int(np.argmin(abs(x - (supports[span] + supports[span + 1]) / 2)))
    h = x[middle + 1] - x[middle]
    curvature = np.array([-6, -4 * h, 6, -2 * h]) / h**2
    unit = np.zeros(2 * n)
    unit[2 * middle : 2 * middle + 4] = curvature
    held = [2 * int(np.argmin(abs(x - s))) for s in supports]
    free = np.setdiff1d(np.arange(2 * n), held)
    u = np.zeros(2 * n)
    u[free] = np.linalg.solve(stiffness[np.ix_(free, free)], unit[free])
    return -u[0::2], -u[1::2]


def _surfaces(layout: Layout) -> tuple[Surfaces, tuple[DrawnInfluence, ...]]:
    deck = layout.decks[0]
    x = np.unique(np.concatenate(
        [np.linspace(a, b, int((b - a) / 3) + 1)
         for a, b in pairwise(deck.supports)]
    ))  # fmt: skip
    y = np.array([-6.1, *OFFSETS, 6.1])
    value, slope = _continuous_beam(deck.supports, x)
    share = [0.25 + 0.3 * y * g / 4.2**2 for g in (4.2, -1.4)]
    values = np.stack([s[:, None] * value for s in share])
    slopes = np.stack([s[:, None] * slope for s in share])
    span = max(len(deck.supports) // 2 - 1, 0)
    mid = float((deck.supports[span] + deck.supports[span + 1]) / 2)
    names = (f"girder 4 @ {mid:.1f} m My", f"girder 2 @ {mid:.1f} m My")
    surfaces = Surfaces(x, y, values, slopes, np.array([-1, -1]), np.array([-1, -1]),
                        np.zeros((2, 4)), names, deck.supports)  # fmt: skip
    wheels_x = np.array([mid - 0.6, mid + 0.6] * 4)
    wheels_y = np.repeat([0.5, 2.5, 3.5, 4.9], 2)
    patch = Patches(
        wheels_x, wheels_y, np.full(8, 150e3), np.array([3.5, 0.5]),
        np.array([deck.supports[span]] * 2), np.array([deck.supports[span + 1]] * 2),
        np.array([27e3, 7.5e3]),
    )  # fmt: skip
    drawn = tuple(
        DrawnInfluence(i, 0, g, mid, "My", "N m", "LM1", 1, 7.2e6 - i * 1e6,
                       f"lane 1 y 2.0 to 5.0 m, tandem at {mid:.1f} m", patch)
        for i, g in enumerate((3, 1))
    )  # fmt: skip
    return surfaces, drawn


def _envelopes(layout: Layout, at: Sections) -> tuple[Envelope, ...]:
    length = np.array([
        np.diff(layout.decks[d].supports)[s] for d, s in zip(at.deck, at.span, strict=True)
    ])  # fmt: skip
    start = np.array([layout.decks[d].supports[s] for d, s in zip(at.deck, at.span, strict=True)])
    z = (at.station - start) / length
    last = np.array([layout.decks[d].supports.size - 2 for d in at.deck])
    left = np.where(at.span == 0, 0.0, 1.0)
    right = np.where(at.span == last, 0.0, 1.0)
    q = 45e3
    moment = q * length**2 * (z * (1 - z) / 2 - (left * (1 - z) + right * z) / 12)
    shear = q * length * (0.5 - z)
    n = at.station.size
    words = tuple("6.10 gr1a leading" for _ in range(n))
    cause = tuple(f"tandem at {x:.1f} m, lane 1 left" for x in at.station)
    out = []
    for situation, factor in (("ULS persistent", 1.35), ("SLS characteristic", 1.0)):
        swing = 0.8 * q * length**2 * (0.02 + z * (1 - z) / 4)
        out.append(Envelope("My", "N m", situation, "section", factor * moment,
                            factor * (moment + swing), factor * (moment - 0.6 * swing),
                            words, words, cause, cause))  # fmt: skip
        swing = 0.5 * q * length
        out.append(
            Envelope(
                "Vz",
                "N",
                situation,
                "section",
                factor * shear,
                factor * (shear + swing * (1 - z) ** 2),
                factor * (shear - swing * z**2),
                words,
                words,
                cause,
                cause,
            )
        )
    sag = length / 600 * np.sin(np.pi * z)
    out.append(Envelope("deflection", "m", "SLS frequent", "section", np.full(n, np.nan),
                        sag, -0.3 * sag, words, words, cause, cause))  # fmt: skip
    b = len(layout.bearings)
    steady = np.linspace(2.0e6, 3.1e6, b)
    for situation, factor in (("ULS persistent", 1.35), ("SLS characteristic", 1.0)):
        out.append(Envelope("Fz", "N", situation, "bearing", factor * steady,
                            factor * (steady + 1.4e6), factor * (steady - 0.5e6)))  # fmt: skip
    return tuple(out)


def _checks(layout: Layout, at: Sections, envelopes: tuple[Envelope, ...]) -> Checks:
    rng = np.random.default_rng(7)
    places = tuple(
        f"{layout.decks[d].name} girder {g + 1} @ {x:.1f} m"
        for d, g, x in zip(at.deck, at.girder, at.station, strict=True)
    )
    moment = envelopes[0]
    demand = np.where(abs(moment.maximum) > abs(moment.minimum), moment.maximum, moment.minimum)
    out = []
    for name, clause, situation, tag, unit, top in (
        ("bending", "EN 1994-2 6.2.1", "ULS persistent", "read", "N m", 0.94),
        ("shear", "EN 1993-1-5 5.2", "ULS persistent", "read", "N", 0.71),
        ("bending and shear", "EN 1993-1-5 7.1", "ULS persistent", "read", "-", 0.88),
        ("lateral torsional buckling", "EN 1993-2 6.3.4.2", "ULS persistent", "remembered", "Pa",
         1.04),
        ("steel stress", "EN 1993-2 7.3", "SLS characteristic", "read", "Pa", 0.82),
        ("fatigue", "EN 1993-2 9.5", "fatigue", "computed", "Pa", 0.67),
    ):  # fmt: skip
        raw = abs(demand) / abs(demand).max()
        use = top * (0.15 + 0.85 * raw) * (1 - 0.02 * rng.random(raw.size))
        use = use * top / use.max()
        resistance = np.maximum(abs(demand), 1e5) / np.maximum(use, 1e-3)
        out.append(CheckSeries(
            name, clause, situation, tag, "girder", unit, places, at.deck, at.girder, at.station,
            resistance * use, resistance, use, (use > 1).astype(np.int64),
            moment.max_combination, moment.max_cause,
            {"effective width [m]": np.full(use.size, 2.6), "chi [-]": 1 - use / 8,
             "class [-]": np.where(use > 0.8, 3.0, 1.0)}))  # fmt: skip
    pier_count = len(layout.piers)
    use = np.linspace(0.35, 0.8, pier_count)
    status = np.zeros(pier_count, dtype=np.int64)
    status[-1:] = 2
    for name, element, unit in (
        ("shaft N-M", "pier", "N m"),
        ("pile axial", "pile", "N"),
    ):
        out.append(
            CheckSeries(
                name,
                "EN 1992-1-1 6.1",
                "ULS persistent",
                "read",
                element,
                unit,
                tuple(f"{p.name} shaft 1" for p in layout.piers),
                np.full(pier_count, -1),
                np.full(pier_count, -1),
                np.array([p.station for p in layout.piers]),
                use * 1e7,
                np.full(pier_count, 1e7),
                use,
                status,
                ("6.10 wind leading",) * pier_count,
                ("",) * pier_count,
                {"N [N]": use * 2e7},
            )
        )
    return Checks(
        tuple(out),
        (Unchecked("pile settlement", "no pressuremeter data"),
         Unchecked("earthquake", "no response spectrum for the site")),
    )  # fmt: skip


def _evidence() -> Evidence:
    return Evidence(
        claims=(
            Claim("B02", "length of the Russian part", "424", "m", ("agencies", "censor.net"),
                  "2025-04-30", "exact", "adopted", "high"),
            Claim("B08", "length of the bridge", "about 850", "m", ("minister", "trans.ru"),
                  "2024-06-19", "approx", "conflict", "medium", "older than B02"),
            Claim("B15", "width <carriageway> & \"quotes\"", "7", "m", ("ministry",),
                  "2025-04-30", "exact", "adopted", "high", "", "https://example.org/?a=1&b=2"),
        ),
        conflicts=(Conflict("K01", "length of the bridge", ("B02", "B08"), "1005 m = 424 + 581",
                            "latest official, exact by part"),),
        statements=(Statement("D05", "construction started on Wednesday", "KCNA -> BBC -> seed",
                              "Wednesday", "2025-04-30", "true", "", "B42"),),
        contradictions=(Contradiction("X01", "visit last year (2024)", "visit in 2022",
                                      "internal error of the rewrite", "June 2024", "B40"),),
    )  # fmt: skip


def sample_results(
    parts: tuple = SMALL, *, step: float = 7.0, layout: Layout | None = None
) -> Results:
    """A whole run over `sample_layout(parts)` (or the layout handed in)."""
    layout = layout or sample_layout(parts)
    at = _sections(layout, step)
    envelopes = _envelopes(layout, at)
    surfaces, drawn = _surfaces(layout)
    n = at.station.size
    cases = StaticCases(
        ("steel", "wet slab", "surfacing"), ("steel", "steel", "long term"),
        np.zeros((3, n, 6)), np.zeros((3, n)), np.zeros((3, len(layout.bearings), 6)),
    )  # fmt: skip
    effects = Effects(
        at, cases, (), surfaces,
        (SelfCheck("reactions against loads, dead load", 3.1e-13, "sum of loads"),
         SelfCheck("reciprocity of influence values", 8.8e-12, "largest value"),
         SelfCheck("replay of governing placements", 4.0e-11, "the extreme itself")),
    )  # fmt: skip
    quantities = tuple(
        Quantity(group, item, material, amount, unit, part)
        for group, item, material, amount, unit, part in (
            ("superstructure", "top flanges", "S355", 310e3, "kg", "RU"),
            ("superstructure", "webs", "S355", 402e3, "kg", "RU"),
            ("superstructure", "deck slab", "C35/45", 2900.0, "m3", ""),
            ("substructure", "shafts", "C30/37", 640.0, "m3", ""),
            ("foundations", "bored piles", "C25/30", 2210.0, "m", ""),
            ("equipment", "bearings", "pot", float(len(layout.bearings)), "1", ""),
        )
    )
    ledger = Ledger((
        Line("road.carriageway", "7.0 m", "reported", "B15", "ministry -> agencies"),
        Line("road.kerbs", "10.0 m clear", "assumed", "G-10 from 7 m + 2 x 1.5 m", "",
             "8 to 11.5 m"),
        Line("layout.parts[0].length", "424 m", "reported", "B02", "conflicts with B08 (K01)"),
        Line("materials.steel", "S355", "given", "project.toml:31"),
        Line("actions.lm1.alpha", "1.0", "standard", "EN 1991-2 4.3.2(3)"),
        Line("layout.length", "1005 m", "derived", "424 + 581"),
    ))  # fmt: skip
    return Results(
        "sample", Summary("Sample crossing <test>", "Tumen river", "A made-up run.",
                          ("EN 1991-2:2003", "EN 1994-2:2005"), (("Lanes", "2"),)),
        ledger, _evidence(), (Notice("layout.spans", "span ratio below 0.5: uplift likely"),),
        layout, quantities,
        (StageSummary("steel", "bare steel carries itself and the wet slab", 900, 1500, 24, 5400),
         StageSummary("short term", "n = 6.2, slab cracked over supports", 900, 1500, 24, 5400)),
        (Action("self weight of steel", "G_k1", "77 kN/m³", "EN 1991-1-1", "steel", "read"),
         Action("LM1", "gr1a", "300 kN axles, 9 kN/m²", "EN 1991-2 4.3.2", "short term", "read")),
        (Combination("6.10", "ULS persistent", "1.35 G + 1.35 gr1a + 1.5·0.6 T",
                     "EN 1990 A2.3.1"),),
        effects, envelopes, drawn, _checks(layout, at, envelopes),
        "# Axes and signs\n\n**Global axes.** x along the bridge.\n\n| component | positive when |"
        "\n|---|---|\n| `My` | sagging |\n",
        (("spanwright", "0.1.0"), ("numpy", "2.0")),
    )  # fmt: skip
