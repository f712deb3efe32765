"""How the flagship job grows with length and with refinement of the grid.

The number of responses is kept, spread over the whole deck: with every section of every girder as
a response the table of results itself grows with the square of the length.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.flagship import run
from benchmarks.tools import row

LENGTHS = (250.0, 500.0, 1005.0, 2000.0, 4000.0)
STEPS = (2.5, 1.25, 0.625)
RESPONSES = 800


def main(picture: str = "docs/assets/performance-growth.svg") -> None:
    """Print the tables and draw the plot."""
    columns = (
        "assemble and factorise",
        "influence surfaces",
        "lm1",
        "total",
        "responses",
        "peak MB at most",
    )
    row("length [m]", *columns)
    by_length = []
    for length in LENGTHS:
        found = run(length, models=("lm1",), most=RESPONSES)
        by_length.append(found)
        row(length, *(found[c] for c in columns))
    row("grid step [m]", *columns)
    for step in STEPS:
        found = run(1005.0, step, models=("lm1",), most=RESPONSES)
        row(step, *(found[c] for c in columns))
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for name in ("influence surfaces", "lm1", "total"):
        axes.loglog(LENGTHS, [f[name] / by_length[0][name] for f in by_length], "o-", label=name)
    axes.loglog(LENGTHS, [x / LENGTHS[0] for x in LENGTHS], ":", color="0.5", label="linear")
    axes.loglog(
        LENGTHS, [(x / LENGTHS[0]) ** 2 for x in LENGTHS], "--", color="0.7", label="square"
    )
    axes.set(xlabel="deck length [m]", ylabel="time, relative to 250 m")
    axes.legend(frameon=False)
    path = Path(picture)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    print(f"plot: {path}")
