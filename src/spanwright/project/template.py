"""A commented project file to start from: ``spanwright new my-bridge --length 120``."""

from __future__ import annotations

import json
import math
import re
from importlib import resources
from pathlib import Path
from string import Template
from typing import Final

from spanwright.datum.errors import InputError, OutputError
from spanwright.project.reader import CLAIMS_FILE, PROJECT_FILE

SHORTEST: Final = 15.0  # [m] below it a slab or a culvert is built, not a girder bridge
LONGEST: Final = 10_000.0  # [m]
LANE: Final = 3.5  # [m]
ONE_SPAN: Final = 45.0  # [m] up to it a pier costs more than the girders it saves
LONGEST_DECK: Final = 600.0  # [m] a continuous deck between joints


def write_template(folder: Path, length: float, lanes: int = 2) -> tuple[Path, ...]:
    """Write ``project.toml`` and ``claims.toml`` into a new or empty folder; gives their paths.

    Raises InputError for a length or lane number no girder bridge has, OutputError where a
    project already stands or nothing may be written.
    """
    text = {PROJECT_FILE: project_text(folder.name, length, lanes), CLAIMS_FILE: _part("claims")}
    paths = tuple(folder / name for name in text)
    for path in paths:
        if path.exists():
            raise OutputError(f"{path}: already exists and is not overwritten")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            # "x": a file that appears between the look above and now is not overwritten either
            with path.open("x", encoding="utf-8") as file:
                file.write(text[path.name])
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{folder}: cannot be written: {reason}") from error
    return paths


def project_text(name: str, length: float, lanes: int = 2) -> str:
    """A project file for a bridge of this length, with every choice explained."""
    if not math.isfinite(length) or not SHORTEST <= length <= LONGEST:
        expected = f"must be between {SHORTEST:g} m and {LONGEST:g} m"
        raise InputError("--length", expected, got=f"{length:g} m")
    if not 1 <= lanes <= 8:
        raise InputError("--lanes", "must be between 1 and 8", got=str(lanes))
    width = LANE * lanes + 2 * 0.5 + 2 * 0.5 + 2 * 1.0  # strips, barriers and walkways by default
    # Banks that leave a fifth of the length on each side; spans that fit between them.
    first, last = _round(0.2 * length), _round(0.8 * length)
    # A short crossing wants one span, as the search gives it where the whole is the wanted span.
    river_span = length if length <= ONE_SPAN else _clamp(_round((last - first) / 2), 20.0, 60.0)
    land_span = length if length <= ONE_SPAN else _clamp(_round(0.3 * length), 15.0, 45.0)
    values = {
        "name": json.dumps(_title(name), ensure_ascii=False),
        "length": f"{length:g}",
        "lanes": str(lanes),
        "carriageway": f"{LANE * lanes:g}",
        "girders": str(max(2, round(width / 3.0))),
        "columns": str(max(1, round(width / 6.0))),
        "bank_a": f"{first:g}",
        "bank_b": f"{last:g}",
        "bed_a": f"{_round(first + 0.1 * length):g}",
        "bed_b": f"{_round(last - 0.1 * length):g}",
        "river_span": f"{river_span:g}",
        "land_span": f"{land_span:g}",
        "parts": _parts(length),
    }
    return Template(_part("project")).substitute(values)


def _parts(length: float) -> str:
    """``[[layout.parts]]`` tables: one continuous deck, or several where it would be too long."""
    count = math.ceil(length / LONGEST_DECK)
    each = math.floor(length / count)
    lengths = [float(each)] * (count - 1) + [length - each * (count - 1)]
    tables = []
    for index, part in enumerate(lengths):
        name = "deck" if count == 1 else f"deck {index + 1}"
        tables.append(
            f'[[layout.parts]]\nname = "{name}"\nlength = "{part:.10g} m"\nside = "A"\n'
            'spans = "choose"                # or e.g. ["36 m", "48 m", "36 m"]\n'
        )
    return "\n".join(tables)


def _part(name: str) -> str:
    return (resources.files("spanwright.project") / f"{name}_template.toml").read_text("utf-8")


def _title(name: str) -> str:
    return re.sub(r"[-_]+", " ", name).strip().capitalize() or "New bridge"


def _round(value: float) -> float:
    """To a whole metre where that is finer than 2 % of the bridge, else to a tenth."""
    return float(round(value)) if value > 10 else round(value, 1)


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
