"""Where finished runs lie: one folder each, named by what went into it; written whole or not.

The store is a cache of the user's own, never of the project: what a project brings along from
elsewhere is never unpickled.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

INPUTS: Final = (".toml", ".xml", ".ifc")  # what a project is made of
MOST: Final = 20_000_000  # bytes of one input file
KEPT: Final = 12  # finished runs that stay on the disk


def open_store() -> Path:
    """The folder of the store, made if need be; a temporary one where there can be none."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(base) / "spanwright" / "studio"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid != os.getuid() if hasattr(os, "getuid") else False:
            raise PermissionError
        probe = folder / f".{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="spanwright-studio-"))
    return folder


def inputs_of(project: Path) -> tuple[Path, ...]:
    """The files of a project folder that a run reads."""
    return tuple(
        sorted(
            path
            for path in project.iterdir()
            if path.suffix.lower() in INPUTS and path.is_file() and path.stat().st_size <= MOST
        )
    )


def key_of(project: Path) -> str:
    """Name of the run of a project: changes with any of its files, and with spanwright itself."""
    digest = hashlib.sha256(_program().encode())
    for path in inputs_of(project):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:24]


@cache
def _program() -> str:
    """Hash of the program's own files: a result of another version is no result of this one."""
    import spanwright
    import spanwright_studio

    digest = hashlib.sha256()
    for package in (spanwright, spanwright_studio):
        root = Path(str(package.__file__)).parent
        for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".toml", ".md")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def copy_inputs(project: Path, target: Path) -> None:
    """A project folder with the same inputs and nothing else."""
    target.mkdir(parents=True)
    for path in inputs_of(project):
        shutil.copyfile(path, target / path.name)


@contextmanager
def written(store: Path, key: str) -> Iterator[Path]:
    """A folder to write a run into; it takes its name when the block ends well."""
    draft = store / f".{key}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        yield draft
        if not (store / key).exists():
            draft.rename(store / key)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def prune(store: Path, keep: set[str]) -> None:
    """Delete the oldest runs beyond KEPT, and drafts of runs that were killed."""
    runs = sorted(
        (p for p in store.iterdir() if p.is_dir() and not p.name.startswith(".")),
        key=lambda p: p.stat().st_mtime,
        reverse=True,
    )
    for path in runs[KEPT:]:
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
