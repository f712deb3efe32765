"""Scheduling on PSPLIB: proven, equal to the best known, gaps against time; ours and a reference.

    python -m benchmarks.psplib FOLDER RESULTS [--set j30=60 ...] [--reference]
    python -m benchmarks.psplib FOLDER RESULTS --write docs/performance-scheduling.md

FOLDER holds PSPLIB ``.sm`` files and ``reference_makespans.csv`` with the columns file, set,
best_lb and best_ub (best known bounds; equal where the optimum is proven).  RESULTS is a file of
lines that runs add to: an instance it holds is not run again, so a long run can be made in parts.
``--reference`` also runs the plainest strong model straight after ours: interval variables and
cumulative constraints in CP-SAT, the same limit and number of workers, no hint.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import statistics
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from spanwright.works.evolve import breed
from spanwright.works.network import Activity, Link, Network, Resource, build
from spanwright.works.psplib import read_psplib
from spanwright.works.schedule import Schedule
from spanwright.works.sgs import Generator
from spanwright.works.solver import solve
from spanwright.works.verify import violations

LIMITS = {"j30": 60.0, "j60": 30.0, "j90": 30.0, "j120": 30.0}
WORKERS = 2
MOMENTS = (1.0, 3.0, 10.0, 30.0)  # seconds at which the gap is told
SOLVERS = ("spanwright", "reference")
# A plain CP-SAT model, two workers on two cores, on samples of all parameter groups: instances,
# limit [s], proven, equal to the best known, mean and greatest gap.
ELSEWHERE = {
    "j30": (480, 60, 476, 480, 0.0, 0.0),
    "j60": (240, 30, 206, 212, 0.0032, 0.072),
    "j120": (120, 30, 54, 55, 0.0248, 0.107),
}


@dataclass(frozen=True, slots=True)
class Result:
    """One solver on one instance, beside the best known bounds."""

    solver: str
    file: str
    group: str
    limit: float
    is_proven: bool
    makespan: int
    bound: int
    seconds: float
    best_low: int
    best_high: int
    trace: tuple[tuple[float, int], ...]
    load: float  # of the machine when it began, over one minute

    @property
    def gap(self) -> float:
        return self.makespan / self.best_high - 1.0

    def gap_at(self, moment: float) -> float:
        """Gap to the best known at a moment; before the first schedule, that of the first."""
        found = [makespan for seconds, makespan in self.trace if seconds <= moment]
        return (min(found) if found else self.trace[0][1]) / self.best_high - 1.0


def ours(network: Network, limit: float) -> dict[str, Any]:
    """What `solve` finds."""
    outcome = solve(network, limit, workers=WORKERS)
    assert outcome.schedule is not None
    return {
        "schedule": outcome.schedule,
        "bound": outcome.bound,
        "is_proven": outcome.status == "optimal",
        "seconds": outcome.seconds,
        "trace": outcome.trace,
    }


def reference(network: Network, limit: float) -> dict[str, Any]:
    """Start variables, fixed intervals, one cumulative a resource, least makespan; nothing else."""
    from ortools.sat.python import cp_model

    began = time.perf_counter()
    model, days = cp_model.CpModel(), network.durations.astype(int).tolist()
    horizon = sum(days)
    starts = [model.new_int_var(0, horizon, f"s{i}") for i in range(len(network))]
    bars = [
        model.new_fixed_size_interval_var(start, length, f"i{i}")
        for i, (start, length) in enumerate(zip(starts, days, strict=True))
    ]
    for i, j in zip(network.arc_from.tolist(), network.arc_to.tolist(), strict=True):
        model.add(starts[j] >= starts[i] + days[i])
    for r, capacity in enumerate(network.capacities.tolist()):
        users = np.flatnonzero(network.demands[:, r]).tolist()
        units = [int(network.demands[i, r]) for i in users]
        model.add_cumulative([bars[i] for i in users], units, capacity)
    end = model.new_int_var(0, horizon, "makespan")
    for i, start in enumerate(starts):
        model.add(end >= start + days[i])
    model.minimize(end)
    trace: list[tuple[float, int]] = []

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            trace.append((time.perf_counter() - began, int(self.objective_value)))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(model, Watch())
    found = np.array([solver.value(start) for start in starts])
    return {
        "schedule": Schedule(network, found, found + np.array(days)),
        "bound": int(solver.best_objective_bound),
        "is_proven": status == cp_model.OPTIMAL,
        "seconds": time.perf_counter() - began,
        "trace": tuple(trace),
    }


def measure(
    folder: Path, results: Path, limits: dict[str, float], solvers: tuple[str, ...]
) -> None:
    """Solve what the results do not hold yet, each schedule checked, and add it to them."""
    with open(folder / "reference_makespans.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = {(result.solver, result.file) for result in read(results)}
    _warm_up()
    for row in sorted(rows, key=lambda row: list(LIMITS).index(row["set"])):
        for solver in solvers:
            if row["set"] not in limits or (solver, row["file"]) in known:
                continue
            load = os.getloadavg()[0]
            network, limit = read_psplib(folder / row["file"]), limits[row["set"]]
            found = (ours if solver == SOLVERS[0] else reference)(network, limit)
            schedule: Schedule = found.pop("schedule")
            low, high = int(row["best_lb"]), int(row["best_ub"])
            wrong = violations(schedule)
            if wrong or schedule.makespan < low or found["bound"] > high:
                raise SystemExit(f"{row['file']}: {wrong or 'contradicts the published bounds'}")
            result = Result(solver=solver, file=row["file"], group=row["set"], limit=limit,
                            makespan=schedule.makespan, best_low=low, best_high=high, load=load,
                            **found)  # fmt: skip
            with open(results, "a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(result)) + "\n")
            print(f"{row['file']} {solver}: {result.makespan} ({low} to {high}), bound "
                  f"{result.bound}, {result.seconds:.1f} s", flush=True)  # fmt: skip


def _warm_up() -> None:
    """Have the breeding compiled, which numba does once on a machine, before the clock runs."""
    activities = [Activity(str(i), 2, uses={"gang": 1}) for i in range(8)]
    network = build(activities, [Link("0", "1")], [Resource("gang", 2)])
    breed(Generator(network), seconds=60.0, passes=600)


def read(results: Path) -> list[Result]:
    """The lines of a file of results."""
    if not results.exists():
        return []
    found = []
    for line in results.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        trace = tuple((float(a), int(b)) for a, b in entry.pop("trace"))
        found.append(Result(**entry, trace=trace))
    return found


def report(results: list[Result]) -> str:
    """The page: tables of the sets, gaps against time, and the instances not proven."""
    processor = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    versions = f"Python {platform.python_version()}, ortools {version('ortools')}, {_numba()}"
    load = [result.load for result in results]
    head = [
        "# Scheduling: PSPLIB",
        "",
        "Single-mode instances of PSPLIB (Kolisch and Sprecher 1996). *spanwright* is the solver",
        "of `works.solver` with two workers; *reference* is the plainest strong model, run in turn",
        "on the same instances: start variables, intervals and cumulative constraints in CP-SAT,",
        "two workers, no hint. Every schedule of both has passed the checker; no makespan lies",
        "below a published lower bound, no bound above a published makespan.",
        "",
        "The sets are samples of the parameter groups. Those of j90 and j120 are the groups with",
        "the scarcest resources alone (one in four, strength 0.2, and one in five, strength 0.1),",
        f"the hardest of PSPLIB: {_still_open(results)} A mean gap over such a set is larger than",
        "over all groups. Those of j60 leave the scarcest out. What numba compiles was compiled",
        "before the clock ran.",
        "",
        f"Machine: {processor}; {versions}; load when an instance began {min(load):.1f} to "
        f"{max(load):.1f}. Written by `benchmarks/psplib.py`.",
        "",
        "*Gap* is to the best known makespan, *over best bound* to the best known lower bound,",
        "*over own bound* to the bound of the run itself (means).",
        "",
        "| set | instances | limit | solver | proven | equal to best known | gap | greatest gap "
        "| over best bound | over own bound | median time | mean time of proven |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
        *_each(results, _row),
        "",
        "## Beside figures over all groups",
        "",
        "The plainest strong model was measured before on samples of *all* parameter groups of the",
        "library, on two cores too. The sets differ, so only the direction of each row can be",
        "compared: at j120 that sample holds easy groups, ours the hardest group alone.",
        "",
        "| set | there: instances | limit | proven | equal to best known | gap | greatest gap "
        "| here: instances | proven | equal to best known | gap | greatest gap |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
        *_elsewhere_rows(results),
        "",
        "## Gap against time",
        "",
        "Mean gap to the best known makespan after so many seconds.",
        "",
        "| set | solver | " + " | ".join(f"{m:g} s" for m in MOMENTS) + " |",
        "|---|---|" + "---|" * len(MOMENTS),
        *_each(results, _row_of_time),
        "",
        "## Not proven within the limit",
        "",
        "| instance | best known | spanwright | bound | gap | reference | bound | gap |",
        "|---|---|---|---|---|---|---|---|",
        *_open_rows(results),
        "",
    ]
    return "\n".join(head)


def _each(results: list[Result], row: Any) -> list[str]:
    """A row for each set and solver; a set the reference has not run has one row."""
    rows = []
    for group in LIMITS:
        for solver in SOLVERS:
            some = [r for r in results if r.group == group and r.solver == solver]
            if some:
                rows.append(row(group, solver, some))
    return rows


def _row(group: str, solver: str, some: list[Result]) -> str:
    proven = [r for r in some if r.is_proven]
    equal = sum(r.makespan == r.best_high for r in some)
    return (
        f"| {group} | {len(some)} | {some[0].limit:g} s | {solver} | {len(proven)} | {equal} "
        f"| {_mean(r.gap for r in some):.2%} | {max(r.gap for r in some):.1%} "
        f"| {_mean(r.makespan / r.best_low - 1.0 for r in some):.2%} "
        f"| {_mean(r.makespan / r.bound - 1.0 for r in some):.2%} "
        f"| {statistics.median(r.seconds for r in some):.2f} s "
        f"| {_mean(r.seconds for r in proven):.2f} s |"
    )


def _row_of_time(group: str, solver: str, some: list[Result]) -> str:
    gaps = [f"{_mean(r.gap_at(moment) for r in some):.2%}" for moment in MOMENTS]
    return f"| {group} | {solver} | " + " | ".join(gaps) + " |"


def _elsewhere_rows(results: list[Result]) -> list[str]:
    rows = []
    for group, (count, limit, proven, equal, gap, greatest) in ELSEWHERE.items():
        some = [r for r in results if r.group == group and r.solver == SOLVERS[0]]
        if not some:
            continue
        same = sum(r.makespan == r.best_high for r in some)
        rows.append(
            f"| {group} | {count} | {limit} s | {proven / count:.1%} | {equal / count:.1%} "
            f"| {gap:.2%} | {greatest:.1%} | {len(some)} "
            f"| {sum(r.is_proven for r in some) / len(some):.1%} | {same / len(some):.1%} "
            f"| {_mean(r.gap for r in some):.2%} | {max(r.gap for r in some):.1%} |"
        )
    return rows


def _still_open(results: list[Result]) -> str:
    """How many of the hardest have no proven optimum anywhere."""
    some = {r.file: r for r in results if r.group in ("j90", "j120")}
    found = sum(r.best_low < r.best_high for r in some.values())
    return f"for {found} of these {len(some)} no optimum has been proven anywhere."


def _numba() -> str:
    try:
        return f"numba {version('numba')}"
    except PackageNotFoundError:
        return "no numba"


def _open_rows(results: list[Result]) -> list[str]:
    by = {(r.solver, r.file): r for r in results}
    rows = []
    for file in dict.fromkeys(r.file for r in results):
        pair = [by.get((solver, file)) for solver in SOLVERS]
        if all(r is None or r.is_proven for r in pair):
            continue
        some = next(r for r in pair if r is not None)
        known = f"{some.best_low} to {some.best_high}"
        cells = ["| | " if r is None else f"{r.makespan} | {r.bound} | {r.gap:.1%}" for r in pair]
        rows.append(f"| {file.removesuffix('.sm')} | {known} | {' | '.join(cells)} |")
    return rows


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.fmean(found) if found else 0.0


def main() -> None:
    """Measure, or write the page from what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--set", action="append", default=[], metavar="SET=SECONDS", dest="sets")
    parser.add_argument("--reference", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if options.write is not None:
        options.write.write_text(report(read(options.results)), encoding="utf-8")
        return
    limits = dict(LIMITS) if not options.sets else {}
    for entry in options.sets:
        key, _, seconds = entry.partition("=")
        limits[key] = float(seconds or LIMITS[key])
    solvers = SOLVERS if options.reference else SOLVERS[:1]
    measure(options.folder, options.results, limits, solvers)


if __name__ == "__main__":
    main()
