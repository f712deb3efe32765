"""``spanwright studio``: binds loopback, prints the address with its token, opens the browser."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from importlib import import_module
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from spanwright.datum.errors import InputError, ScopeError
from spanwright.project.reader import project_file
from spanwright_studio.app import Studio
from spanwright_studio.guard import Guard
from spanwright_studio.store import open_store

LOOPBACK = "127.0.0.1"


def serve(project: Path, port: int = 0, *, browser: bool = True) -> None:
    """Serve a project until interrupted.  port : 0 takes a free one.

    Raises InputError for a folder without a project file, ScopeError for a port that is taken.
    """
    file = project_file(project)
    if not file.is_file():
        raise InputError(str(file), "no such file", hint="spanwright new makes a project folder")
    # Imported before the address is told: the first view then waits for the arrangement alone.
    for name in ("pipeline.results", "deliverables.glb", "layout.arrange"):
        import_module(f"spanwright.{name}")
    sock = _listen(port)
    port = sock.getsockname()[1]
    token = secrets.token_urlsafe(24)
    address = f"http://{LOOPBACK}:{port}/?token={token}"
    print(f"studio: {address}\nstop it with Ctrl-C", flush=True)
    if browser:
        threading.Timer(0.3, webbrowser.open, [address]).start()
    app = application(file.parent.absolute(), token, port)
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[sock])


def application(project: Path, token: str, port: int, store: Path | None = None) -> ASGIApp:
    """The guarded application of one project."""
    studio = Studio(project, store if store is not None else open_store())
    return Guard(studio.app(), token, port)


def _listen(port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((LOOPBACK, port))
    except (OSError, OverflowError) as error:
        sock.close()
        raise ScopeError(f"port {port} cannot be used: {error}") from None
    return sock
