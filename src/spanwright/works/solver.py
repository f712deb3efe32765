"""The scheduler: the generator first, then proof and improvement, and a check of every answer.

1. Lags that run in a circle too long: infeasible, with the circle.
2. The schedule generator gives a schedule, cheap bounds may prove it already.
3. CP-SAT for a short while: it settles most plans in a second.
4. For the hard ones breeding of orders, which is better at large and tight plans, on all cores
   where numba compiles it and else beside CP-SAT; then CP-SAT again with the best schedule as its
   hint and its length as its horizon.

Whoever found a schedule, the independent checker looks at it before anyone else sees it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from spanwright.datum.errors import InputError, SelfCheckError
from spanwright.works.bounds import lower_bound
from spanwright.works.compiled import first_horizon, has_numba
from spanwright.works.critical import time_windows
from spanwright.works.exact import Answer, is_available, solve_exact
from spanwright.works.explain import Cause, explain
from spanwright.works.lags import LagCycle, earliest
from spanwright.works.network import Network
from spanwright.works.schedule import Schedule
from spanwright.works.sgs import Generator, order_of, place
from spanwright.works.verify import violations

_QUICK_PASSES: Final = 60
_QUICK_SECONDS: Final = 1.0
_ALONE_SECONDS: Final = 5.0  # breeding when there is no exact solver to hand over to
_FIRST_SHARE: Final = 0.15  # of the time, for the first exact attempt
_HARD: Final = 0.02  # gap above which breeding is given its share
_BREED_SHARE: Final = 0.5  # beside the exact solver, on one core
_BREED_ALONE: Final = 0.45  # on all cores
_EASY_SHARE: Final = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What is known of a plan.

    status   : "optimal" (proven), "feasible" (a schedule, perhaps not the best), "infeasible"
               (there is none, see cause) or "unknown" (none found in the time)
    makespan : days to the last finish, None without a schedule
    bound    : no schedule ends before it                                       [day]
    method   : who found the schedule
    trace    : (seconds, makespan) whenever a shorter schedule was found; those of the exact solver
               count when its search ends
    """

    status: str
    makespan: int | None
    bound: int
    schedule: Schedule | None
    method: str
    notes: tuple[str, ...]
    cause: Cause | None
    seconds: float
    trace: tuple[tuple[float, int], ...] = ()

    @property
    def gap(self) -> float:
        """How much longer than the bound the schedule is, as a share of the bound."""
        return 0.0 if not self.makespan else self.makespan / max(self.bound, 1) - 1.0


@dataclass(slots=True)
class _Search:
    """The state of one solve."""

    network: Network
    bound: int
    until: float
    workers: int
    seed: int
    generator: Generator
    best: Schedule | None = None
    method: str = ""
    is_infeasible: bool = False
    notes: list[str] = field(default_factory=list)
    trace: list[tuple[float, int]] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.until - time.perf_counter()

    @property
    def is_proven(self) -> bool:
        return self.best is not None and self.best.makespan <= self.bound


def solve(
    network: Network,
    time_limit: float = 60.0,
    *,
    workers: int = 2,
    seed: int = 1,
    exact: bool = True,
) -> Outcome:
    """The shortest schedule that the time allows, checked, with a bound.

    time_limit : seconds for the whole search
    exact      : False leaves the optional solver out even where it is installed

    The same network, seed and limit give the same schedule where the search ends by itself;
    where the clock ends it, the schedule depends on the speed of the machine.
    """
    began = time.perf_counter()
    notes = []
    whole = network.in_whole_days()
    if whole is not network:
        notes.append("durations and lags are rounded up to whole days for scheduling")
    times = earliest(whole)
    if isinstance(times, LagCycle):
        cause = Cause("lags", str(times), times.ids)
        took = time.perf_counter() - began
        return Outcome("infeasible", None, 0, None, "", tuple(notes), cause, took)
    search = _Search(
        whole,
        lower_bound(whole),
        began + time_limit,
        workers,
        seed,
        Generator(whole, seed),
        notes=notes,
    )
    _generate(search)
    if not search.is_proven:
        if not exact or not is_available():
            _alone(search, is_missing=exact)
        else:
            _exact(search)
    return _outcome(search, began)


def _generate(search: _Search) -> None:
    seconds = min(_QUICK_SECONDS, 0.2 * max(search.left, 0.0))
    search.generator.improve(passes=_QUICK_PASSES, seconds=seconds, goal=search.bound)
    _take(search, search.generator.schedule(), "schedule generator")


def _take(search: _Search, schedule: Schedule | None, method: str) -> bool:
    """Keep a schedule if it is better and the checker passes it; False when it is refused."""
    if schedule is None:
        return True
    wrong = violations(schedule)
    if wrong and method == "schedule generator":
        raise SelfCheckError(f"schedule generator: {wrong[0]}")
    if wrong:
        search.notes.append(f"a schedule of {method} was refused by the checker: {wrong[0]}")
        return False
    if search.best is None or schedule.makespan < search.best.makespan:
        search.best, search.method = schedule, method
        search.trace.append((time.perf_counter(), schedule.makespan))
    return True


def _alone(search: _Search, *, is_missing: bool) -> None:
    """Without the exact solver: breed for a while and say what is missing."""
    if is_missing:
        search.notes.append(
            "OR-Tools is not installed (pip install 'spanwright[opt]'): "
            "the schedule is good but not proven the shortest"
        )
    if search.best is None or search.network.has_limits:
        return
    _breed(search, min(_ALONE_SECONDS, search.left))


