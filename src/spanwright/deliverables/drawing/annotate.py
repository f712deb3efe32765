"""Dimension chains, level marks, scale bars, section marks: what makes a drawing readable."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from spanwright.deliverables.drawing.sheet import (
    LARGE,
    SMALL,
    TEXT,
    Anchor,
    Dimension,
    Label,
    Sheet,
    View,
)
from spanwright.deliverables.numbers import MINUS

TICK = 0.9  # mm, half length of a dimension's oblique tick
GAP = 0.7  # mm between a dimension line and its text
Points = tuple[tuple[float, float], ...]
SIDES: tuple[tuple[float, Anchor], ...] = ((1.6, "start"), (-1.6, "end"))


def metres(value: float) -> str:
    """A length as a drawing prints it: metres, at least one and at most three decimals."""
    text = f"{value:.3f}".rstrip("0")
    return text + "0" * max(0, 1 - len(text.split(".")[1])) if "." in text else text


def millimetres(value: float) -> str:
    """A plate or a section dimension: whole millimetres, or one decimal where there is one."""
    return f"{value * 1000:.1f}".removesuffix(".0")


def _tick(sheet: Sheet, x: float, y: float) -> None:
    sheet.path("dimension", [(x - TICK, y + TICK), (x + TICK, y - TICK)])


def horizontal_chain(
    view: View, stations: Sequence[float], paper_y: float, *,
    reach: Sequence[float] | None = None, texts: Sequence[str] | None = None, size: float = SMALL,
) -> None:  # fmt: skip
    """A chain of dimensions along u at one height of the paper.

    stations : model u of the ticks [m];  reach : paper y where each extension line begins
    texts    : printed instead of the distances
    """
    sheet, first, found = view.sheet, len(view.sheet.items), []
    xs = [view.x(u) for u in stations]
    bases = [paper_y] * len(xs) if reach is None else list(reach)
    sheet.path("dimension", [(xs[0] - 1.4, paper_y), (xs[-1] + 1.4, paper_y)])
    for k, x in enumerate(xs):
        _tick(sheet, x, paper_y)
        if reach is not None:
            way = 1.0 if reach[k] < paper_y else -1.0
            sheet.path("extension", [(x, reach[k]), (x, paper_y + 1.5 * way)])
    for k in range(len(xs) - 1):
        text = texts[k] if texts is not None else metres(abs(stations[k + 1] - stations[k]))
        middle, room = (xs[k] + xs[k + 1]) / 2, abs(xs[k + 1] - xs[k])
        tiers = [paper_y - GAP - 1.35 * size * tier for tier in range(8)]
        candidates = [Label(text, middle, y, size, "middle", layer="dim-text") for y in tiers]
        fits = candidates[0].width < room - 0.6
        label = sheet.place(candidates if fits else candidates[1:])
        leader: Points = ()
        if label.y < tiers[0] - 0.1:  # lifted: a thin leader shows what it belongs to
            leader = ((middle, paper_y), (middle, label.y + 0.5))
            sheet.path("extension", leader)
        start, end = zip(xs[k : k + 2], bases[k : k + 2], strict=True)
        line = (middle, paper_y)
        found.append(Dimension(start, end, line, False, reach is not None, label, leader, first))
    sheet.dimensions += [replace(one, last=len(sheet.items)) for one in found]


def vertical_chain(
    view: View, levels: Sequence[float], paper_x: float, *,
    reach: Sequence[float] | None = None, texts: Sequence[str] | None = None, size: float = SMALL,
) -> None:  # fmt: skip
    """A chain of dimensions along v at one paper x; text reads from the right, left of the line."""
    sheet, first, found = view.sheet, len(view.sheet.items), []
    ys = [view.y(v) for v in levels]
    bases = [paper_x] * len(ys) if reach is None else list(reach)
    sheet.path("dimension", [(paper_x, min(ys) - 1.4), (paper_x, max(ys) + 1.4)])
    for k, y in enumerate(ys):
        _tick(sheet, paper_x, y)
        if reach is not None:
            way = 1.0 if reach[k] < paper_x else -1.0
            sheet.path("extension", [(reach[k], y), (paper_x + 1.5 * way, y)])
    for k in range(len(ys) - 1):
        text = texts[k] if texts is not None else metres(abs(levels[k + 1] - levels[k]))
        middle, room = (ys[k] + ys[k + 1]) / 2, abs(ys[k + 1] - ys[k])
        upright = Label(text, paper_x - GAP, middle, size, "middle", 90.0, "dim-text")
        beside = [
            Label(text, paper_x + side, middle + size * (0.35 + step), size, anchor,
                  layer="dim-text")
            for step in (0.0, -1.2, 1.2, -2.4, 2.4)
            for side, anchor in SIDES
        ]  # fmt: skip
        fits = upright.width < room - 0.6 and sheet.is_free(upright.box)
        label = sheet.write(upright) if fits else sheet.place(beside)
        start, end = zip(bases[k : k + 2], ys[k : k + 2], strict=True)
        line = (paper_x, middle)
        found.append(Dimension(start, end, line, True, reach is not None, label, (), first))
    sheet.dimensions += [replace(one, last=len(sheet.items)) for one in found]


def level_marks(
    view: View, paper_x: float, marks: Sequence[tuple[str, float]], *, to_left: bool = False
) -> None:
    """Levels beside a view: open triangles standing on their lines, name and level beside them.

    marks : (name, level).  Near levels push each other's texts apart without changing their
    order; a leader keeps each text with its triangle.
    """
    sheet = view.sheet
    rows = sorted(marks, key=lambda mark: -mark[1])
    wanted = [view.y(level) - 0.4 for _, level in rows]
    side = -1.0 if to_left else 1.0
    anchor: Anchor = "end" if to_left else "start"
    for (name, level), text_y in zip(rows, spread(wanted, 1.25 * SMALL), strict=True):
        y = view.y(level)
        corners = [(paper_x - 1.1, y - 1.6), (paper_x + 1.1, y - 1.6), (paper_x, y)]
        sheet.path("dimension", corners, closed=True)
        text = f"{name} {level:+.2f}".strip().replace("-", MINUS)
        at = paper_x + side * 2.6
        sheet.write(Label(text, at, text_y, SMALL, anchor))
        if abs(text_y - (y - 0.4)) > 0.6:
            start = (paper_x + side * 1.2, y - 0.8)
            sheet.path("extension", [start, (at - side * 0.4, text_y - 0.35 * SMALL)])


def callouts(view: View, paper_x: float, told: Sequence[tuple[str, tuple[float, float]]]) -> None:
    """Texts in a column right of a view, each with a leader to the point it names.

    told : (text, model point (u, v) [m])
    """
    sheet = view.sheet
    rows = sorted(told, key=lambda row: (-row[1][1], row[0]))
    wanted = [view.y(v) + 0.3 * SMALL for _, (_, v) in rows]
    for (text, (u, v)), y in zip(rows, spread(wanted, 1.6 * SMALL), strict=True):
        sheet.path("extension", [(view.x(u), view.y(v)), (paper_x - 0.8, y - 0.3 * SMALL)])
        sheet.write(Label(text, paper_x, y, SMALL))


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Positions in the given order, at least `gap` apart, as near to the wanted ones as can be.

    Neighbours that collide form a block around the mean of their wishes (pool adjacent violators).
    """
    blocks: list[tuple[float, int]] = []  # (position of the first, count)
    for value in wanted:
        blocks.append((value, 1))
        while len(blocks) > 1 and blocks[-1][0] < blocks[-2][0] + blocks[-2][1] * gap:
            (first, n), (second, m) = blocks[-2], blocks[-1]
            merged = (first * n + (second - n * gap) * m) / (n + m)
            blocks[-2:] = [(merged, n + m)]
    return [start + k * gap for start, count in blocks for k in range(count)]


