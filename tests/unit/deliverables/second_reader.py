"""Readers in node that share no code with ours, run on files that spanwright wrote."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

READER = Path(__file__).parent / "read_with_web_ifc.cjs"


VALIDATE = """
const { validateBytes } = require("gltf-validator");
const bytes = new Uint8Array(require("fs").readFileSync(process.argv[1]));
validateBytes(bytes).then((found) => console.log(JSON.stringify(found.issues.messages)));
"""


def seen_by_web_ifc(path):
    """What web-ifc meshed: ``low`` and ``high`` corner [m], ``volumes`` by name [m3].

    Skips the test where node or the package is not installed.
    """
    return _answer("web-ifc", str(READER), str(path))


def issues_of_gltf(path):
    """Errors, warnings and hints of the glTF validator of Khronos; skips the test without it."""
    return _answer("gltf-validator", "-e", VALIDATE, str(path))


def _answer(package, *arguments):
    """The last line node prints, as data."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    run = subprocess.run([node, *arguments], capture_output=True, text=True,
                         env=dict(os.environ), timeout=120)  # fmt: skip
    if f"Cannot find module '{package}'" in run.stderr:
        pytest.skip(f"{package} is not installed (npm install {package})")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.strip().splitlines()[-1])
