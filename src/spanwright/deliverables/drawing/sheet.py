"""A sheet of frozen primitives in paper millimetres, and a view that maps metres onto it.

A sheet knows nothing of SVG: another writer (DXF, PDF) walks the same primitives.  Paper x runs
to the right, paper y down.  Labels know their boxes, so a new label can look for a free place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import ArrayLike

from spanwright.datum.arrays import Array

# fmt: off
SCALES = (10, 20, 25, 40, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1250, 1500,
          2000, 2500, 5000, 10_000, 20_000, 25_000, 50_000)  # usual denominators
# fmt: on
Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1

TEXT: float = 2.8  # mm, ordinary text
SMALL: float = 2.4  # mm, dimensions and levels
LARGE: float = 3.8  # mm, names of views
BOLD = ("heading", "strong")  # layers of text in bold


@dataclass(frozen=True, slots=True)
class Path:
    """A polyline or polygon; points in mm."""

    layer: str
    points: tuple[tuple[float, float], ...]
    is_closed: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle; centre and radius in mm."""

    layer: str
    x: float
    y: float
    radius: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; (x, y) on its baseline, angle in degrees anticlockwise."""

    text: str
    x: float
    y: float
    size: float = TEXT
    anchor: Anchor = "start"
    angle: float = 0.0
    layer: str = "text"

    @property
    def width(self) -> float:
        return text_width(self.text, self.size) * (1.07 if self.layer in BOLD else 1.0)

    @property
    def box(self) -> Box:
        """Bounding box of the text [mm]; exact for angles 0 and 90."""
        width = self.width
        shift = {"start": 0.0, "middle": -width / 2, "end": -width}[self.anchor]
        up, down = 0.74 * self.size, 0.22 * self.size
        if abs(self.angle) < 1e-9:
            return self.x + shift, self.y - up, self.x + shift + width, self.y + down
        turn = math.radians(self.angle)
        corners = [
            (self.x + u * math.cos(turn) + v * math.sin(turn),
             self.y - u * math.sin(turn) + v * math.cos(turn))
            for u in (shift, shift + width) for v in (-up, down)
        ]  # fmt: skip
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return min(xs), min(ys), max(xs), max(ys)


Item = Path | Circle | Label


@dataclass(frozen=True, slots=True)
class Dimension:
    """What one dimension of a chain measures, for writers that have dimensions of their own.

    start, end : the measured points [mm];  line : a point on the dimension line [mm]
    upright    : whether the line runs along paper y;  reaches : whether it has extension lines
    label      : its text where it stands;  leader : line from the dimension to a lifted text
    first, last : the chain's items in `Sheet.items`, drawn by writers without dimensions
    """

    start: tuple[float, float]
    end: tuple[float, float]
    line: tuple[float, float]
    upright: bool
    reaches: bool
    label: Label
    leader: tuple[tuple[float, float], ...] = ()
    first: int = 0
    last: int = 0

    @property
    def is_usual(self) -> bool:
        """Whether the text stands on the middle of its line, where any CAD would put it."""
        along_line = abs(self.label.angle - (90.0 if self.upright else 0.0)) < 1e-9
        return along_line and not self.leader and self.label.anchor == "middle"


# Widths of Arial's characters in units of the font size, by groups of equal width.
_WIDTHS = {
    character: width
    for width, characters in (
        (0.222, "ijl'"),
        (0.278, " .,:;/!ftI[]|"),
        (0.333, '-()r"'),
        (0.5, "cksvxyzJ"),
        (0.556, "0123456789abdeghnopquL–"),
        (0.584, "+=×−<>"),
        (0.611, "FTZø"),
        (0.667, "ABEKPSVXY&"),
        (0.722, "wCDHNRU"),
        (0.778, "GOQ"),
        (0.833, "mM"),
        (0.889, "%"),
        (0.944, "W"),
    )
    for character in characters
}


def text_width(text: str, size: float) -> float:
    """Width of a line of text in Arial or a font of its widths [same unit as size]."""
    return size * sum(_width(c) for c in text)


def _width(character: str) -> float:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    return 1.0 if east_asian_width(character) in "WF" else 0.62


def overlaps(a: Box, b: Box, gap: float = 0.0) -> bool:
    return (
        a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
    )  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """Primitives in painting order; the one mutable thing in the drawing kit, never handed on.

    width, height : paper size [mm];  scales : what the views on it say, e.g. "1 : 1000"
    """

    width: float
    height: float
    items: list[Item] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    scales: list[str] = field(default_factory=list)
    dimensions: list[Dimension] = field(default_factory=list)

    def path(
        self,
        layer: str,
        points: Iterable[Sequence[float]],
        *,
        closed: bool = False,
        title: str = "",
    ) -> None:
        self.items.append(
            Path(layer, tuple((float(x), float(y)) for x, y in points), closed, title)
        )

    def circle(self, layer: str, x: float, y: float, radius: float, title: str = "") -> None:
        self.items.append(Circle(layer, float(x), float(y), float(radius), title))

    def is_free(self, box: Box, gap: float = 0.3) -> bool:
        return not any(overlaps(box, other, gap) for other in self.boxes)

    def reserve(self, box: Box) -> None:
        """Keep labels out of this part of the sheet."""
        self.boxes.append(box)

    def write(self, label: Label) -> Label:
        self.items.append(label)
        self.boxes.append(label.box)
        return label

    def place(self, candidates: Sequence[Label]) -> Label:
        """Write the first candidate that overlaps nothing; the last one if none does."""
        for label in candidates:
            if self.is_free(label.box):
                return self.write(label)
        return self.write(candidates[-1])

    @property
    def labels(self) -> tuple[Label, ...]:
        return tuple(item for item in self.items if isinstance(item, Label))


@dataclass(frozen=True, slots=True)
class View:
    """A window on the sheet: model metres (u to the right, v up) to paper millimetres.

    left, base : paper position of the model point (u0, v0);  denominator : 1000 for 1 : 1000
    """

    sheet: Sheet
    left: float
    base: float
    u0: float
    v0: float
    denominator: float

    @property
    def scale(self) -> float:
        """Millimetres of paper per metre of bridge."""
        return 1000.0 / self.denominator

    def x(self, u: float) -> float:
        return self.left + (u - self.u0) * self.scale

    def y(self, v: float) -> float:
        return self.base - (v - self.v0) * self.scale

    def path(
        self, layer: str, u: ArrayLike, v: ArrayLike, *, closed: bool = False, title: str = ""
    ) -> None:
        uu, vv = np.broadcast_arrays(np.asarray(u, float), np.asarray(v, float))
        x, y = self.left + (uu - self.u0) * self.scale, self.base - (vv - self.v0) * self.scale
        self.sheet.path(layer, zip(x.tolist(), y.tolist(), strict=True), closed=closed, title=title)

    def line(self, layer: str, u0: float, v0: float, u1: float, v1: float) -> None:
        self.path(layer, [u0, u1], [v0, v1])

    def rectangle(
        self, layer: str, u0: float, v0: float, u1: float, v1: float, title: str = ""
    ) -> None:
        self.path(layer, [u0, u1, u1, u0], [v0, v0, v1, v1], closed=True, title=title)

    def circle(self, layer: str, u: float, v: float, radius: float, title: str = "") -> None:
        """Circle with its radius in metres."""
        self.sheet.circle(layer, self.x(u), self.y(v), radius * self.scale, title)

    def label(
        self, text: str, u: float, v: float, *, dx: float = 0.0, dy: float = 0.0,
        size: float = TEXT, anchor: Anchor = "middle", angle: float = 0.0,
    ) -> Label:  # fmt: skip
        """Text at a model point, moved by (dx, dy) millimetres of paper (dy down)."""
        return self.sheet.write(Label(text, self.x(u) + dx, self.y(v) + dy, size, anchor, angle))


def capitalised(text: str) -> str:
    """First letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def clip(station: Array, value: Array, start: float, end: float) -> tuple[Array, Array]:
    """The part of a polyline between two stations, with its end points interpolated."""
    inside = (station > start) & (station < end)
    x = np.concatenate([[start], station[inside], [end]])
    return x, np.interp(x, station, value)


def standard_scale(size: float, room: float) -> float:
    """Smallest usual denominator at which `size` metres fit into `room` millimetres."""
    for denominator in SCALES:
        if size * 1000.0 / denominator <= room:
            return float(denominator)
    return float(math.ceil(size * 1000.0 / room / 1e4) * 1e4)
