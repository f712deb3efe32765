"""Readers of the PSPLIB formats: single-mode ``.sm`` and, with time lags, RCPSP/max ``.sch``.

Strict: what is not as the format says is refused with its line.
Source of the formats: Kolisch and Sprecher, PSPLIB, European Journal of Operational Research 96
(1996) 205-216; Schwindt, ProGen/max, WIOR report 449, Karlsruhe (1995).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from spanwright.datum.errors import InputError
from spanwright.works.network import Activity, Kind, Link, Network, Resource, build

_WHOLE: Final = re.compile(r"[-+]?\d+")
_LAG: Final = re.compile(r"\[\s*([-+]?\d+)\s*\]")


def read_psplib(path: Path) -> Network:
    """The network of a ``.sm`` or ``.sch`` file.

    Raises InputError for a file that is missing, of another kind or not as the format says.
    """
    readers: dict[str, Callable[[str, str], Network]] = {".sm": parse_sm, ".sch": parse_sch}
    if path.suffix.lower() not in readers:
        raise InputError(path.name, "must be a .sm or .sch file", got=path.suffix or "no ending")
    return readers[path.suffix.lower()](read_text(path), path.name)


def read_text(path: Path) -> str:
    """Text of a file of the user's.  Raises InputError when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise InputError(str(path), "no such file") from None
    except UnicodeDecodeError as error:
        raise InputError(path.name, f"must be a text file (byte {error.start} is not)") from None
    except OSError as error:
        raise InputError(path.name, f"cannot be read: {error.strerror or error}") from None


class _Lines:
    """The lines of a file, one after another, with errors that name the line."""

    def __init__(self, text: str, name: str) -> None:
        self.lines, self.name, self.at = text.split("\n"), name, 0

    def fail(self, expected: str, got: str | None = None, line: int | None = None) -> InputError:
        number = self.at if line is None else line
        shown = self.lines[number - 1].strip() if got is None and number <= len(self.lines) else got
        return InputError(
            "line", expected, got=(shown or "nothing")[:60], place=f"{self.name}:{number}"
        )

    def next(self, wanted: str) -> str:
        """The next line that is not blank."""
        while self.at < len(self.lines):
            self.at += 1
            if self.lines[self.at - 1].strip():
                return self.lines[self.at - 1].strip()
        self.at = len(self.lines)
        raise self.fail(f"must hold {wanted}", "the end of the file")

    def wholes(self, text: str, wanted: str, least: int | None = None) -> list[int]:
        words = text.split()
        if not all(_WHOLE.fullmatch(word) for word in words):
            raise self.fail(f"must hold {wanted}, whole numbers only")
        values = [int(word) for word in words]
        if least is not None and any(value < least for value in values):
            raise self.fail(f"must hold {wanted}, none below {least}")
        return values

    def end(self) -> None:
        while self.at < len(self.lines):
            self.at += 1
            if self.lines[self.at - 1].strip():
                raise self.fail("must be the end of the file")


def parse_sm(text: str, name: str = "text.sm") -> Network:
    """The network of a PSPLIB single-mode file."""
    lines = _Lines(text, name)
    jobs, resources = _sm_header(lines)
    successors = _sm_precedence(lines, jobs)
    durations, demands = _sm_requests(lines, jobs, resources)
    capacities = _sm_capacities(lines, resources)
    columns = [f"R{r + 1}" for r in range(resources)]
    return build(
        [_job(str(i + 1), durations[i], columns, demands[i]) for i in range(jobs)],
        [Link(str(i + 1), str(j)) for i in range(jobs) for j in successors[i]],
        [Resource(column, units) for column, units in zip(columns, capacities, strict=True)],
        name=Path(name).stem,
    )


def _job(job: str, duration: int, columns: list[str], units: list[int]) -> Activity:
    uses = {column: need for column, need in zip(columns, units, strict=True) if need}
    return Activity(job, float(duration), uses=uses, is_milestone=duration == 0)


def _sm_header(lines: _Lines) -> tuple[int, int]:
    """Number of jobs and of renewable resources."""
    found: dict[str, int] = {}
    keys = {"jobs": "jobs", "- renewable": "renewable", "- nonrenewable": "nonrenewable"}
    keys |= {"- doubly constrained": "doubly", "projects": "projects"}
    while True:
        line = lines.next("PRECEDENCE RELATIONS:")
        if line.upper().startswith("PRECEDENCE RELATIONS"):
            break
        label, colon, rest = line.partition(":")
        for start, key in keys.items():
            if colon and label.strip().lower().startswith(start):
                words = rest.split()
                if not words or not words[0].isdigit():
                    raise lines.fail(f"must say how many: {start}")
                found[key] = int(words[0])
    for key in ("jobs", "renewable"):
        if found.get(key, 0) < 1:
            raise lines.fail(f"must come after a line with the number of {key}, 1 or more")
    for key in ("nonrenewable", "doubly"):
        if found.get(key, 0):
            raise lines.fail(f"{key} resources are not covered; renewable ones are")
    if found.get("projects", 1) != 1:
        raise lines.fail("files with more than one project are not covered")
    return found["jobs"], found["renewable"]


