"""What the terminal shows: one column an analysis, one row a check, then the outcome."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Final

from spanwright.datum.units import t
from spanwright.deliverables.numbers import utilisation
from spanwright.sizing.iterate import Sizing, Step


def told(found: Sizing, path: Path, text: str | None, *, is_written: bool) -> str:
    """Iterations, then what was decided.  text : the sizes file, None when nothing changed"""
    parts = [iterations(found.steps), _outcome(found)]
    if text is None:
        parts.append(f"nothing changed: {_kept(path)} suffices with little steel to spare")
    elif is_written:
        parts.append(f"written: {path}")
    else:
        parts.append(f"not written (--dry-run); {path.name} would be:\n\n{text}")
    return "\n".join(parts)


def _kept(path: Path) -> str:
    return path.name if path.exists() else "the first guess"


def iterations(steps: tuple[Step, ...]) -> str:
    """A table of every analysis: steel and the greatest utilisation of each check."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("greatest utilisation")
    for step in steps:
        table.add_column("first" if step.number == 0 else f"round {step.number}", justify="right")
    table.add_column("where, at the end")
    table.add_row("plates and strands, t", *(f"{step.steel / t:.1f}" for step in steps), "")
    for name in steps[-1].worst:
        cells = [f"{step.worst[name][0]:.2f}" if name in step.worst else "" for step in steps]
        table.add_row(name, *cells, steps[-1].worst[name][1])
    stream = StringIO()
    Console(file=stream, width=160, highlight=False, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _outcome(found: Sizing) -> str:
    layout = found.run.layout
    area = sum(
        (deck.supports[-1] - deck.supports[0]) * (deck.slab.left - deck.slab.right)
        for deck in layout.decks
    )
    amounts = found.run.amounts
    parts = [
        f"{name} {amount / t:.1f} t, {amount / area:.0f} kg/m2 of deck"
        for name, amount in (
            ("girder plates", amounts.total("girder plates", "kg")),
            ("strands", amounts.total("strands", "kg")),
        )
        if amount > 0
    ]
    summary = "; ".join(parts)
    if not found.failing:
        return f"every utilisation that is checked is at most 1.00; {summary}"
    worst = "; ".join(_left(name, use, at) for name, (use, at) in found.failing.items())
    return f"not reached by sizes alone: {worst}; {summary}"


# What a reader may change where no size of this command answers a check, by words of its name.
REMEDY: Final = (
    (("slab shear", "slab punching"), "a thicker slab (layout.slab.thickness) or one girder more"),
    (("slab",), "a thicker slab (layout.slab.thickness)"),
    (("bearings, uplift",), "layout.bearings.hold_down, or longer end spans"),
    (("bearings",), "layout.bearings.kind"),
    (("expansion joints",), "layout.bearings.fixed nearer the middle, or one deck more"),
    (("cap shear", "cap punching", "cap nodes"), "a thicker cap (layout.piles.cap_thickness)"),
    (("piles", "pile groups"), "layout.piles.diameter"),
    (("shaft", "pier shafts"), "layout.piers.width or columns"),
    (("crosshead",), "layout.piers.crosshead_depth"),
    (("stem", "back wall"), "layout.abutments.thickness or back_wall"),
    (("footings, bearing",), "layout.footings.depth, or piles"),
    (("footing",), "layout.footings.length, width and thickness"),
    (("deflection",), "deeper girders (layout.girders.depth)"),
)


def _left(name: str, use: float, at: str) -> str:
    """A check that still fails: how far, where, and what would help."""
    help_ = next((text for words, text in REMEDY if name.startswith(words)), "")
    return f"{name} {utilisation(use)} at {at}" + (f" (try {help_})" if help_ else "")
