"""The server: what it answers, whom it refuses, and that nothing of it breaks on a bad project."""

import asyncio
import io
import json
import shutil
import time
import zipfile

import httpx
import pytest

from spanwright_studio.app import Studio
from spanwright_studio.guard import LIMIT, Guard

TOKEN, PORT = "a-token", 8123
HOME = f"http://127.0.0.1:{PORT}"


class Client:
    """Requests to the guarded application, in one event loop; the header carries the token."""

    def __init__(self, project, store):
        self.loop = asyncio.new_event_loop()
        self.studio = Studio(project, store)
        app = self.studio.app()
        self.life = self.studio.lifespan(app)
        self.run(self.life.__aenter__())
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(Guard(app, TOKEN, PORT)), base_url=HOME,
            headers={"x-spanwright-token": TOKEN},
        )  # fmt: skip

    def run(self, work):
        return self.loop.run_until_complete(work)

    def __call__(self, method, path, **more):
        return self.run(self.http.request(method, path, **more))

    def wait(self, seconds=120.0):
        """The state once nothing runs any more."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self("GET", "/api/state").json()
            job = state["job"]
            if state["problems"] or (job is not None and job["state"] != "running"):
                return state
            self.run(asyncio.sleep(0.05))
        raise AssertionError("the run did not end")

    def close(self):
        self.run(self.life.__aexit__(None, None, None))
        self.run(self.http.aclose())
        self.loop.close()


@pytest.fixture
def client(project, store):
    client = Client(project, store)
    client.wait()
    yield client
    client.close()


def test_a_saved_run_is_there_at_once_with_all_its_files(client):
    state = client.wait()
    (run,) = state["runs"]
    assert run["saved"]
    assert state["arrangement"] == "arrangement"
    for name in ("head", "elements", "site", "operators", "lines", "works", "evidence"):
        answer = client("GET", f"/api/runs/{run['id']}/{name}.json")
        assert answer.status_code == 200
        assert answer.json()
    model = client("GET", f"/api/runs/{run['id']}/model.glb")
    assert model.content[:4] == b"glTF"
    first = client("GET", "/api/runs/arrangement/model.glb")
    assert first.content == model.content


def test_elements_carry_their_checks_and_the_programme_builds_them(client):
    (run,) = client.wait()["runs"]
    elements = client("GET", f"/api/runs/{run['id']}/elements.json").json()
    girder = next(e for e in elements if e["kind"] == "girder")
    names = [row["name"] for row in girder["checks"]]
    assert "bending" in names
    uses = [row["utilisation"] for row in girder["checks"]]
    assert uses == sorted(uses, key=lambda u: -1 if u is None else u, reverse=True)
    checked = {e["kind"] for e in elements if e["checks"]}
    assert checked >= {"girder", "slab", "bearing", "shaft", "crosshead", "cap", "pile", "abutment"}
    works = client("GET", f"/api/runs/{run['id']}/works.json").json()
    built = {id_ for task in works["activities"] for id_ in task["elements"]}
    assert girder["id"] in built


def test_the_worst_place_is_the_engines(client):
    (run,) = client.wait()["runs"]
    operators = client("GET", f"/api/runs/{run['id']}/operators.json").json()
    lines = client("GET", f"/api/runs/{run['id']}/lines.json").json()
    station = operators["decks"][0]["sections"]["station"]
    section = station.index(min(station, key=lambda x: abs(x - 30.0)))
    for sense, key in ((1, "maximum"), (-1, "minimum")):
        question = {"deck": 0, "section": section, "response": "My", "model": "lm1", "sense": sense}
        found = client("POST", f"/api/runs/{run['id']}/worst", json=question).json()
        expected = lines["traffic"]["My"][key][0][section]
        assert found["value"] == pytest.approx(expected, rel=1e-5, abs=1.0)
        assert found["label"]


@pytest.mark.parametrize("change", [
    {"deck": 9}, {"section": -1}, {"section": "7"}, {"response": "Mz"}, {"model": "no such"},
    {"sense": 2},
])  # fmt: skip
def test_a_question_that_cannot_be_answered_is_told(client, change):
    (run,) = client.wait()["runs"]
    question = {"deck": 0, "section": 3, "response": "My", "model": "lm1", "sense": 1} | change
    answer = client("POST", f"/api/runs/{run['id']}/worst", json=question)
    assert answer.status_code == 422
    (problem,) = answer.json()["error"]["problems"]
    assert problem["message"].startswith(next(iter(change)))


def test_deliverables_of_a_run_can_be_had(client):
    (run,) = client.wait()["runs"]
    base = f"/api/runs/{run['id']}/deliverables"
    names = [row["name"] for row in client("GET", base).json()]
    assert {"report", "summary", "tables", "model"} <= set(names)
    assert json.loads(client("GET", f"{base}/summary").content)["schema"]
    archive = zipfile.ZipFile(io.BytesIO(client("GET", f"{base}/tables").content))
    assert "checks.csv" in archive.namelist()
    assert client("GET", f"{base}/nonsense").status_code == 422


def test_an_edit_runs_beside_the_project_and_is_compared_and_saved(client, project, tmp_path):
    untouched = (project / "project.toml").read_bytes()
    edits = [{"address": "materials.slab", "value": "C40/50"}]
    job = client("POST", "/api/jobs", json={"edits": edits})
    assert job.status_code == 202
    again = client("POST", "/api/jobs", json={"edits": []})
    assert again.status_code == 409  # one at a time
    state = client.wait()
    assert state["job"]["state"] == "done", state["job"]
    assert state["job"]["steps_done"] > 5
    assert [run["edits"] for run in state["runs"]] == [[], edits]
    before, after = (run["id"] for run in state["runs"])
    rows = client("GET", f"/api/compare?before={before}&after={after}").json()["rows"]
    assert any("C40/50" in row["after"] for row in rows)
    assert (project / "project.toml").read_bytes() == untouched
    saved = client("POST", "/api/save", json={"name": "edited", "edits": edits})
    assert saved.status_code == 201
    target = project.parent / "edited"
    assert "C40/50" in (target / "project.toml").read_text("utf-8")
    taken = client("POST", "/api/save", json={"name": "edited", "edits": edits})
    assert taken.status_code == 422
    shutil.rmtree(target)


@pytest.mark.parametrize("name", ["../outside", "a/b", "", ".hidden", "x" * 99, 7, "dot."])
def test_a_project_is_saved_beside_the_opened_one_and_nowhere_else(client, name):
    answer = client("POST", "/api/save", json={"name": name, "edits": []})
    assert answer.status_code == 422


def test_a_wrong_edit_is_told_at_its_field_and_starts_nothing(client):
    edits = [{"address": "layout.girders.count", "value": -1}]
    answer = client("POST", "/api/jobs", json={"edits": edits})
    assert answer.status_code == 422
    (problem,) = answer.json()["error"]["problems"]
    assert problem["address"] == "layout.girders.count"
    assert "whole number" in problem["message"]
    assert client.wait()["job"]["edits"] == []


def test_the_clock_of_a_finished_job_stands(client):
    first = client.wait()["job"]
    client.run(asyncio.sleep(0.25))
    assert client.wait()["job"]["seconds"] == first["seconds"]


def test_a_run_can_be_cancelled_and_another_started(client):
    edits = [{"address": "materials.slab", "value": "C45/55"}]
    job = client("POST", "/api/jobs", json={"edits": edits}).json()
    gone = client("DELETE", f"/api/jobs/{job['id']}")
    assert gone.json()["state"] == "cancelled"
    assert client("GET", f"/api/jobs/{job['id']}").json()["state"] == "cancelled"
    assert client("DELETE", "/api/jobs/nobody").status_code == 404
    client.run(asyncio.sleep(0.25))  # seconds are told to a tenth
    later = client("GET", f"/api/jobs/{job['id']}").json()
    assert later["seconds"] == gone.json()["seconds"]
    back = client("POST", "/api/jobs", json={"edits": []})
    assert back.json()["state"] == "done"  # the saved run is still in the store


def test_a_broken_project_is_told_and_the_server_lives(tmp_path, store):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "project.toml").write_text("[project\nname = 1")
    client = Client(folder, store)
    try:
        state = client.wait()
        assert "broken TOML" in state["problems"][0]["message"]
        assert client("GET", "/api/form").status_code == 422
        assert client("GET", "/api/state").status_code == 200
    finally:
        client.close()


# -- who is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x-spanwright-token": "wrong"}, 401),
        ({"x-spanwright-token": ""}, 401),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1:1"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_requests_from_elsewhere_are_refused(client, headers, status):
    assert client("GET", "/api/state", headers=headers).status_code == status


def test_the_page_hands_the_browser_a_cookie_only_for_the_token(client):
    plain = {"x-spanwright-token": ""}
    assert client("GET", "/", headers=plain).status_code == 401
    page = client("GET", f"/?token={TOKEN}", headers=plain)
    assert "HttpOnly; SameSite=Strict" in page.headers["set-cookie"]
    assert "default-src 'self'" in page.headers["content-security-policy"]
    cookie = page.headers["set-cookie"].split(";")[0]
    assert client("GET", "/api/state", headers={**plain, "cookie": cookie}).status_code == 200
    client.http.cookies.clear()
    assert client("GET", f"/api/state?token={TOKEN}", headers=plain).status_code == 401


def test_a_large_body_is_refused(client):
    answer = client("POST", "/api/jobs", content=b"x" * (LIMIT + 1))
    assert answer.status_code == 413


def test_a_large_body_without_a_length_is_cut_off(client):
    async def pieces():
        for _ in range(12):
            yield b"x" * (LIMIT // 10)

    assert client("POST", "/api/jobs", content=pieces()).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..%2f..%2fpyproject.toml",
        "/assets/%2e%2e/app.py",
        "/assets/../app.py",
        "/api/runs/..%2f..%2f/head.json",
        "/api/runs/arrangement/..%2fsecret",
        "/api/runs/arrangement/results.pickle",
        "/etc/passwd",
        "//etc/passwd",
    ],
)
def test_no_path_leads_out(client, path):
    assert client("GET", path).status_code in (404, 400)


def test_the_pickle_of_a_run_is_not_served(client):
    (run,) = client.wait()["runs"]
    assert client("GET", f"/api/runs/{run['id']}/results.pickle").status_code == 404


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100000])
def test_a_body_that_is_no_object_is_told(client, content):
    assert client("POST", "/api/jobs", content=content).status_code == 422
