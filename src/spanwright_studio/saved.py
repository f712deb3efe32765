"""A run's results on the disk of the store, for deliverables asked for later."""

from __future__ import annotations

import copyreg
import pickle
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from spanwright.deliverables.results import Results

FILE: Final = "results.pickle"


def _read_only(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _proxy(view: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _read_only, (dict(view),)


copyreg.pickle(MappingProxyType, _proxy)  # read-only tables: pickle does not know them


def save(results: Results, folder: Path) -> None:
    """Write the results of a run."""
    (folder / FILE).write_bytes(pickle.dumps(results))


def load(folder: Path) -> Results:
    """Read them back.  Only ever from the user's own store: a pickle can hold a program."""
    results: Results = pickle.loads((folder / FILE).read_bytes())
    return results
