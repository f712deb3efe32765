"""``sizes.toml``: the chosen sizes as a file a person can read, check and delete."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from spanwright.checks.types import CheckSeries
from spanwright.datum.errors import OutputError
from spanwright.datum.units import mm
from spanwright.layout.girders import STUDS_ACROSS
from spanwright.pipeline.stages import Run
from spanwright.project.sizes import DeckSizes, SizesBrief
from spanwright.sizing.bars import part_of
from spanwright.sizing.plates import answers_to_plates

HEAD: Final = """\
# Sizes of this bridge, written by: spanwright size
# Delete this file to return to the first guess; values of project.toml win over it.
# Behind each row stands its greatest utilisation in the last analysis, and the check it is of.

"""
ASSUMED: Final = (
    "sized by spanwright size: utilisation at most 1.00 in every check that is made, plates in "
    "stock thicknesses, all girders of a deck alike"
)
TOLD: Final = 3  # checks told of each support
Told = Callable[[str, float, float], str]  # deck, from, to -> a remark


def sizes_text(sizes: SizesBrief, run: Run | None = None) -> str:
    """The file.  run : the analysis of these sizes, for the remarks behind the rows."""
    parts = [HEAD, f"assumed = {_text(ASSUMED)}\n"]
    if sizes.piers:
        parts.append(
            "\npiers = [  # name, shaft width or stem thickness, number of piles, pile length\n"
        )
        for name, width, count, length in sizes.piers:
            cells = f'{_text(name)}, "{width:g} m", {count}, "{length:g} m"'
            parts.append(_row(cells, _remark(run, name, lambda _: True)))
        parts.append("]\n")
    if sizes.footings:
        parts.append("\nfootings = [  # name, length along the bridge, width across, thickness\n")
        for name, *lengths in sizes.footings:
            cells = ", ".join([_text(name), *(f'"{length:g} m"' for length in lengths)])
            parts.append(_row(cells, _remark(run, name, lambda s: s.element == "footing")))
        parts.append("]\n")
    parts += _bars(sizes, run)
    parts += _pile_bars(sizes, run)
    for index, deck in enumerate(sizes.deck):
        parts += _deck(deck, index, run)
    return "".join(parts)


def _bars(sizes: SizesBrief, run: Run | None) -> list[str]:
    """Bars across the slab and of the supports."""
    parts = []
    if sizes.slab_bars:
        parts.append("\nslab_bars = [  # deck, top bar, its spacing, bottom bar, its spacing\n")
        for deck, *lengths in sizes.slab_bars:
            cells = ", ".join(f'"{length / mm:g} mm"' for length in lengths)
            parts.append(_row(f"{_text(deck)}, {cells}", _remark(run, deck, _of_slab)))
        parts.append("]\n")
    if sizes.support_bars:
        parts.append(
            "\n# shares of the section: shaft or stem, its links, crosshead, its links, cap\n"
        )
        parts.append("support_bars = [\n")
        for name, *shares in sizes.support_bars:
            cells = ", ".join(f'"{100 * share:.4g} %"' for share in shares)
            parts.append(_row(f"{_text(name)}, {cells}", _remark(run, name, _of_bars)))
        parts.append("]\n")
    return parts


def _pile_bars(sizes: SizesBrief, run: Run | None) -> list[str]:
    """Bars of the piles."""
    if not sizes.pile_bars:
        return []
    parts = ["\n# shares of the section: vertical bars of the piles, their hoops\npile_bars = [\n"]
    for name, *shares in sizes.pile_bars:
        cells = ", ".join(f'"{100 * share:.4g} %"' for share in shares)
        parts.append(_row(f"{_text(name)}, {cells}", _remark(run, name, _of_pile_bars)))
    return [*parts, "]\n"]


def _of_pile_bars(series: CheckSeries) -> bool:
    return series.name.startswith(("piles, bending", "piles, shear"))


def _deck(deck: DeckSizes, index: int, run: Run | None) -> list[str]:
    parts = [f"\n[[deck]]\nname = {_text(deck.name)}\n"]
    parts.append(f"supports = [{', '.join(f'{x:.10g}' for x in deck.supports)}]  # m\n")
    if deck.rebar_support is not None:
        parts.append(f'rebar_support = "{100 * deck.rebar_support:.4g} %"\n')
    if deck.rebar_span is not None:
        parts.append(f'rebar_span = "{100 * deck.rebar_span:.4g} %"\n')
    if deck.cross_frames:
        parts.append(f"cross_frames = [{', '.join(f'{x:.10g}' for x in deck.cross_frames)}]  # m\n")
    if not deck.plates:
        return [*parts, *_strands(deck, run)]
    parts.append("# to, top flange width and thickness, web, bottom flange width and thickness\n")
    parts.append("plates = [\n")
    start = deck.supports[0]
    for row in deck.plates:
        cells = ", ".join([f'"{row[0]:.10g} m"', *(f'"{size / mm:.6g} mm"' for size in row[1:])])
        parts.append(_row(cells, _girder_remark(run, index, start, row[0], studs=False)))
        start = row[0]
    parts.append("]\n")
    if deck.studs:
        parts.append("studs = [  # to, per metre and girder\n")
        start = deck.supports[0]
        for to, rate in deck.studs:
            remark = _girder_remark(run, index, start, to, studs=True)
            pitch = f"{STUDS_ACROSS} every {STUDS_ACROSS / rate / mm:.0f} mm"
            told = f"{pitch}; {remark}" if remark else pitch
            parts.append(_row(f'"{to:.10g} m", {rate:.7g}', told))
            start = to
        parts.append("]\n")
    return parts


def _strands(deck: DeckSizes, run: Run | None) -> list[str]:
    """Strands, links and bars of precast girders."""
    parts = []

    def remark(*words: str) -> str:
        """The greatest utilisations of the checks named by these words."""
        told = _remark(run, deck.name, lambda s: any(word in s.name for word in words))
        return f"  # {told}" if told else ""

    if deck.continuity_bars is not None:
        area = deck.continuity_bars / mm**2 / 100
        told = remark("joint over a pier", "anchored tension")
        parts.append(f'continuity_bars = "{area:.6g} cm2"{told}\n')
    if deck.links is not None:
        cells = ", ".join(f'"{spacing / mm:.6g} mm"' for spacing in deck.links)
        told = remark("shear of prestressed", "between girder and slab", "splitting")
        parts.append(f"links = [{cells}]{told}\n")
    if deck.strands:
        parts.append("# level above the soffit, strands, sheathed length at both ends\n")
        told = remark("bending of prestressed", "decompression", "at release", "soffit")
        parts.append(f"strands = [{told}\n")
        for level, count, sheath in deck.strands:
            parts.append(f'  ["{level / mm:.6g} mm", {count}, "{sheath:.6g} m"],\n')
        parts.append("]\n")
    return parts


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _row(cells: str, remark: str) -> str:
    return f"  [{cells}],  # {remark}\n" if remark else f"  [{cells}],\n"


def _girder_remark(run: Run | None, deck: int, start: float, end: float, *, studs: bool) -> str:
    worst, told = 0.0, ""
    if run is None:
        return told
    for series in run.checks.series:
        if series.element != "girder" or not np.any(series.deck == deck):
            continue  # precast girders have series of their own
        if ("stud" in series.name) != studs or not (studs or answers_to_plates(series)):
            continue
        # A section on a joint stands in the plates on its own side.
        at = series.station + np.where(
            run.structure.table.side[run.structure.steel_rows] == 1, -1e-4, 1e-4
        )
        inside = (series.deck == deck) & (at > start) & (at < end) & ~np.isnan(series.utilisation)
        if inside.any():
            row = int(np.argmax(np.where(inside, series.utilisation, -np.inf)))
            if series.utilisation[row] > worst:
                worst = float(series.utilisation[row])
                told = f"{worst:.2f} {series.name} @ {series.station[row]:.2f} m"
    return told


def _of_slab(series: CheckSeries) -> bool:
    return series.element == "deck"


def _of_bars(series: CheckSeries) -> bool:
    return part_of(series.name) is not None


def _remark(run: Run | None, name: str, counts: Callable[[CheckSeries], bool]) -> str:
    """The greatest utilisations of a support or deck among some checks, each check once."""
    told: list[tuple[float, str]] = []
    for series in run.checks.series if run is not None else ():
        uses = [
            float(use)
            for use, place in zip(series.utilisation, series.place, strict=True)
            if counts(series) and place.startswith(f"{name} ") and not np.isnan(use)
        ]
        if uses:
            told.append((max(uses), series.name))
    told.sort(key=lambda row: -row[0])
    return ", ".join(f"{use:.2f} {check}" for use, check in told[:TOLD])


def write_sizes(path: Path, text: str) -> None:
    """Put the file in place whole or not at all.  Raises OutputError where it cannot be written."""
    draft = path.with_name(f".{path.name}.partial")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{path}: cannot be written: {reason}") from error
