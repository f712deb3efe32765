"""Scheduling on PSPLIB: proven, equal to the best known, gap and time.

    python benchmarks/psplib.py FOLDER [--limit j30=60 ...] [--write docs/performance-scheduling.md]

FOLDER holds PSPLIB ``.sm`` files and ``reference_makespans.csv`` with the columns file, set,
best_lb and best_ub (best known bounds; equal where the optimum is proven).
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from spanwright.works.psplib import read_psplib
from spanwright.works.solver import solve
from spanwright.works.verify import violations

LIMITS = {"j30": 60.0, "j60": 30.0, "j90": 30.0, "j120": 30.0}


@dataclass(frozen=True, slots=True)
class Result:
    """One instance: ours against the best known."""

    file: str
    group: str
    status: str
    makespan: int
    bound: int
    seconds: float
    best_low: int
    best_high: int

    @property
    def gap(self) -> float:
        return self.makespan / self.best_high - 1.0


def measure(folder: Path, limits: dict[str, float]) -> list[Result]:
    """Solve every instance of the reference list, each schedule checked."""
    with open(folder / "reference_makespans.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    results = []
    for row in sorted(rows, key=lambda row: list(LIMITS).index(row["set"])):
        outcome = solve(read_psplib(folder / row["file"]), limits[row["set"]])
        assert outcome.schedule is not None
        assert outcome.makespan is not None
        wrong = violations(outcome.schedule)
        low, high = int(row["best_lb"]), int(row["best_ub"])
        if wrong or outcome.makespan < low or outcome.bound > high:
            raise SystemExit(f"{row['file']}: {wrong or 'contradicts the published bounds'}")
        result = Result(
            *(row["file"], row["set"], outcome.status, outcome.makespan, outcome.bound),
            *(outcome.seconds, low, high),
        )
        print(result, flush=True)
        results.append(result)
    return results


def report(results: list[Result], limits: dict[str, float]) -> str:
    """The table of sets, and the instances that are not proven."""
    processor = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    versions = f"Python {platform.python_version()}, ortools {version('ortools')}"
    head = [
        "# Scheduling: PSPLIB",
        "",
        "Single-mode instances of PSPLIB (Kolisch and Sprecher 1996), solved by",
        "`spanwright.works.solver.solve` with two workers. Every schedule has passed the checker;",
        "no makespan lies below a published lower bound, no bound above a published makespan.",
        "*Gap* is to the best known makespan, *bound gap* to our own bound.",
        "",
        f"Machine: {processor}; {versions}. Written by `benchmarks/psplib.py`.",
        "",
        "| set | instances | limit | proven optimal | equal to best known | mean gap "
        "| greatest gap | mean bound gap | median time | mean time of proven |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    groups = [key for key in LIMITS if any(result.group == key for result in results)]
    rows = [_row(key, [r for r in results if r.group == key], limits[key]) for key in groups]
    tail = [
        "",
        "Not proven within the limit:",
        "",
        "| instance | ours | our bound | published bounds | gap |",
        "|---|---|---|---|---|",
        *(
            f"| {r.file.removesuffix('.sm')} | {r.makespan} | {r.bound} | "
            f"{r.best_low} to {r.best_high} | {r.gap:.1%} |"
            for r in results
            if r.status != "optimal"
        ),
        "",
    ]
    return "\n".join([*head, *rows, *tail])


def _row(group: str, results: list[Result], limit: float) -> str:
    proven = [r for r in results if r.status == "optimal"]
    equal = sum(r.makespan == r.best_high for r in results)
    return (
        f"| {group} | {len(results)} | {limit:g} s | {len(proven)} | {equal} "
        f"| {_mean(r.gap for r in results):.2%} | {max(r.gap for r in results):.1%} "
        f"| {_mean(r.makespan / r.bound - 1.0 for r in results):.2%} "
        f"| {statistics.median(r.seconds for r in results):.2f} s "
        f"| {_mean(r.seconds for r in proven):.2f} s |"
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.fmean(found) if found else 0.0


def main() -> None:
    """Measure and print or write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", action="append", default=[], metavar="SET=SECONDS")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    limits = dict(LIMITS)
    for entry in options.limit:
        key, _, seconds = entry.partition("=")
        limits[key] = float(seconds)
    text = report(measure(options.folder, limits), limits)
    if options.write is not None:
        options.write.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
