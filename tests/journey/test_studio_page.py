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
def address(tmp_path):
    """Where the studio of a small bridge is served."""
    project = small_project(tmp_path / "bridge")
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


@pytest.mark.slow
def test_a_person_can_do_what_the_page_promises(address, tmp_path):
    pictures = os.environ.get("SPANWRIGHT_PICTURES", str(tmp_path))
    done = subprocess.run(
        [NODE, str(WEB / "tests" / "page.mjs"), address, BROWSER, pictures],
        capture_output=True, text=True, check=False, timeout=600, cwd=WEB,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    steps = {step["name"]: step["ms"] for step in json.loads(done.stdout)}
    assert {"drag the truck", "worst place", "accessible, dark"} <= set(steps)


def test_the_page_and_its_data_are_small():
    """Gzipped, the page is below 1.5 MB."""
    import gzip

    files = [path for path in BUILT.parent.rglob("*") if path.is_file()]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 1_500_000
