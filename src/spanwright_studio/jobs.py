"""Runs under way: one at a time, each in a process that can be stopped, seen by every browser."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import secrets
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, Literal

from spanwright_studio.build import STEPS, build
from spanwright_studio.edits import Edit
from spanwright_studio.store import key_of

_LOST: Final = "the run ended without a result (out of memory?); nothing was changed"
State = Literal["running", "done", "failed", "cancelled"]


@dataclass(slots=True)
class Job:
    """One run.  project: the folder it reads;  edits: against the saved project."""

    id: str
    project: Path
    key: str
    edits: tuple[Edit, ...] = ()
    state: State = "running"
    steps: list[str] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    seconds: float | None = None  # how long it took; None while it runs
    process: BaseProcess | None = None

    def end(self, state: State) -> None:
        """Nothing more comes of it, and its clock stands."""
        self.state = state
        self.seconds = time.monotonic() - self.began

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state != "running"

    def view(self) -> dict[str, Any]:
        """What the page shows of it."""
        seconds = time.monotonic() - self.began if self.seconds is None else self.seconds
        return {
            "id": self.id,
            "state": self.state,
            "step": self.steps[-1] if self.steps else "starting",
            "steps_done": len(self.steps),
            "steps": max(STEPS, len(self.steps)),
            "seconds": round(seconds, 1),
            "problems": self.problems,
            "run": self.key if self.state == "done" else None,
            "edits": [{"address": edit.address, "value": edit.value} for edit in self.edits],
        }


class Jobs:
    """Starts, watches and stops runs; every change wakes whoever follows."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.current: Job | None = None
        self.finished: dict[str, Job] = {}  # run key -> the job that made it, newest last
        self.scratch = Path(tempfile.mkdtemp(prefix="spanwright-studio-edits-"))
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def draft_folder(self) -> Path:
        """A new place for an edited copy of the project; gone with the server."""
        return self.scratch / secrets.token_hex(6)

    async def start(self, project: Path, edits: tuple[Edit, ...] = ()) -> Job:
        """Begin a run, or give it at once where the store has it already.

        Raises RuntimeError while another one is under way.
        """
        if self.current is not None and self.current.state == "running":
            raise RuntimeError("a run is under way; cancel it or wait for its end")
        job = Job(secrets.token_hex(6), project, key_of(project), edits)
        self.current = job
        if (self.store / job.key / "head.json").exists():
            self._finish(job, "done")
            await self.tell()
            return job
        context = multiprocessing.get_context("spawn")  # a fork would copy the server's threads
        ends = context.Pipe(duplex=False)
        job.process = context.Process(
            target=build, args=(str(project), str(self.store), job.key, ends[1]), daemon=True
        )
        job.process.start()
        ends[1].close()
        task = asyncio.create_task(self._watch(job, ends[0]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await self.tell()
        return job

    async def cancel(self, identity: str) -> Job | None:
        """Stop a run; None where there is no such run under way."""
        job = self.current
        if job is None or job.id != identity:
            return None
        if job.state == "running":
            job.end("cancelled")
            if job.process is not None:
                job.process.kill()
            await self.tell()
        return job

    async def follow(self) -> AsyncIterator[None]:
        """Yields whenever something changed, at least every 15 s."""
        while True:
            async with self._changed:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), timeout=15)
            yield

    async def close(self) -> None:
        """Stop what runs and delete the scratch folder."""
        if self.current is not None and self.current.process is not None:
            self.current.process.kill()
        await asyncio.gather(*self._tasks)
        shutil.rmtree(self.scratch, ignore_errors=True)

    async def _watch(self, job: Job, report: Any) -> None:
        running = True
        while running:
            try:
                kind, what = await asyncio.to_thread(report.recv)
            except EOFError:
                kind, what = "lost", None
            running = self._take(job, kind, what)
            await self.tell()
        report.close()
        if job.process is not None:
            await asyncio.to_thread(job.process.join)

    def _take(self, job: Job, kind: str, what: Any) -> bool:
        """Note one report of the worker; gives whether more can follow."""
        if job.state == "cancelled":
            return False
        if kind == "step":
            job.steps.append(what)
            return True
        if kind == "done":
            self._finish(job, "done")
        else:
            text = _LOST if kind == "lost" else f"a fault of ours: {what}"
            job.problems = what if kind == "error" else [{"message": text, "address": None}]
            self._finish(job, "failed")
        return False

    def _finish(self, job: Job, state: State) -> None:
        job.end(state)
        if state == "done":
            self.finished.pop(job.key, None)
            self.finished[job.key] = job

    async def tell(self) -> None:
        """Wake whoever follows."""
        async with self._changed:
            self._changed.notify_all()
