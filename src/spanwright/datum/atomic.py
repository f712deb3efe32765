"""An output folder that is written whole or not at all.

Everything is written into a hidden sibling of the wanted folder; when all is there, two renames
put it in place.  Whatever happens before (an error, a full disk, Ctrl-C), what stood there before
is untouched.
"""

from __future__ import annotations

import io
import json
import math
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np

from spanwright.datum.errors import OutputError

MARKER: Final = ".spanwright-output"  # tells our folders from a user's own
NOTICE: Final = "made by spanwright; replaced as a whole by the next run\n"


@contextmanager
def output_folder(target: Path) -> Iterator[Path]:
    """Yield a folder to write into; it becomes ``target`` only when the block ends well.

    Raises OutputError when it cannot be written, when the disk is full, or when ``target`` holds
    files that are not an earlier output of ours.
    """
    target = target.absolute()
    _refuse_strangers(target)
    draft = _make_draft(target)
    try:
        yield draft
        (draft / MARKER).write_text(NOTICE)
        _flush(draft)
        _swap(draft, target)
    except OSError as error:
        raise _output_error(target, error) from error
    finally:
        # After a good swap the draft is gone; after anything else it must not stay behind.
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def output_files(target: Path) -> Iterator[Path]:
    """Yield a folder to write files into; each then replaces its namesake in ``target``.

    What else stands in ``target`` stays.  Nothing is replaced before every file is whole.  Raises
    OutputError like `output_folder`.
    """
    target = target.absolute()
    _refuse_strangers(target)
    draft = _make_draft(target)
    try:
        yield draft
        _flush(draft)
        if not target.is_dir() or not any(target.iterdir()):
            (draft / MARKER).write_text(NOTICE)
        for path in sorted(p for p in draft.rglob("*") if p.is_file()):
            place = target / path.relative_to(draft)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    except OSError as error:
        raise _output_error(target, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _refuse_strangers(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(f"{target}: is not a folder; choose another with --out")
    try:
        strange = target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists()
    except OSError as error:
        raise _output_error(target, error) from error
    if strange:
        raise OutputError(
            f"{target}: holds files that are not an earlier output of spanwright; "
            "choose another folder with --out"
        )


def _make_draft(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A folder that may not be written is refused now, not after a minute of analysis.
        if target.is_dir() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        draft = target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
        draft.mkdir()
        return draft
    except OSError as error:
        raise _output_error(target, error) from error


def _flush(draft: Path) -> None:
    """Ask the disk to hold the bytes now, so that a full disk shows before the swap."""
    for path in sorted(draft.rglob("*")):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _swap(draft: Path, target: Path) -> None:
    if not target.exists():
        draft.rename(target)
        return
    aside = target.parent / f".{target.name}.{secrets.token_hex(4)}.old"
    try:
        target.rename(aside)
        draft.rename(target)
    except BaseException:
        if aside.exists() and not target.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _output_error(target: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error) or type(error).__name__
    kept = "; what was there before is intact" if target.exists() else ""
    return OutputError(f"{target}: cannot be written: {reason.lower()}{kept}")


def json_bytes(value: Any) -> bytes:
    """Deterministic JSON: keys in the order given, numpy accepted, NaN refused by name."""
    text = json.dumps(_plain(value, "$"), indent=2, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def _plain(value: Any, address: str) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item, f"{address}.{key}") for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{address}[{i}]") for i, item in enumerate(value)]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist(), address)
    if isinstance(value, np.generic):
        return _plain(value.item(), address)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{address}: {value} cannot be written to JSON")
    return value


def write_arrays(path: Path, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
    """An ``.npz`` whose bytes depend on the arrays alone (zip stamps are fixed)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
            # np.savez writes today's date into the archive; the format's own epoch does not move.
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, buffer.getvalue())
