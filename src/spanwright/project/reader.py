"""The one door for a project: ``read_project`` gives the brief, its ledger and its register.

Every problem of both files is told at once, each with ``file:line``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from spanwright.alignment import Alignment
from spanwright.datum.errors import InputError, InputErrors
from spanwright.datum.ledger import Ledger, Notice
from spanwright.datum.nearest import did_you_mean
from spanwright.datum.toml import Document, read_document
from spanwright.evidence.records import Records
from spanwright.evidence.register import Register, build_register, register_of
from spanwright.project.axis import axis_of
from spanwright.project.crosschecks import Sections, cross_check
from spanwright.project.fields import Section
from spanwright.project.kinds import show
from spanwright.project.origins import Findings, trace
from spanwright.project.schema import Brief
from spanwright.project.wording import first_causes, sections_of

PROJECT_FILE: Final = "project.toml"
CLAIMS_FILE: Final = "claims.toml"
SIZES_FILE: Final = "sizes.toml"  # written by `spanwright size`


@dataclass(frozen=True, slots=True)
class Reading:
    """What a project folder says.

    brief    : the validated file, SI
    ledger   : one line a value: given, reported or assumed
    notices  : reservations that do not stop a run
    register : claims, what was adopted, contradictions, observations
    document : the file itself, for ``document.place(address)``
    axis     : the axis in plan, None where it is straight
    """

    brief: Brief
    ledger: Ledger
    notices: tuple[Notice, ...]
    register: Register
    document: Document
    axis: Alignment | None = None


def project_file(path: Path) -> Path:
    """The project file meant by a path: the file itself or the one in the folder."""
    return path / PROJECT_FILE if path.is_dir() else path


def read_project(path: Path) -> Reading:
    """Read a project folder (or its project file) strictly.

    Raises InputError for a file that cannot be parsed or an axis that cannot be used, InputErrors
    for all that is wrong in files that can.
    """
    document = with_sizes(read_document(project_file(path)))
    register, problems = _read_claims(document.path.parent / CLAIMS_FILE)
    findings = Findings(document, register, ids_known=not problems)
    sections = dict(_sections(document, findings))
    problems += findings.problems
    if not problems:
        return _reading(sections, findings)
    raise InputErrors(sorted(problems, key=_by_place(document)))


def with_sizes(document: Document) -> Document:
    """The project file with the ``sizes.toml`` beside it, if there is one, as its ``[sizes]``.

    Raises InputError where both files give sizes.
    """
    path = document.path.parent / SIZES_FILE
    if not path.exists():
        return document
    if "sizes" in document.data:
        raise InputError(
            "sizes",
            f"stands here and in {SIZES_FILE}",
            hint="delete one of them",
            place=document.place("sizes"),
        )
    return document.attach("sizes", read_document(path))


def _by_place(document: Document) -> Any:
    def key(problem: InputError) -> tuple[bool, int]:
        name, _, line = problem.place.rpartition(":")
        return name != document.path.name, int(line) if line.isdigit() else 0

    return key


def _read_claims(path: Path) -> tuple[Register, list[InputError]]:
    if not path.exists():
        return build_register(Records()), []
    try:
        return register_of(read_document(path)), []
    except InputErrors as errors:
        # The project file is still checked, but its ids cannot be looked up.
        return build_register(Records()), list(errors.problems)
    except InputError as error:
        return build_register(Records()), [error]


def _sections(document: Document, findings: Findings) -> Iterator[tuple[str, Section | None]]:
    """Validate each top-level section by itself, then what lies between them."""
    raw = document.data
    for key in raw:
        if key not in Brief.model_fields:
            findings.blame(key, "unknown section", hint=did_you_mean(key, Brief.model_fields))
    found: dict[str, Section | None] = {}
    for name, info in Brief.model_fields.items():
        model, _ = sections_of(info.annotation)
        if model is None:
            raise TypeError(f"{name} is no section")  # a fault of the schema, not of the user
        if name in raw:
            found[name] = _validated(model, raw[name], name, findings)
        elif info.is_required():
            findings.blame(name, "is missing", hint=f"add a [{name}] section")
            found[name] = None
        elif info.default is not None:
            trace(model, {}, name, findings)
            found[name] = info.default
    known = {
        key: found.get(key) for key in ("site", "road", "layout", "programme", "codes", "sizes")
    }
    for problem in cross_check(Sections(**known)):  # type: ignore[arg-type]
        findings.blame(problem.address, problem.expected, problem.got, problem.hint)
    yield from found.items()


def _validated(model: type[Section], raw: Any, name: str, findings: Findings) -> Section | None:
    before = len(findings.problems)
    filled = trace(model, raw, name, findings)
    try:
        section = model.model_validate(filled)
    except ValidationError as errors:
        told = {problem.address for problem in findings.problems[before:]}
        for problem in first_causes(errors.errors(include_url=False), model, name):
            # A value that a claim should give, and the claim is missing or wrong: told there.
            claimless = problem.got == show(None) and (
                not findings.ids_known or f"{problem.address}.source" in told
            )
            if problem.address not in told and not claimless:
                findings.blame(problem.address, problem.expected, problem.got, problem.hint)
        return None
    return section


def _idle(brief: Brief) -> tuple[str, ...]:
    """Starts of addresses whose defaults no part of this bridge uses."""
    kinds = {part.girders for part in brief.layout.parts}
    steel = ("girders", "studs", "launch", "cross_frames")
    idle = () if "prestressed" in kinds else ("layout.precast.",)
    if "steel" in kinds:
        return idle
    grades = ("materials.steel", "materials.stud_strength")
    return (*idle, *grades, *(f"layout.{name}." for name in steel))


def _reading(sections: dict[str, Section | None], findings: Findings) -> Reading:
    brief = Brief.model_validate(sections)
    idle = _idle(brief)
    lines = [x for x in findings.lines if x.note != "default" or not x.address.startswith(idle)]
    remarks = tuple(Notice("codes.remarks", text) for text in brief.codes.remarks)
    return Reading(
        brief,
        Ledger(tuple(lines)),
        (*findings.notices, *remarks),
        findings.register,
        findings.document,
        axis_of(brief.road.axis, findings.document),
    )
