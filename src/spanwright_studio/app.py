"""The studio's web application: serves the page, the runs, and takes edits.

Every answer is JSON or a file of a finished run; no path of a request ever becomes a path of the
disk: names are looked up in tables.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from spanwright.datum.errors import InputError, SpanwrightError
from spanwright_studio.build import problems_of
from spanwright_studio.edits import apply, read_edits
from spanwright_studio.guard import LIMIT
from spanwright_studio.jobs import Job, Jobs
from spanwright_studio.store import copy_inputs, prune

PAGE: Final = Path(__file__).parent / "page"
DATA: Final = {  # name in the address -> file of a run, media type
    "model.glb": "model/gltf-binary",
    "operators.bin": "application/octet-stream",
    **{
        f"{name}.json": "application/json"
        for name in ("head", "elements", "site", "operators", "lines", "works", "evidence")
    },
}
OF_LAYOUT: Final = ("model.glb", "elements.json", "site.json")
MEDIA: Final = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css",
                ".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2",
                ".png": "image/png"}  # fmt: skip
FOLDER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}")
ARRANGED: Final = "arrangement"  # the bridge as laid out, before any analysis

Answer = Callable[[Request], Awaitable[Response]]


def refused(status: int, problems: list[dict[str, Any]]) -> JSONResponse:
    """An error in the command line's words, with the field each concerns."""
    return JSONResponse({"error": {"problems": problems}}, status)


def answering(work: Answer) -> Answer:
    """Turns what a user can mend into an answer; what is our fault says so and is logged."""

    async def answer(request: Request) -> Response:
        try:
            return await work(request)
        except SpanwrightError as error:
            return refused(422, problems_of(error))
        except ClientDisconnect:  # the guard ends a body that grows too long
            text = f"a request may hold {LIMIT // 1000} kB"
            return refused(413, [{"message": text, "address": None}])

    return answer