def _sm_precedence(lines: _Lines, jobs: int) -> list[list[int]]:
    _sm_heading(lines, "jobnr.")
    wanted = "job, number of modes, number of successors, successors"
    successors: list[list[int]] = []
    for job in range(1, jobs + 1):
        row = lines.wholes(lines.next(f"the precedence of job {job}"), wanted, 0)
        if len(row) < 3 or row[0] != job:
            raise lines.fail(f"must hold, for job {job}: {wanted}")
        if row[1] != 1:
            raise lines.fail("jobs with several modes are not covered")
        if len(row) != 3 + row[2]:
            raise lines.fail(f"must list {row[2]} successors", f"{len(row) - 3}")
        if any(not 1 <= j <= jobs for j in row[3:]):
            raise lines.fail(f"successors must be jobs 1 to {jobs}")
        successors.append(list(dict.fromkeys(row[3:])))
    return successors


def _sm_requests(lines: _Lines, jobs: int, resources: int) -> tuple[list[int], list[list[int]]]:
    _sm_heading(lines, "REQUESTS/DURATIONS")
    _sm_heading(lines, "jobnr.")
    durations, demands = [], []
    for job in range(1, jobs + 1):
        line = lines.next(f"the duration of job {job}")
        if set(line) == {"-"}:
            line = lines.next(f"the duration of job {job}")
        wanted = f"job {job}, mode 1, duration and {resources} requests"
        row = lines.wholes(line, wanted, 0)
        if len(row) != 3 + resources or row[:2] != [job, 1]:
            raise lines.fail(f"must hold {wanted}")
        durations.append(row[2])
        demands.append(row[3:])
    return durations, demands


def _sm_capacities(lines: _Lines, resources: int) -> list[int]:
    _sm_heading(lines, "RESOURCEAVAILABILITIES")
    _sm_heading(lines, "R")
    wanted = f"{resources} capacities"
    row = lines.wholes(lines.next(wanted), wanted, 0)
    if len(row) != resources:
        raise lines.fail(f"must hold {wanted}")
    if lines.at < len(lines.lines) and set(lines.lines[lines.at].strip()) == {"*"}:
        lines.at += 1
    lines.end()
    return row


def _sm_heading(lines: _Lines, start: str) -> None:
    line = lines.next(start)
    if set(line) == {"*"}:
        line = lines.next(start)
    if not line.upper().startswith(start.upper()):
        raise lines.fail(f"must begin with {start}")


def parse_sch(text: str, name: str = "text.sch") -> Network:
    """The network of an RCPSP/max file: starts tied to starts by least and greatest lags.

    A negative lag from i to j says that i starts at most so many days after j.
    """
    lines = _Lines(text, name)
    first = lines.wholes(lines.next("numbers of activities and resources"), "the numbers", 0)
    if len(first) < 2 or first[1] < 1 or first[0] < 1:
        raise lines.fail("must hold the numbers of activities and of renewable resources")
    if any(first[2:]):
        raise lines.fail("only renewable resources are covered: the other numbers must be 0")
    jobs, resources = first[0] + 2, first[1]
    links = [link for job in range(jobs) for link in _sch_successors(lines, job, jobs)]
    rows = [_sch_activity(lines, job, resources) for job in range(jobs)]
    wanted = f"{resources} capacities"
    capacities = lines.wholes(lines.next(wanted), wanted, 0)
    if len(capacities) != resources:
        raise lines.fail(f"must hold {wanted}")
    lines.end()
    columns = [f"R{r + 1}" for r in range(resources)]
    return build(
        [_job(str(i), row[0], columns, row[1:]) for i, row in enumerate(rows)],
        links,
        [Resource(column, units) for column, units in zip(columns, capacities, strict=True)],
        name=Path(name).stem,
    )


def _sch_successors(lines: _Lines, job: int, jobs: int) -> list[Link]:
    line = lines.next(f"the successors of activity {job}")
    lags = [int(value) for value in _LAG.findall(line)]
    plain = _LAG.sub(" ", line)
    wanted = "activity, modes, number of successors, successors, lags in square brackets"
    row = lines.wholes(plain, wanted, 0)
    if len(row) < 3 or row[0] != job:
        raise lines.fail(f"must hold, for activity {job}: {wanted}")
    if row[1] != 1:
        raise lines.fail("activities with several modes are not covered")
    if len(row) != 3 + row[2] or len(lags) != row[2]:
        raise lines.fail(
            f"must list {row[2]} successors and as many lags",
            f"{len(row) - 3} successors, {len(lags)} lags",
        )
    if any(j >= jobs or j == job for j in row[3:]):
        raise lines.fail(f"successors must be other activities, 0 to {jobs - 1}")
    return [
        Link(str(job), str(j), Kind.SS, float(lag))
        if lag >= 0
        else Link(str(j), str(job), Kind.SS, None, float(-lag))
        for j, lag in zip(row[3:], lags, strict=True)
    ]


def _sch_activity(lines: _Lines, job: int, resources: int) -> list[int]:
    wanted = f"activity {job}, mode 1, duration and {resources} requests"
    row = lines.wholes(lines.next(wanted), wanted, 0)
    if len(row) != 3 + resources or row[:2] != [job, 1]:
        raise lines.fail(f"must hold {wanted}")
    return row[2:]
