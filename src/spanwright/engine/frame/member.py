"""Members, springs and bedding as the user says them, turned into records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from spanwright.datum.errors import ModelError
from spanwright.engine.frame import reading
from spanwright.engine.frame.parts import Member, Number, Section, Spring
from spanwright.engine.frame.reading import divided, known, listed, nearest, number
from spanwright.engine.model import DOF

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame

PIECE: Final = 0.1  # bedded members are cut so that a piece is this part of the elastic length


def make_member(
    frame: Frame, name: str, ends: tuple[str, str], section: str, releases: tuple[str, str],
    offsets: tuple[Sequence[Number], Sequence[Number]], up: Sequence[float] | None,
    bedding: Sequence[Number], hinges: Iterable[Number], parts: int,
) -> Member:  # fmt: skip
    """The member of `Frame.member`; raises ModelError for what cannot be built."""
    for node in ends:
        known(frame.nodes, "node", node)
    known(frame.sections, "section", section)
    start, end = ends
    where = f"member '{name}'"
    if name in frame.plates:
        raise ModelError(f"{where}: a plate has this name already")
    arms = [listed(arm, 3, f"{where}, offset") for arm in offsets]
    offset = np.array([[number(v, "length", f"{where}, offset") for v in arm] for arm in arms])
    along = np.array(frame.nodes[end]) + offset[1] - np.array(frame.nodes[start]) - offset[0]
    length = float(np.linalg.norm(along))
    if not length > 0.0:
        raise ModelError(f"{where} has no length (from node '{start}' to node '{end}')")
    at = tuple(
        sorted(
            number(h, "length", f"{where}, hinges") for h in listed(hinges, 0, f"{where}, hinges")
        )
    )
    if any(not 0.0 < h < length for h in at):
        raise ModelError(f"{where}: hinges must lie between 0 m and {length:g} m")
    if not (isinstance(parts, int) and parts >= 1):
        raise ModelError(f"{where}: parts must be a whole number of 1 or more (got {parts})")
    ground = tuple(
        number(b, "bedding", f"{where}, bedding") for b in listed(bedding, 3, f"{where}, bedding")
    )
    release = np.stack([reading.components(words, where) for words in releases])
    parts = max(parts, _bedded_parts(frame.sections[section], ground, length))
    cuts = divided(length, parts, at)
    vector = None if up is None else reading.vector(up, f"{where}, up")
    return Member(
        name, start, end, section, release, offset, vector,
        (ground[0], ground[1], ground[2]), cuts, at, length,
    )  # fmt: skip


def make_spring(
    frame: Frame, label: str, node: str, to: str, axes: Sequence[Sequence[float]] | None,
    stiffness: Mapping[str, Number],
) -> Spring:  # fmt: skip
    """The spring of `Frame.spring`."""
    known(frame.nodes, "node", node)
    if to:
        known(frame.nodes, "node", to)
    values = [0.0] * 6
    for key, value in stiffness.items():
        if key not in DOF:
            raise ModelError(f"spring '{label}': unknown component '{key}'{nearest(key, DOF)}")
        place = DOF.index(key)
        kind = "stiffness" if place < 3 else "rotational stiffness"
        values[place] = number(value, kind, f"spring '{label}', {key}")
        if values[place] < 0.0:
            raise ModelError(f"spring '{label}', {key}: must not be negative (got {value})")
    turned = np.eye(3) if axes is None else reading.axes(axes, f"spring '{label}'")
    return Spring(label, node, to, tuple(values), turned)


def _bedded_parts(section: Section, ground: Sequence[float], length: float) -> int:
    """How many pieces keep the consistent bedding matrix exact to about 1e-6."""
    EA, EIy, EIz = section.rigidity[:3]
    ratios = [
        (ground[0] / EA) ** 0.5,
        (ground[1] / (4.0 * EIz)) ** 0.25,
        (ground[2] / (4.0 * EIy)) ** 0.25,
    ]
    return int(min(500, np.ceil(max(ratios) * length / PIECE)))
