"""Results of earlier analyses, kept for the next deliverable of the same project.

Content-addressed: the name of an entry is the hash of everything the results follow from (the
project's files, this package's own source, the versions of numpy and scipy), so an entry is never
stale.  Entries stand in the user's own cache folder, never beside the project: they are pickles,
which may be trusted only where nobody else writes.  An entry carries the hash of its bytes; one
that does not match is told and computed again.
"""

from __future__ import annotations

import os
import pickle
import platform
import secrets
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from spanwright.datum.pickled import dumps
from spanwright.deliverables.results import Results
from spanwright.project.reader import CLAIMS_FILE, SIZES_FILE, Reading

PLACE: Final = "SPANWRIGHT_CACHE"  # environment: another folder, or "off"
KEPT: Final = 8  # entries; the one used longest ago goes first
DIGEST: Final = 32  # bytes before the pickle


def folder() -> Path | None:
    """Where entries stand; None when the user wants none."""
    named = os.environ.get(PLACE, "")
    if named.lower() == "off":
        return None
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "spanwright"


def key_of(reading: Reading) -> str:
    """Hash of everything the results of a project follow from."""
    hashed = sha256()
    for part in (*_versions(), *_sources(), *_inputs(reading)):
        hashed.update(sha256(part).digest())
    return hashed.hexdigest()


def load(key: str) -> tuple[Results | None, str]:
    """The results kept under this key, and a notice where an entry cannot be used."""
    place = folder()
    if place is None:
        return None, ""
    file = place / f"{key}.results"
    try:
        content = file.read_bytes()
    except OSError:
        return None, ""
    kept = content[DIGEST:]
    if sha256(kept).digest() != content[:DIGEST]:
        return None, f"{file}: is damaged and was not used; the analysis runs again"
    # Written by this very version for these very bytes of input: `key_of` holds both.
    results = pickle.loads(kept)
    if not isinstance(results, Results):
        return None, f"{file}: holds no results and was not used; the analysis runs again"
    os.utime(file)
    return results, ""


def store(key: str, reading: Reading, results: Results) -> None:
    """Keep results for the next time; whole or not at all, and quietly where it cannot be done.

    key : of the files before the analysis; nothing is kept when they changed meanwhile
    """
    place = folder()
    if place is None or key != key_of(reading):
        return
    kept = dumps(results)
    draft = place / f".{secrets.token_hex(8)}.partial"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(sha256(kept).digest() + kept)
        draft.replace(place / f"{key}.results")
        _forget(place)
    except OSError:
        draft.unlink(missing_ok=True)  # a full or locked disk costs time later, not the results now


def _forget(place: Path) -> None:
    entries = sorted(place.glob("*.results"), key=lambda path: path.stat().st_mtime_ns)
    for old in entries[:-KEPT]:
        old.unlink(missing_ok=True)


def _versions() -> Iterator[bytes]:
    yield platform.python_version().encode()
    for name in ("spanwright", "numpy", "scipy"):
        yield version(name).encode()


def _sources() -> Iterator[bytes]:
    """The package itself: a changed formula or table asks for a new analysis."""
    package = Path(__file__).parents[1]
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".toml", ".md"):
            yield path.relative_to(package).as_posix().encode()
            yield path.read_bytes()


def _inputs(reading: Reading) -> Iterator[bytes]:
    """The project file, what stands beside it, and every file it names."""
    project = reading.document.path
    beside = {CLAIMS_FILE, SIZES_FILE, *_texts(reading.document.data)}
    yield project.name.encode()
    yield project.read_bytes()
    for name in sorted(beside):
        try:
            path = project.parent / name
            content = path.read_bytes() if path.is_file() else None
        except (OSError, ValueError):  # no text that could be the name of a file
            continue
        if content is not None:
            yield name.encode()
            yield content


def _texts(value: Any) -> Iterator[str]:
    """Every text of the project file."""
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