def view_title(sheet: Sheet, text: str, note: str, x: float, y: float) -> None:
    """The name of a view, underlined, with its scale or note beside it."""
    label = sheet.write(Label(text, x, y, LARGE, "start", layer="heading"))
    sheet.path("outline", [(x, y + 1.2), (x + label.width, y + 1.2)])
    if note:
        sheet.write(Label(note, x + label.width + 3.0, y, TEXT, "start", layer="note"))


def scale_bar(view: View, x: float, y: float) -> None:
    """A bar of about 40 mm in four parts: true whatever the size of the print."""
    sheet = view.sheet
    target = 40.0 / view.scale
    power = 10.0 ** math.floor(math.log10(target))
    unit = max(k * power for k in (1.0, 2.0, 5.0) if k * power <= target)
    for k in range(4):
        start, end = x + k * unit * view.scale / 4, x + (k + 1) * unit * view.scale / 4
        layer = "bar" if k % 2 == 0 else "outline"
        sheet.path(layer, [(start, y), (end, y), (end, y + 1.1), (start, y + 1.1)], closed=True)
    for k in (0, 2, 4):
        text = f"{k * unit / 4:g}" + (" m" if k == 4 else "")
        sheet.write(Label(text, x + k * unit * view.scale / 4, y - 0.8, SMALL, "middle"))
