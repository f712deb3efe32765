"""A deliverable as one file to download."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from spanwright.deliverables.results import Results
from spanwright.deliverables.write import write_into

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same bytes at any time


def one_file(results: Results, name: str) -> tuple[str, bytes]:
    """File name and content; several files come as one zip."""
    with tempfile.TemporaryDirectory(prefix="spanwright-") as place:
        folder = Path(place)
        paths = write_into(results, folder, only=(name,))
        if len(paths) == 1:
            return paths[0].name, paths[0].read_bytes()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in paths:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
        return f"{name}.zip", buffer.getvalue()