def _breed(search: _Search, seconds: float, stop: Callable[[], bool] = lambda: False) -> None:
    from spanwright.works.evolve import breed  # and with it numba, which takes its time

    assert search.best is not None
    founder = (search.best.starts.tolist(), search.best.finishes.tolist())
    breed(
        search.generator,
        seconds=seconds,
        goal=search.bound,
        founders=[founder],
        crowds=max(search.workers, 1) if has_numba() else 1,
        stop=stop,
    )
    _take(search, search.generator.schedule(), "schedule generator")


def _exact(search: _Search) -> None:
    total = search.left
    _attempt(search, _FIRST_SHARE * total)
    if search.is_proven or search.is_infeasible:
        return
    if search.best is not None and not search.network.has_limits:
        is_hard = search.best.makespan / max(search.bound, 1) - 1.0 > _HARD
        if is_hard and has_numba():
            _breed(search, _BREED_ALONE * total)
        else:
            _breed_beside(search, (_BREED_SHARE if is_hard else _EASY_SHARE) * total)
    if not search.is_proven:
        _attempt(search, search.left)


def _breed_beside(search: _Search, seconds: float) -> None:
    """Breed on one core while the exact solver goes on with the others."""
    if search.workers < 2:
        _breed(search, seconds)
        return
    question = _question(search, seconds, search.workers - 1)
    answer = _ask(question, meanwhile=lambda stop: _breed(search, seconds, stop))
    _hear(search, answer, presolve=True)


def _ask(
    question: dict[str, Any], meanwhile: Callable[[Callable[[], bool]], None] | None = None
) -> Answer:
    """The exact solver's answer, asked in a thread of its own so that Ctrl-C is heard at once.

    meanwhile : is done at the same time, until it ends by itself or its argument says so
    """
    running: list[Any] = []
    with ThreadPoolExecutor(max_workers=1) as pool:
        answer = pool.submit(solve_exact, running=running, **question)
        try:
            if meanwhile is None:
                return answer.result()
            meanwhile(answer.done)
        finally:
            for solver in running:
                solver.stop_search()
        return answer.result()


def _question(search: _Search, seconds: float, workers: int) -> dict[str, Any]:
    """What the exact solver is asked from the best schedule so far."""
    horizon = first_horizon(search.network)
    end = float(horizon if search.best is None else search.best.makespan)
    try:
        windows = time_windows(search.network, end)
        first, last = windows.early_start, windows.late_start
    except InputError:  # greatest lags against calendars; the solver will say that there is none
        first, last = np.zeros(len(search.network)), np.full(len(search.network), end)
    return {
        "network": search.network,
        "horizon": horizon,
        "first": first,
        "last": last,
        "bound": search.bound,
        "hint": search.best,
        "seconds": seconds,
        "workers": workers,
        "seed": search.seed,
    }


def _attempt(search: _Search, seconds: float, *, presolve: bool = True) -> None:
    """One run of the exact solver."""
    if seconds > 0.0:
        question = _question(search, seconds, search.workers)
        _hear(search, _ask({**question, "presolve": presolve}), presolve=presolve)


def _hear(search: _Search, answer: Answer, *, presolve: bool) -> None:
    """Take what the exact solver says, as far as it stands."""
    if answer.status == "infeasible":
        _doubt(search, answer, presolve=presolve)
    elif answer.starts is not None and _take(search, _on_true_days(search, answer), "CP-SAT"):
        search.bound = max(search.bound, answer.bound)


def _doubt(search: _Search, answer: Answer, *, presolve: bool) -> None:
    """The solver says there is no schedule: believe it only where nothing speaks against it."""
    if search.best is not None:
        search.notes.append(
            "CP-SAT called the plan infeasible although a checked schedule exists; "
            "its answer is left out"
        )
    elif presolve and search.left > 0.0:
        # Releases differ in presolve faults, so a second opinion does without it.
        _attempt(search, max(search.left, 2.0 * answer.seconds), presolve=False)
        search.is_infeasible = search.best is None
    else:
        search.is_infeasible = True
    if search.is_infeasible and search.network.has_calendars:
        search.notes.append(f"looked at the first {first_horizon(search.network)} days")


def _on_true_days(search: _Search, answer: Answer) -> Schedule | None:
    """The solver's order of work on the true calendar: never later than on its axis."""
    assert answer.starts is not None
    assert answer.finishes is not None
    if search.network.has_limits or not search.network.has_calendars:
        return Schedule(search.network, answer.starts, answer.finishes)
    net = search.generator.forward
    times = place(net, order_of(net, answer.starts.tolist()))
    return Schedule(search.network, np.array(times[0]), np.array(times[1]))


def _outcome(search: _Search, began: float) -> Outcome:
    cause = None
    status = "unknown"
    if search.best is not None:
        status = "optimal" if search.is_proven else "feasible"
    elif search.is_infeasible:
        status = "infeasible"
        cause = explain(search.network, search.left, search.workers, search.seed)
    else:
        search.notes.append("no schedule was found in the time; give more, or loosen a lag")
    best = search.best
    return Outcome(
        status,
        None if best is None else best.makespan,
        search.bound,
        None if best is None else replace(best),
        search.method,
        tuple(dict.fromkeys(search.notes)),
        cause,
        time.perf_counter() - began,
        _trace(search, began),
    )


def _trace(search: _Search, began: float) -> tuple[tuple[float, int], ...]:
    """The gains of the generator and of the exact solver, in the order of the clock."""
    gains: list[tuple[float, int]] = []
    for clock, makespan in sorted([*search.generator.trace, *search.trace]):
        if not gains or makespan < gains[-1][1]:
            gains.append((clock - began, makespan))
    return tuple(gains)
