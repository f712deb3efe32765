"""A short bridge with two fronts: small enough to forecast in a blink."""

from dataclasses import dataclass

import pytest

from spanwright.layout.arrange import lay_out
from spanwright.layout.quantities import quantities
from spanwright.project.reader import read_project
from spanwright.project.template import write_template

PROGRAMME = """
[programme]
start = 2025-04-30
[[programme.fronts]]
name = "west"
parts = ["left"]
approach = "300 m"
checkpoint = true
[[programme.fronts]]
name = "east"
parts = ["right"]
access = "causeway"
[[programme.promised]]
what = "the contract"
date = 2026-12-31
"""
PARTS = """
[[layout.parts]]
name = "left"
length = "90 m"
side = "A"

[[layout.parts]]
name = "right"
length = "90 m"
side = "B"
"""


def write_short_project(folder, programme=PROGRAMME):
    """A project folder of 180 m in two parts with a programme."""
    write_template(folder, 180.0)
    path = folder / "project.toml"
    text = path.read_text("utf-8")
    begin = text.index("[[layout.parts]]")
    end = text.index("\n[", begin + 4)
    path.write_text(text[:begin] + PARTS + text[end:] + programme, "utf-8")
    return folder


@dataclass(frozen=True)
class Project:
    reading: object
    layout: object
    quantities: object

    @property
    def brief(self):
        return self.reading.brief


@pytest.fixture(scope="session")
def short(tmp_path_factory):
    reading = read_project(write_short_project(tmp_path_factory.mktemp("works") / "short"))
    layout = lay_out(reading.brief)[0]
    return Project(reading, layout, quantities(layout))


@pytest.fixture(scope="session")
def programme(short):
    from spanwright.works.templates import make_programme

    return make_programme(short.brief, short.layout)
