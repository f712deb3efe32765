"""A run's results on the disk of the store, for deliverables asked for later."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from spanwright.datum.pickled import dumps
from spanwright.deliverables.results import Results
from spanwright.traffic.model import LoadModel

FILE: Final = "results.pickle"
MODELS: Final = "models.pickle"


def save(results: Results, folder: Path) -> None:
    """Write the results of a run."""
    (folder / FILE).write_bytes(dumps(results))


def save_models(models: Mapping[str, LoadModel], folder: Path) -> None:
    """Write the load models that the run's code basis adjusts, such as LM1."""
    (folder / MODELS).write_bytes(dumps(dict(models)))


def load_models(folder: Path) -> dict[str, LoadModel]:
    """Read them back, by name."""
    models: dict[str, LoadModel] = pickle.loads((folder / MODELS).read_bytes())
    return models


def load(folder: Path) -> Results:
    """Read them back.  Only ever from the user's own store: a pickle can hold a program."""
    results: Results = pickle.loads((folder / FILE).read_bytes())
    return results
