"""Pages of drawings as one PDF: vectors to scale, text that can be searched."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from spanwright.deliverables.drawing.pages import Page
from spanwright.deliverables.drawing.sheet import BOLD, Circle, Item, Label, Path
from spanwright.deliverables.drawing.svg import LAYERS, TEXTS

MM = 72.0 / 25.4  # points
# DejaVu Sans comes with matplotlib, so the pages look alike everywhere.  At this size its letters
# are as wide as the Arial the labels were measured with (digits 0.636 em against 0.556 em).
FONT, NARROWER = "DejaVu Sans", 0.87
# Any: matplotlib types the names of its settings one by one
SETTINGS: Any = {"pdf.fonttype": 42, "font.family": FONT, "path.simplify": False}


def to_pdf(sheets: Sequence[Page], title: str) -> bytes:
    """All pages in one file; the same bytes whenever it is made."""
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages

    buffer = io.BytesIO()
    information = {"Title": title, "Creator": "spanwright", "Producer": None, "CreationDate": None}
    with mpl.rc_context(SETTINGS), PdfPages(buffer, metadata=information) as book:
        for page in sheets:
            book.savefig(_figure(page))
    return buffer.getvalue()


def _figure(page: Page) -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(page.width / 25.4, page.height / 25.4))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, page.width)
    axes.set_ylim(page.height, 0.0)  # paper y runs down
    axes.set_axis_off()
    for view in page.views:
        _draw(axes, view.drawn.sheet.items, view.x, view.y)
    _draw(axes, page.furniture.items, 0.0, 0.0)
    return figure


def _draw(axes: Any, items: Sequence[Item], dx: float, dy: float) -> None:
    """Items in painting order; neighbours on one layer in one go."""
    for layer, group in groupby(items, key=lambda item: item.layer):
        shapes = []
        for item in group:
            if isinstance(item, Label):
                _write(axes, item, dx, dy)
            else:
                shapes.append(_outline(item, dx, dy))
        if shapes:
            from matplotlib.collections import PathCollection

            axes.add_collection(PathCollection(shapes, **_style(layer)), autolim=False)


def _outline(item: Path | Circle, dx: float, dy: float) -> Any:
    from matplotlib.path import Path as Outline

    if isinstance(item, Circle):
        return Outline.circle((item.x + dx, item.y + dy), item.radius)
    points = [(x + dx, y + dy) for x, y in item.points]
    if item.is_closed:
        return Outline([*points, points[0]], closed=True)
    return Outline(points)


def _style(name: str) -> dict[str, Any]:
    layer = LAYERS[name]
    width = layer.width * MM
    # the dashes of a line style are in line widths
    dash = [float(length) * MM / max(width, 1e-9) for length in layer.dash.split()]
    return {
        "linewidths": width,
        "edgecolors": layer.stroke,
        "facecolors": layer.fill,
        "linestyles": [(0, dash)] if dash else "solid",
        "joinstyle": "round",
        "capstyle": "butt",
        "clip_on": False,
    }


def _write(axes: Any, label: Label, dx: float, dy: float) -> None:
    colour, _ = TEXTS[label.layer]
    sides = {"start": "left", "middle": "center", "end": "right"}
    axes.text(
        label.x + dx, label.y + dy, label.text, color=colour, clip_on=False,
        fontsize=label.size * MM * NARROWER * (0.93 if label.layer in BOLD else 1.0),
        fontweight="bold" if label.layer in BOLD else "normal", parse_math=False,
        ha=sides[label.anchor], va="baseline", rotation=label.angle, rotation_mode="anchor",
    )  # fmt: skip