class Studio:
    """One open project: its runs, its jobs and the page."""

    def __init__(self, project: Path, store: Path) -> None:
        self.project, self.store = project, store
        self.jobs = Jobs(store)
        self.page = {p.name: p for p in PAGE.rglob("*") if p.is_file()} if PAGE.is_dir() else {}
        self.opening: list[dict[str, Any]] = []  # what is wrong with the project as it stands
        self.arranged: Path | None = None
        self.saved: str | None = None

    def app(self) -> Starlette:
        """The ASGI application, without its guard."""
        return Starlette(
            routes=[
                Route("/", self.index),
                Route("/assets/{name}", self.asset),
                Route("/api/state", answering(self.state)),
                Route("/api/form", answering(self.form)),
                Route("/api/vehicles", answering(self.vehicles)),
                Route("/api/events", self.events),
                Route("/api/jobs", answering(self.start), methods=["POST"]),
                Route("/api/jobs/{job}", answering(self.job), methods=["GET", "DELETE"]),
                Route("/api/compare", answering(self.compare)),
                Route("/api/save", answering(self.save), methods=["POST"]),
                Route("/api/runs/{run}/worst", answering(self.worst), methods=["POST"]),
                Route("/api/runs/{run}/deliverables", answering(self.deliverables)),
                Route("/api/runs/{run}/deliverables/{name}", answering(self.deliverable)),
                Route("/api/runs/{run}/{name}", answering(self.data)),
            ],
            middleware=[Middleware(GZipMiddleware, minimum_size=4096, compresslevel=4)],
            lifespan=self.lifespan,
        )

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Opens the project while the page loads; stops what runs at the end."""
        opening = asyncio.create_task(self.open())
        try:
            yield
        finally:
            opening.cancel()
            await self.jobs.close()

    async def open(self) -> None:
        """The arrangement at once, the analysis after it."""
        try:
            self.arranged = await asyncio.to_thread(self._arrange)
            job = await self.jobs.start(self.project)
            self.saved = job.key
        except SpanwrightError as error:
            self.opening = problems_of(error)
        await self.jobs.tell()

    def _arrange(self) -> Path:
        from spanwright.deliverables.glb import to_glb
        from spanwright.pipeline.arrangement import arrangement_of
        from spanwright.pipeline.stages import arrange
        from spanwright.project.reader import read_project
        from spanwright_studio.scene import elements_of, site_of

        reading = read_project(self.project)
        arranged = arrangement_of(reading, arrange(reading))
        folder = self.jobs.draft_folder()
        folder.mkdir(parents=True)
        (folder / "model.glb").write_bytes(to_glb(arranged.layout, arranged.neighbours))
        for name, value in (
            ("elements.json", elements_of(arranged.layout)),
            ("site.json", site_of(arranged.layout, arranged.neighbours)),
        ):
            (folder / name).write_text(json.dumps(value, allow_nan=False), "utf-8")
        return folder

    # -- the page ----------------------------------------------------------------------------

    async def index(self, _: Request) -> Response:
        """The page itself."""
        page = self.page.get("index.html")
        if page is None:
            text = "the page is not built: make studio (needs Node), or install a release"
            return Response(text, 503, media_type="text/plain")
        return FileResponse(page, media_type=MEDIA[".html"], headers={"cache-control": "no-store"})

    async def asset(self, request: Request) -> Response:
        """A file of the built page, by its bare name."""
        path = self.page.get(request.path_params["name"])
        if path is None or path.suffix not in MEDIA:
            return missing()
        headers = {"cache-control": "private, max-age=31536000, immutable"}
        return FileResponse(path, media_type=MEDIA[path.suffix], headers=headers)

    # -- what there is -----------------------------------------------------------------------

    async def state(self, _: Request) -> Response:
        """Project, finished runs and the run under way."""
        return JSONResponse(self._state(), headers={"cache-control": "no-store"})

    def _state(self) -> dict[str, Any]:
        from spanwright import __version__

        job = self.jobs.current
        return {
            "project": self.project.name,
            "version": __version__,
            "arrangement": ARRANGED if self.arranged is not None else None,
            "saved": self.saved,
            "runs": [
                {"id": key, "edits": done.view()["edits"], "saved": key == self.saved}
                for key, done in self.jobs.finished.items()
            ],
            "job": None if job is None else job.view(),
            "problems": self.opening,
        }

    async def events(self, _: Request) -> Response:
        """Server-sent events: the state, whenever it changes."""

        async def stream() -> AsyncIterator[str]:
            yield f"data: {json.dumps(self._state())}\n\n"
            async for _ in self.jobs.follow():
                yield f"data: {json.dumps(self._state())}\n\n"

        headers = {"cache-control": "no-store"}
        return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)

    async def form(self, _: Request) -> Response:
        """The project file as a form; what is wrong with it instead, where it cannot be read."""
        from spanwright.project.reader import read_project
        from spanwright_studio.form import form_of

        def read() -> list[dict[str, Any]]:
            return form_of(read_project(self.project))

        return JSONResponse(await asyncio.to_thread(read), headers={"cache-control": "no-store"})

    async def vehicles(self, _: Request) -> Response:
        """Vehicles to drag and load models to place."""
        from spanwright_studio.loads import placeable, vehicles

        return JSONResponse({"vehicles": vehicles(), "models": placeable()})

    async def data(self, request: Request) -> Response:
        """A file of a finished run, or of the arrangement."""
        run, name = request.path_params["run"], request.path_params["name"]
        if run == ARRANGED and self.arranged is not None and name in OF_LAYOUT:
            folder = self.arranged
        elif name in DATA and run in self.jobs.finished:
            folder = self.store / run
        else:
            return missing()
        caching = "no-store" if run == ARRANGED else "private, max-age=31536000, immutable"
        return FileResponse(
            folder / name, media_type=DATA[name], headers={"cache-control": caching}
        )

    # -- questions and changes ---------------------------------------------------------------

    async def worst(self, request: Request) -> Response:
        """The worst place of a load model for a section."""
        from spanwright_studio.loads import worst
        from spanwright_studio.saved import load_models
        from spanwright_studio.unpack import Packed

        folder = self._run(request.path_params["run"])
        if folder is None:
            return missing()
        question = await body(request)

        def answer() -> dict[str, Any]:
            head = json.loads((folder / "head.json").read_bytes())
            low, high = head["kerbs"]
            return worst(Packed(folder), (low, high), load_models(folder), question)

        return JSONResponse(await asyncio.to_thread(answer))

    async def start(self, request: Request) -> Response:
        """Run the project with edits; the file itself stays as it is."""
        from spanwright.project.reader import read_project

        edits = read_edits(await body(request))

        def prepare() -> Path:
            if not edits:
                return self.project
            folder = self.jobs.draft_folder()
            copy_inputs(self.project, folder)
            apply(folder, edits)
            read_project(folder)  # what is wrong is told now, at its fields
            return folder

        folder = await asyncio.to_thread(prepare)
        try:
            job = await self.jobs.start(folder, edits)
        except RuntimeError as error:
            return refused(409, [{"message": str(error), "address": None}])
        if not edits:
            self.saved, self.opening = job.key, []
        await asyncio.to_thread(prune, self.store, set(self.jobs.finished) | {job.key})
        return JSONResponse(job.view(), 202)

    async def job(self, request: Request) -> Response:
        """A run's state; DELETE stops it."""
        identity = request.path_params["job"]
        job: Job | None = self.jobs.current
        if request.method == "DELETE":
            job = await self.jobs.cancel(identity)
        if job is None or job.id != identity:
            return missing()
        return JSONResponse(job.view(), headers={"cache-control": "no-store"})

    async def compare(self, request: Request) -> Response:
        """Two finished runs side by side, in words and rows."""
        from dataclasses import asdict

        from spanwright.deliverables.compare import words
        from spanwright.pipeline.diff import diff

        before, after = (
            self._run(request.query_params.get(key, "")) for key in ("before", "after")
        )
        if before is None or after is None:
            return missing()
        changes = await asyncio.to_thread(diff, before, after)
        rows = [asdict(change) for change in changes]
        return JSONResponse({"words": list(words(changes)), "rows": rows})

    async def save(self, request: Request) -> Response:
        """Write an edited project into a new folder beside the opened one."""
        data = await body(request)
        edits, name = read_edits(data), data.get("name")
        if not isinstance(name, str) or not FOLDER.fullmatch(name) or name.rstrip(". ") != name:
            raise InputError("name", "must be a plain folder name", hint="letters, digits, - and _")
        target = self.project.parent / name
        if target.exists():
            raise InputError("name", "there is already such a folder", got=name)

        def write() -> None:
            from spanwright.project.reader import read_project

            draft = self.jobs.draft_folder()
            copy_inputs(self.project, draft)
            apply(draft, edits)
            read_project(draft)
            shutil.copytree(draft, target)

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            raise InputError("name", "cannot be written", got=error.strerror or "") from None
        return JSONResponse({"folder": str(target)}, 201)

    async def deliverables(self, request: Request) -> Response:
        """What can be downloaded of a run."""
        from spanwright.deliverables.write import DELIVERABLES, ON_REQUEST

        if self._run(request.path_params["run"]) is None:
            return missing()
        every = DELIVERABLES | ON_REQUEST
        return JSONResponse([{"name": name, "about": step} for name, (step, _) in every.items()])

    async def deliverable(self, request: Request) -> Response:
        """One deliverable: its file, or a zip where it has several."""
        from spanwright.deliverables.write import known
        from spanwright_studio.hand import one_file
        from spanwright_studio.saved import load

        folder = self._run(request.path_params["run"])
        if folder is None:
            return missing()
        name = known(request.path_params["name"])

        def make() -> tuple[str, bytes]:
            return one_file(load(folder), name)

        title, content = await asyncio.to_thread(make)
        headers = {"content-disposition": f'attachment; filename="{title}"'}
        return Response(content, media_type="application/octet-stream", headers=headers)

    def _run(self, run: str) -> Path | None:
        return self.store / run if run in self.jobs.finished else None


def missing() -> JSONResponse:
    """404, in the form of every other error."""
    return refused(404, [{"message": "there is no such thing here", "address": None}])


async def body(request: Request) -> dict[str, Any]:
    """The JSON object of a request.  Raises InputError for anything else."""
    try:
        data = json.loads(await request.body())
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise InputError("request", "must be JSON") from None
    if not isinstance(data, dict):
        raise InputError("request", "must be a JSON object")
    return data
