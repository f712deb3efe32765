"""A solved frame as text and as plain tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spanwright.engine.frame.answers import PlateForce
from spanwright.engine.frame.parts import FORCE_KEYS
from spanwright.engine.model import DOF, FORCE

if TYPE_CHECKING:
    from spanwright.engine.frame.result import FrameResult

SIGNS = (
    "Global axes: x along, y left, z up; reactions and movements along them. "
    "N tension +, My sagging + (tension at -z), Mz tension at -y +, "
    "V + where the part behind pushes the part ahead towards +z (+y), T right-handed."
)


def table(result: FrameResult, case: str = "") -> str:
    """Reactions, movements and section forces of one case, in N, N m, mm and mrad.

    Of a mesh: the nodes the user named, and the resultants in the middle of each plate region.
    """
    name = case or result.names[0]
    lines = [f"Case: {name}", "", _row("support", [f"{k} [N, N m]" for k in FORCE_KEYS])]
    at_mesh = np.zeros(6)
    for node in supported(result):
        force = result.reaction(node, case)
        if node in result.frame.meshed:
            at_mesh[:3] += force[:3]
        else:
            lines.append(_row(node, [_g(v) for v in force]))
    if result.frame.meshed:
        lines.append(_row("mesh, together", [_g(v) for v in at_mesh[:3]]))
    lines += ["", _row("node", [f"{k} [mm, mrad]" for k in DOF])]
    for node in (n for n in result.frame.nodes if n not in result.frame.meshed):
        lines.append(_row(node, [_g(1e3 * float(v)) for v in result.displacement(node, case)]))
    if result.frame.plates:
        lines += ["", _row("plate, middle", [f"{k} [N/m, N]" for k in PlateForce._fields])]
    for name in result.frame.plates:
        values = result.plate(name, case, s=0.5, t=0.5)
        lines.append(_row(name, [_g(v) for v in values]))
    if result.frame.members:
        lines += ["", _row("member", ["x [m]", *(f"{k} [N, N m]" for k in FORCE)])]
    for member, record in result.frame.members.items():
        for x in (0.0, 0.5 * record.length, record.length):
            forces = result.force(member, x, case)
            lines.append(_row(member, [f"{x:g}", *(_g(float(v)) for v in forces)]))
    lines += ["", SIGNS, f"Equilibrium residual {result.equilibrium_residual:.1e}."]
    return "\n".join(lines)


def supported(result: FrameResult) -> list[str]:
    """Nodes the user gave a support or a spring to the ground."""
    sprung = {s.node for s in result.frame.springs.values() if not s.other}
    return [n for n in result.frame.nodes if n in result.frame.supports or n in sprung]


def _row(name: str, cells: list[str]) -> str:
    return f"{name[:16]:<16}" + "".join(f"{cell:>16}" for cell in cells)


def _g(value: float) -> str:
    return f"{value:.6g}" if np.abs(value) > 1e-9 else "0"
