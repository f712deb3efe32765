"""All responses of the 1,005 m deck under road and track loads, placed exactly."""

from __future__ import annotations

import resource
from time import perf_counter

import numpy as np

from benchmarks.decks import flagship
from spanwright.engine.influence import surfaces
from spanwright.engine.statics import prepare
from spanwright.engine.surfaces import Responses
from spanwright.traffic.library import load_model
from spanwright.traffic.place import place

MODELS = ("lm1", "flm3", "hl93", "ak", "nk")
TRACKS = ("lm71", "sw2", "e80")
KERBS = [(-3.5, 3.5)]


def run(
    length: float = 1005.0, step: float = 2.5, models: tuple[str, ...] = MODELS, most: int = 0
) -> dict[str, float]:
    """Seconds of each part of the job, the number of responses and the peak memory in MB.

    most : 0, or about this many responses, spread evenly over all
    """
    seconds: dict[str, float] = {}
    busy = _processor()
    start = perf_counter()
    deck = flagship(length, step)
    ready = prepare(deck.model)
    seconds["assemble and factorise"] = perf_counter() - start
    start = perf_counter()
    asked = deck.responses
    if most:
        pick = np.linspace(0, len(asked.names) - 1, most).astype(int)
        asked = Responses(
            asked.kind[pick], asked.index[pick], asked.side[pick], asked.component[pick],
            tuple(asked.names[k] for k in pick),
        )  # fmt: skip
    eta = surfaces(ready, asked, deck.lines, deck.supports)
    seconds["influence surfaces"] = perf_counter() - start
    for name in models:
        start = perf_counter()
        model = load_model(name)
        if name == "flm3" or model.kind == "track":
            place(eta, model, axes=[-1.75])
        else:
            place(eta, model, KERBS)
        seconds[name] = perf_counter() - start
    seconds["total"] = sum(seconds.values())
    seconds["processor"] = _processor() - busy
    seconds["responses"] = len(eta.names)
    # what helpers share with their parent is counted twice
    seconds["peak MB at most"] = sum(r.ru_maxrss for r in _usage()) / 1024
    return seconds


def _usage() -> list[resource.struct_rusage]:
    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


def _processor() -> float:
    """Seconds of processor time of this process and its helpers."""
    return sum(r.ru_utime + r.ru_stime for r in _usage())


def main() -> None:
    """Print the tables of road and of track loads."""
    for models in (MODELS, TRACKS):
        for name, value in run(models=models).items():
            print(f"{name:>24s} {value:10.2f}")
