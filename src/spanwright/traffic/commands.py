"""What ``spanwright beam`` prints and draws."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from spanwright.datum.errors import InputError
from spanwright.datum.units import kN
from spanwright.traffic.beam import BeamEnvelope, beam_envelope, plot_envelope
from spanwright.traffic.library import load_model
from spanwright.traffic.sketch import sketch

if TYPE_CHECKING:
    from rich.table import Table


def beam(
    spans: Sequence[float], train: str, sections: int, step: float | None, plot: Path | None
) -> tuple[Table, str, Table, tuple[str, ...]]:
    """Tables of section and support envelopes, a sketch, remarks; saves the plot where asked.

    Raises InputError for spans, sections or a step that cannot be.
    """
    if not spans or min(spans) <= 0:
        raise InputError(
            "--spans", "must be lengths longer than 0 m", got=" ".join(map(str, spans))
        )
    if sections < 1:
        raise InputError("--sections", "must be at least 1 a span", got=str(sections))
    if step is not None and not step > 0:
        raise InputError("--step", "must be longer than 0 m", got=str(step))
    if plot is not None and plot.suffix not in (".svg", ".png", ".pdf"):
        raise InputError("--plot", "must end in .svg, .png or .pdf", got=str(plot))
    model = load_model(train)
    envelope = beam_envelope(spans, model, sections, step=step)
    remarks = list(envelope.notes)
    if not model.verified:
        remarks.append(f"{model.name}: some of its numbers are remembered, not verified")
    if plot is not None:
        plot_envelope(envelope).savefig(
            plot, metadata={"Date": None} if plot.suffix == ".svg" else {}
        )
        remarks.append(f"envelopes drawn in {plot}")
    return _sections(envelope), sketch(envelope), _supports(envelope), tuple(remarks)


def _sections(envelope: BeamEnvelope) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{envelope.model}: sagging moment and left-support shear positive")
    for name in (
        "x [m]",
        "M max [kNm]",
        "M min [kNm]",
        "V max [kN]",
        "V min [kN]",
        "cause of M max",
    ):
        table.add_column(Text(name), justify="left" if name.startswith("cause") else "right")
    for i, x in enumerate(envelope.station):
        values = (*envelope.moment[:, i], *envelope.shear[:, i])
        table.add_row(f"{x:.2f}", *(f"{v / kN:,.1f}" for v in values), envelope.label("moment", i))
    return table


def _supports(envelope: BeamEnvelope) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Support reactions, upward positive")
    for name in ("x [m]", "R max [kN]", "R min [kN]", "cause of R max"):
        table.add_column(Text(name), justify="left" if name.startswith("cause") else "right")
    for i, x in enumerate(np.asarray(envelope.beam.supports)):
        most, least = envelope.reaction[:, i] / kN
        table.add_row(f"{x:.2f}", f"{most:,.1f}", f"{least:,.1f}", envelope.label("reaction", i))
    return table
