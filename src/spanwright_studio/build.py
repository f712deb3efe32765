"""One run for the page: analysed in a process of its own, packed into a folder of the store."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from spanwright.datum.errors import InputError, InputErrors, SpanwrightError

STEPS: Final = 13  # of an analysis and its packing, for the progress bar


def build(project: str, store: str, key: str, report: Connection) -> None:
    """Entry of the worker process: analyses a project, writes the run, reports each step.

    Sends ("step", name), then ("done", key), ("error", [problem, ...]) or ("fault", text).
    """
    # Ctrl-C goes to the whole group; the server decides what becomes of its worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")

    @contextmanager
    def progress(step: str) -> Iterator[None]:
        report.send(("step", step))
        yield

    try:
        _write(Path(project), Path(store), key, progress)
        report.send(("done", key))
    except SpanwrightError as error:
        report.send(("error", problems_of(error)))
    except Exception as error:
        import traceback

        report.send(("fault", f"{type(error).__name__}: {error}\n{traceback.format_exc()}"))
    finally:
        report.close()


def problems_of(error: SpanwrightError) -> list[dict[str, Any]]:
    """The problems of an error, each with the address of its field and the command line's words."""
    if isinstance(error, InputErrors):
        return [row for problem in error.problems for row in problems_of(problem)]
    address = error.address if isinstance(error, InputError) else None
    place = error.place if isinstance(error, InputError) else ""
    return [{"message": str(error), "address": address, "place": place}]


def _write(project: Path, store: Path, key: str, progress: Any) -> None:
    from spanwright.analysis.traffic import lm1
    from spanwright.deliverables.glb import to_glb
    from spanwright.deliverables.tables import summary
    from spanwright.pipeline.results import results_of
    from spanwright.pipeline.stages import analyse
    from spanwright_studio.evidence import evidence_page
    from spanwright_studio.lines import lines_of, summary_of
    from spanwright_studio.operators import pack_decks
    from spanwright_studio.programme import works_of
    from spanwright_studio.saved import save, save_models
    from spanwright_studio.scene import elements_of, site_of
    from spanwright_studio.store import written

    with written(store, key) as folder:
        run = analyse(project, progress)
        with progress("operators of the page"):
            manifest, binary = pack_decks(run.decks, run.layout, run.structure.table)
            (folder / "operators.bin").write_bytes(binary)
            _json(folder / "operators.json", manifest)
        with progress("diagrams, elements and programme of the page"):
            results = results_of(run)
            elements = elements_of(results.layout, results.checks.series)
            sections = [deck["sections"]["index"] for deck in manifest["decks"]]
            (folder / "model.glb").write_bytes(to_glb(results.layout, results.neighbours))
            _json(folder / "elements.json", elements)
            _json(folder / "site.json", site_of(results.layout, results.neighbours))
            _json(folder / "lines.json", lines_of(run, results, sections))
            _json(folder / "head.json", summary_of(run, results))
            _json(folder / "works.json", works_of(results.works, {e["id"] for e in elements}))
            _json(folder / "evidence.json", evidence_page(results))
            _json(folder / "summary.json", summary(results))
            save(results, folder)
            save_models({"lm1": lm1(run.parameters)}, folder)


def _json(path: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    path.write_text(text, "utf-8")
