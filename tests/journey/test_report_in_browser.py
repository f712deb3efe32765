"""The report in a real browser, where one is installed: scripts run, nothing is asked from outside.

A headless Chromium loads the file, runs its scripts and prints the document that results.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "deliverables"))
from sample_results import sample_results

from spanwright.deliverables import write_into

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-logging=stderr", "--virtual-time-budget=2000", "--dump-dom",
)  # fmt: skip

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium installed")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    (report,) = write_into(sample_results(), folder, only=("report",))
    command = [BROWSER, *FLAGS, f"--user-data-dir={folder / 'profile'}", report.as_uri()]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:  # a headless browser sometimes hangs on its way out
        pytest.skip("the browser did not end")
    assert run.returncode == 0, run.stderr[-2000:]
    return run


def test_the_scripts_run_without_an_error(loaded):
    console = [line for line in loaded.stderr.splitlines() if "CONSOLE" in line]
    assert not console


def test_tables_became_sortable_and_the_contents_follow_the_reader(loaded):
    assert 'title="Sort by this column"' in loaded.stdout
    assert 'class="here"' in loaded.stdout
    assert 'class="hair"' in loaded.stdout  # the read-out line of a chart
    assert 'class="filter"' in loaded.stdout
