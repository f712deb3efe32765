"""Readers in node that share no code with ours, run on files that spanwright wrote."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

READER = Path(__file__).parent / "read_with_web_ifc.cjs"
# where `make page` puts them, before any place the environment names
MODULES = Path(__file__).parents[3] / "studio" / "web" / "node_modules"


VALIDATE = """
const { validateBytes } = require("gltf-validator");
const bytes = new Uint8Array(require("fs").readFileSync(process.argv[1]));
validateBytes(bytes).then((found) => console.log(JSON.stringify(found.issues.messages)));
"""
COUNT = """
const Parser = require("dxf-parser");
const found = {};
const text = require("fs").readFileSync(process.argv[1], "utf8");
for (const entity of new Parser().parseSync(text).entities)
  found[entity.type] = (found[entity.type] || 0) + 1;
console.log(JSON.stringify(found));
"""


def seen_by_web_ifc(path):
    """What web-ifc meshed: ``low`` and ``high`` corner [m], ``volumes`` by name [m3].

    Skips the test where node or the package is not installed.
    """
    return _answer("web-ifc", str(READER), str(path))


def issues_of_gltf(path):
    """Errors, warnings and hints of the glTF validator of Khronos; skips the test without it."""
    return _answer("gltf-validator", "-e", VALIDATE, str(path))


def entities_of_dxf(path):
    """Type -> how many of it dxf-parser finds in model space; skips the test without it."""
    return _answer("dxf-parser", "-e", COUNT, str(path))


def _answer(package, *arguments):
    """The last line node prints, as data."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    places = os.pathsep.join([str(MODULES), os.environ.get("NODE_PATH", "")])
    run = subprocess.run([node, *arguments], capture_output=True, text=True,
                         env={**os.environ, "NODE_PATH": places}, timeout=120)  # fmt: skip
    if f"Cannot find module '{package}'" in run.stderr:
        pytest.skip(f"{package} is not installed (make page)")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.strip().splitlines()[-1])
