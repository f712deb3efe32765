"""Calendar-aware schedules a second: the flagship, and bridges of other lengths from the template.

    python -m benchmarks.forecast [--samples 100000]

Every iteration draws paces, scatter, risks and a season, and schedules every activity through
its links, lags, calendars and the plan's flow of crews and plant.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import tomllib
from pathlib import Path

from spanwright.layout.arrange import lay_out
from spanwright.project.reader import read_project
from spanwright.project.template import write_template
from spanwright.works.forecast import Simulator, run, simulator
from spanwright.works.run import make_plan
from spanwright.works.templates import make_programme

FLAGSHIP = Path(__file__).parents[1] / "examples" / "tumen"
LENGTHS = (180.0, 500.0, 1000.0, 2000.0)
REPEATS = 5
PROGRAMME = """
[programme]
start = 2025-04-30
[[programme.fronts]]
name = "west"
parts = [{west}]
checkpoint = true
[[programme.fronts]]
name = "east"
parts = [{east}]
access = "causeway"
"""


def machine(folder: Path) -> Simulator:
    """A project's programme, planned and ready to be drawn."""
    brief = read_project(folder).brief
    programme = make_programme(brief, lay_out(brief)[0])
    plan = make_plan(programme)
    return simulator(programme, plan.arcs, plan.makespan)


def two_fronts(folder: Path, length: float) -> Path:
    """A bridge of the template, its decks divided between two fronts."""
    write_template(folder, length)
    path = folder / "project.toml"
    text = path.read_text("utf-8")
    parts = [part["name"] for part in tomllib.loads(text)["layout"]["parts"]]
    if len(parts) == 1:
        begin = text.index("[[layout.parts]]")
        halves = "".join(
            f'[[layout.parts]]\nname = "{name}"\nlength = "{length / 2.0} m"\nside = "{side}"\n\n'
            for name, side in (("left", "A"), ("right", "B"))
        )
        text = text[:begin] + halves + text[text.index("\n[", begin + 4) :]
        parts = ["left", "right"]
    half = len(parts) // 2
    west, east = (", ".join(f'"{p}"' for p in some) for some in (parts[:half], parts[half:]))
    path.write_text(text + PROGRAMME.format(west=west, east=east), "utf-8")
    return folder


def rate(sim: Simulator, samples: int, workers: int) -> tuple[float, float]:
    """Best of some repeats: schedules a second, and processor seconds of that run."""
    best, used = 0.0, 0.0
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        run(sim, samples, workers=workers)
        found = samples / (time.perf_counter() - wall)
        if found > best:
            best, used = found, time.process_time() - cpu
    return best, used


def main(samples: int = 100_000) -> None:
    """Print the table."""
    load = os.getloadavg()[0]
    print(f"{samples} iterations, best of {REPEATS}; load when begun {load:.1f}")
    print("| bridge | activities | arcs | 1 thread | 2 threads | processor, 2 threads |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        cases = [("flagship", machine(FLAGSHIP))]
        for length in LENGTHS:
            folder = two_fronts(Path(place) / f"{length:g}", length)
            cases.append((f"template of {length:g} m", machine(folder)))
        for name, sim in cases:
            arcs = sum(len(row) for row in sim.plan.into)
            (one, _), (two, used) = rate(sim, samples, 1), rate(sim, samples, 2)
            print(f"| {name} | {sim.plan.size} | {arcs} | {one:,.0f}/s | {two:,.0f}/s "
                  f"| {used / samples * 1e6:.1f} us each |", flush=True)  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=100_000)
    main(parser.parse_args().samples)
