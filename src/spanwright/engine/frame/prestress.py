"""Tendons along the members of a `Frame`: equivalent loads, primary and secondary effects."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.engine.frame.parts import Cable, Number, Push
from spanwright.engine.frame.reading import known, number
from spanwright.engine.tendon import Tendon, Tension, add_equivalent_loads, primary

if TYPE_CHECKING:
    from spanwright.engine.frame.arrays import Built
    from spanwright.engine.frame.builder import Frame
    from spanwright.engine.frame.result import FrameResult
    from spanwright.engine.loads import LoadBook


def make_tendon(
    frame: Frame, members: Sequence[str], tendon: Tendon, force: Number | Tension, case: str
) -> Push:
    """The tendon of `Frame.tendon`; raises ModelError for members that do not follow each other."""
    where = f"tendon of load case '{case}'"
    if isinstance(members, str) or not members:
        raise ModelError(f"{where}: name its members in order, as a list")
    chain = [known(frame.members, "member", name) for name in members]
    for before, after in pairwise(chain):
        if before.end != after.start:
            raise ModelError(f"{where}: member '{after.name}' does not start where "
                             f"'{before.name}' ends")  # fmt: skip
    length = sum(member.length for member in chain)
    if tendon.station[0] < -1e-9 * length or tendon.station[-1] > length * (1 + 1e-9):
        raise ModelError(f"{where}: its stations must lie on the members, 0 to {length:g} m")
    if not isinstance(force, Tension):
        even = number(force, "force", f"{where}, force")
        if not even > 0.0:
            raise ModelError(f"{where}, force: must be positive (got {force})")
        force = Tension(tendon.station[[0, -1]], np.full(2, even), np.zeros(2), 0.0)
    cable = Cable(tuple(members), tendon, force)
    return Push(case, "tendon", members[0], (), cable=cable)


def add_tendon(book: LoadBook, built: Built, push: Push) -> None:
    """The equivalent loads of a tendon on the elements of its members."""
    assert push.cable is not None
    chain = np.concatenate(
        [built.first[m] + np.arange(len(built.cut[m]) - 1) for m in push.cable.members]
    )
    cable = push.cable
    add_equivalent_loads(book, push.case, built.model, chain, cable.tendon, cable.force)


def primary_force(result: FrameResult, member: str, points: Array, case: str) -> Array:
    """Section forces (k, 6) of the tendons of a case on their own section, just before points."""
    share = dict(zip(result.loads.names, result.weights(case), strict=True))
    total = np.zeros((len(points), 6))
    for push in result.frame.pushes:
        if push.cable is None or member not in push.cable.members or not share[push.case]:
            continue
        cable = push.cable
        before = cable.members[: cable.members.index(member)]
        start = sum(result.frame.members[name].length for name in before)
        own = primary(cable.tendon, cable.force, start + points, left=True)
        total += share[push.case] * own
    return total
