"""web-ifc, which shares no code with ifcopenshell, run on a file that spanwright wrote."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

READER = Path(__file__).parent / "read_with_web_ifc.cjs"


def seen_by_web_ifc(path):
    """What it meshed: ``low`` and ``high`` corner [m], ``volumes`` by name [m3].

    Skips the test where node or the package is not installed.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    run = subprocess.run([node, str(READER), str(path)], capture_output=True, text=True,
                         env=dict(os.environ), timeout=120)  # fmt: skip
    if "Cannot find module 'web-ifc'" in run.stderr:
        pytest.skip("web-ifc is not installed (npm install web-ifc)")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.strip().splitlines()[-1])
