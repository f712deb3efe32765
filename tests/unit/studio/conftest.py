"""A small bridge as a project folder, its run in a store, and a client for the guarded server."""

from __future__ import annotations

import pytest

pytest.importorskip("starlette")
pytest.importorskip("tomlkit")

from studio_project import small_project

from spanwright_studio.build import build
from spanwright_studio.store import key_of


class Reports(list):
    """Stands for the pipe of a worker."""

    def send(self, message):
        self.append(message)

    def close(self):
        pass


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    return small_project(tmp_path_factory.mktemp("studio") / "bridge")


@pytest.fixture(scope="session")
def store(tmp_path_factory, project):
    """A store that holds the project's run."""
    folder = tmp_path_factory.mktemp("store")
    reports = Reports()
    build(str(project), str(folder), key_of(project), reports)
    assert reports[-1][0] == "done", reports[-1]
    return folder
