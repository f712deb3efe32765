"""The page's lock file names every package that package.json asks for, on every platform.

`npm ci` refuses a lock file that is out of step, and reads it without asking a registry.
"""

import json
from pathlib import Path

WEB = Path(__file__).parents[3] / "studio" / "web"
KINDS = ("dependencies", "devDependencies")


def place_of(packages, owner, name):
    """Where Node looks for a package: beside its owner, then outwards."""
    while owner:
        nested = f"{owner}/node_modules/{name}"
        if nested in packages:
            return nested
        owner = owner.rpartition("/node_modules/")[0]
    return f"node_modules/{name}"


def test_the_lock_file_is_in_step_with_the_packages_asked_for():
    asked = json.loads((WEB / "package.json").read_text("utf-8"))
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
    for kind in KINDS:
        assert packages[""][kind] == asked[kind]
        for name, version in asked[kind].items():  # exact versions only
            assert packages[f"node_modules/{name}"]["version"] == version


def test_every_package_of_every_platform_stands_in_the_lock_file():
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
    missing = [
        f"{owner}: {name}"
        for owner, package in packages.items()
        for kind in ("dependencies", "optionalDependencies")
        for name in package.get(kind, ())
        if place_of(packages, owner, name) not in packages
    ]
    assert missing == []
    for owner, package in packages.items():
        if owner:
            assert package["integrity"].startswith("sha512-"), owner
