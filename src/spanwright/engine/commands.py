"""What the command line runs for models that are not bridges."""

from __future__ import annotations

from pathlib import Path


def solve(model: Path, out: Path | None = None) -> str:
    """Solve a model file, write its results and say in a few lines where they lie."""
    from spanwright.engine.modelfile import run

    summary = run(model, out)
    cases = ", ".join(summary.cases)
    return (
        f"{summary.title}: solved {cases}\n"
        f"equilibrium residual {summary.equilibrium_residual:.1e}\n"
        f"results in {summary.folder}: {', '.join(summary.files)}"
    )


def export(model: Path, out: Path) -> str:
    """Write a model file as an OpenSees script: Python for ``.py``, Tcl for ``.tcl``."""
    from spanwright.datum.errors import InputError
    from spanwright.datum.toml import read_document
    from spanwright.engine.modelfile import read_frame
    from spanwright.engine.opensees import python_script, tcl_script

    writers = {".py": python_script, ".tcl": tcl_script}
    if out.suffix not in writers:
        raise InputError("--out", "must end in .py or .tcl", got=str(out))
    frame, _ = read_frame(read_document(model))
    script = writers[out.suffix](frame.model(), frame.loads(), plates=frame.shells())
    out.write_text(script, encoding="utf-8")
    return f"OpenSees script in {out}"
