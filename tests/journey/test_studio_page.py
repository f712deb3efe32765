"""The studio as a person uses it: the built page in a real Chromium, against a real server.

Needs Node with the page's packages (``make page``) and Chromium; skipped with the reason where one
is missing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("starlette")
sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "studio"))
from studio_project import small_project

WEB = Path(__file__).parents[2] / "studio" / "web"
BUILT = Path(__file__).parents[2] / "src" / "spanwright_studio" / "page" / "index.html"
NODE = shutil.which("node")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="no Node installed"),
    pytest.mark.skipif(BROWSER is None, reason="no Chromium installed"),
    pytest.mark.skipif(not BUILT.exists(), reason="the page is not built: make page"),
    pytest.mark.skipif(
        not (WEB / "node_modules" / "playwright-core").is_dir(), reason="no packages: make page"
    ),
]


@pytest.fixture
def length():
    """Of the bridge that is served [m]."""
    return 60.0


@pytest.fixture
def address(tmp_path, length):
    """Where the studio of a small bridge is served."""
    project = small_project(tmp_path / "bridge", length)
    command = [sys.executable, "-m", "spanwright.cli", "studio", str(project), "--no-browser"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            yield found.group()
        finally:
            server.terminate()


def drive(script, *arguments):
    """What a script under studio/web/tests prints, read as JSON."""
    done = subprocess.run(
        [NODE, str(WEB / "tests" / script), *arguments],
        capture_output=True, text=True, check=False, timeout=600, cwd=WEB,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


@pytest.mark.slow
def test_a_person_can_do_what_the_page_promises(address, tmp_path):
    pictures = os.environ.get("SPANWRIGHT_PICTURES", str(tmp_path))
    told = drive("page.mjs", address, BROWSER, pictures)
    steps = {step["name"]: step["ms"] for step in told}
    assert {"drag the truck", "worst place", "accessible, dark"} <= set(steps)


@pytest.mark.slow
@pytest.mark.parametrize("length", [35.0, 120.0])
def test_a_bridge_of_any_length_begins_with_its_truck_on_the_deck_and_all_in_view(
    address, tmp_path, length
):
    pictures = os.environ.get("SPANWRIGHT_PICTURES", str(tmp_path))
    seen = drive("views.mjs", address, BROWSER, f"{pictures}/{length:g}")
    first, second = seen["supports"][:2]
    assert first < min(seen["wheels"])
    assert max(seen["wheels"]) < second
    assert first < seen["section"] < second
    assert seen["moment"] > 1e3
    assert set(seen["reach"]) == {"whole", "side", "top"}
    for view, reach in seen["reach"].items():  # 1: the edge of the window
        assert 0.5 < reach < 1.0, view
    assert seen["faults"] == []


def test_the_page_and_its_data_are_small():
    """Gzipped, the page is below 1.5 MB."""
    import gzip

    files = [path for path in BUILT.parent.rglob("*") if path.is_file()]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 1_500_000
