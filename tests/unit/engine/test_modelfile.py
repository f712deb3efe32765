"""`solve`: a model file gives JSON and CSV, or one line that says what is wrong and where."""

from __future__ import annotations

import csv
import json

import pytest

from spanwright.datum.errors import InputError, OutputError
from spanwright.engine.commands import export, solve
from spanwright.engine.modelfile import run

GOOD = """
title = "Two spans"
plane = "xz"

[nodes]
A = [0, 0, 0]
B = ["20 m", 0, 0]
C = [45, 0, 0]

[sections.girder]
E = "210 GPa"
A = "600 cm2"
I = "0.02 m4"
density = 7850
expansion = 1.2e-5

[members.AB]
start = "A"
end = "B"
section = "girder"

[members.BC]
start = "B"
end = "C"
section = "girder"
hinges = ["5 m"]

[supports]
A = "ux uz"
B = "uz"
C = { held = "uz" }

[springs."soft B"]
node = "B"
ry = "1 MN m/rad"

[masses]
C = "5 t"

[self_weight]
case = "dead"

[[loads]]
on = "AB"
case = "live"
fz = "-12 kN/m"

[[loads]]
on = "BC"
case = "live"
fz = ["-5 kN/m", "-10 kN/m"]
start = 2
end = "12 m"

[[loads]]
on = "B"
case = "live"
my = "3 kN m"

[[temperatures]]
member = "AB"
case = "warm"
top_minus_bottom = 10
depth = 1.2

[[settlements]]
node = "B"
case = "sinks"
uz = "-10 mm"

[[strains]]
member = "BC"
case = "shrinks"
axial = -3e-4

[combinations.ULS]
dead = 1.35
live = 1.5

[results]
sections = 5
modes = 2
influence = [
  { of = "AB", component = "My", at = 10, points = 11 },
  { of = "B", component = "fz" },
]
"""


def write(tmp_path, text):
    path = tmp_path / "model.toml"
    path.write_text(text)
    return path


def rows(folder, name):
    with (folder / name).open() as file:
        return list(csv.DictReader(file))


def test_a_model_file_is_solved_and_written(tmp_path):
    path = write(tmp_path, GOOD)
    summary = run(path, tmp_path / "out")
    assert summary.cases == ("dead", "live", "warm", "shrinks", "sinks", "ULS")
    assert summary.equilibrium_residual < 1e-9
    data = json.loads((tmp_path / "out/results.json").read_text())
    assert data["title"] == "Two spans"
    assert "tension" in (tmp_path / "out/axes-and-signs.md").read_text()
    found = rows(tmp_path / "out", "reactions.csv")
    weight = sum(float(r["fz [N]"]) for r in found if r["case"] == "dead")
    assert weight == pytest.approx(7850 * 0.06 * 9.80665 * 45)
    live = sum(float(r["fz [N]"]) for r in found if r["case"] == "live")
    assert live == pytest.approx(12e3 * 20 + 7.5e3 * 10)
    both = sum(float(r["fz [N]"]) for r in found if r["case"] == "ULS")
    assert both == pytest.approx(1.35 * weight + 1.5 * live)
    at_hinge = [r for r in rows(tmp_path / "out", "section_forces.csv") if r["member"] == "BC"]
    assert {float(r["x [m]"]) for r in at_hinge} == {0.0, 6.25, 12.5, 18.75, 25.0}
    assert len(data["section_forces"]) == 6 * 2 * 5
    moment = [r for r in data["influence"] if r["response"] == "My of AB at 10 m"]
    assert max(r["value per unit downward force"] for r in moment) > 3.0
    assert len(data["modes"]) == 2
    assert data["modes"][0]["frequency [Hz]"] > 0
    assert data["extremes"][0].keys() >= {"maximum", "maximum at [m]", "minimum at [m]"}


def test_command_says_where_the_results_lie_and_replaces_them_whole(tmp_path):
    path = write(tmp_path, GOOD)
    text = solve(path)
    assert "Two spans: solved dead, live" in text
    assert str(tmp_path / "model-results") in text
    before = (tmp_path / "model-results/results.json").read_bytes()
    path.write_text(GOOD.replace('"600 cm2"', '"600 kN"'))
    with pytest.raises(InputError):
        solve(path)
    assert (tmp_path / "model-results/results.json").read_bytes() == before
    stranger = tmp_path / "mine"
    stranger.mkdir()
    (stranger / "thesis.txt").write_text("x")
    with pytest.raises(OutputError, match="holds files that are not an earlier output"):
        solve(write(tmp_path, GOOD), stranger)


def test_export_writes_both_scripts(tmp_path):
    path = write(tmp_path, GOOD)
    for suffix, word in ((".py", "ops.element("), (".tcl", "element elasticBeamColumn")):
        export(path, tmp_path / f"model{suffix}")
        assert word in (tmp_path / f"model{suffix}").read_text()
    with pytest.raises(InputError, match=r"must end in \.py or \.tcl"):
        export(path, tmp_path / "model.txt")


@pytest.mark.parametrize(
    ("old", "new", "anchor", "text"),
    [
        (
            "[combinations.ULS]",
            "[combination.ULS]",
            "[combination.ULS]",
            "combination: is not a known key; did",
        ),
        ('E = "210 GPa"', 'Em = "210 GPa"', "Em = ", "sections.girder.Em: is not a known key"),
        (
            'E = "210 GPa"',
            'E = "210 kN"',
            "[sections.girder]",
            "sections.girder: section 'girder', E: must be a stress in",
        ),
        ('A = "600 cm2"', "", "[sections.girder]", "EA is missing; give EA, or E and A"),
        (
            'I = "0.02 m4"',
            "I = -0.02",
            "[sections.girder]",
            "section 'girder', I: must be positive",
        ),
        ('B = ["20 m", 0, 0]', "B = [nan, 0, 0]", "B = ", "nodes.B: .*must be a finite number"),
        ('B = ["20 m", 0, 0]', "B = 20", "B = ", "nodes.B: must be a list of coordinates"),
        ('end = "C"', 'end = "D"', "[members.BC]", "members.BC: there is no node 'D'"),
        ('end = "C"', 'end = "B"', "[members.BC]", "members.BC: member 'BC' has no length"),
        (
            'hinges = ["5 m"]',
            'hinges = ["35 m"]',
            "[members.BC]",
            "hinges must lie between 0 m and 25 m",
        ),
        ('B = "uz"', 'B = "uw"', "B = ", "supports.B: .*unknown component 'uw'"),
        ('on = "AB"', 'on = "BA"', "[[loads]]", "loads.0.: there is no node, member or plate 'BA'"),
        ('fz = "-12 kN/m"', 'fz = "-12 kN"', "[[loads]]", "fz: must be a line load in"),
        ('fz = "-12 kN/m"', "", "[[loads]]", "give at least one of fx, fy, fz"),
        ('fz = "-12 kN/m"', "fz = inf", "[[loads]]", "must be a finite number"),
        ('end = "12 m"', "end = 26", "[[loads]]", "loads.1.: .*end: must lie between 0 m and 25 m"),
        ("depth = 1.2", "", "[[temperatures]]", "top_minus_bottom needs depth"),
        ('uz = "-10 mm"', "ux = 0.1", "[[settlements]]", "it is not held in ux"),
        ("live = 1.5", "wind = 1.5", "[combinations.ULS]", "there is no load case 'wind'"),
        ('plane = "xz"', 'plane = "zx"', "plane = ", "plane: plane must be one of"),
        ('A = "ux uz"', 'A = "uz"', "", "can move along x"),
        ("modes = 2", 'modes = "two"', "modes = ", "results.modes: must be a whole number"),
        ("sections = 5", "sections = 1", "sections = ", "must be a whole number of 2 or more"),
        (
            'of = "B", component = "fz"',
            'of = "B", component = "My"',
            'of = "B"',
            "no component 'My'",
        ),
    ],
)
def test_each_mistake_is_one_line_with_file_line_and_key(tmp_path, old, new, anchor, text):
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(InputError, match=text) as error:
        run(path, tmp_path / "out")
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith("model.toml:")
    line = path.read_text().splitlines()[int(message.split(":")[1]) - 1]
    assert anchor in line, message
    assert not (tmp_path / "out").exists()


def test_missing_and_broken_files(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        run(tmp_path / "nowhere.toml")
    with pytest.raises(InputError, match="is empty"):
        run(write(tmp_path, ""))
    with pytest.raises(InputError, match=r"model\.toml:1"):
        run(write(tmp_path, "nodes = ["))


PLATED = """
plane = ""

[nodes]
1 = [0, 0, -4]

[sections.column]
E = "30 GPa"
A = 0.25
I = 0.0052
J = 0.0088
density = 2500

[plates.slab]
corners = [[0, 0], [6, 0], [6, 4], [0, 4]]
divisions = [6, 4]
thickness = "200 mm"
E = "30 GPa"
nu = 0.2
density = 2500

[members.leg]
start = "1"
end = "slab 0,0"
section = "column"

[supports]
1 = "fixed"

[[supports_at]]
x = 6
held = "uz"

[[supports_at]]
y = 4
held = "uz"

[self_weight]
case = "dead"

[[loads]]
on = "slab"
case = "live"
fz = "-5 kN/m2"

[[loads]]
on = "slab"
case = "live"
fz = "-50 kN"
at = [3, 2]
size = [0.4, 0.4]

[combinations.ULS]
dead = 1.35
live = 1.5

[results]
second_order = ["ULS"]
buckling = { ULS = 2 }
spectrum = { points = [[0, 1], [3, 1]], direction = "z", count = 5 }
"""


def test_slabs_second_order_buckling_and_spectrum_from_a_file(tmp_path):
    summary = run(write(tmp_path, PLATED))
    reactions = rows(summary.folder, "reactions.csv")
    up = sum(float(r["fz [N]"]) for r in reactions if r["case"] == "live")
    assert up == pytest.approx(5e3 * 24 + 50e3)
    corners = rows(summary.folder, "plates.csv")
    assert len(corners) == 3 * 7 * 5
    first = rows(summary.folder, "section_forces.csv")
    second = rows(summary.folder, "second_order.csv")
    assert {r["case"] for r in second} == {"ULS"}
    plain = next(r for r in first if r["case"] == "ULS")
    assert float(second[0]["My [N m]"]) == pytest.approx(float(plain["My [N m]"]), rel=0.05)
    assert len(rows(summary.folder, "buckling.csv")) == 2
    peaks = rows(summary.folder, "spectrum_nodes.csv")
    assert all(float(r["uz [m]"]) >= 0 for r in peaks)
    assert len(rows(summary.folder, "spectrum_members.csv")) == 11
    # names made of digits stay names
    table = json.loads((summary.folder / "results.json").read_text())
    assert table["reactions"][0]["node"] == "1"


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('thickness = "200 mm"\n', "", "plates.slab: 'thickness' is missing"),
        ("divisions = [6, 4]", "divisions = [6]", "divisions: must be a list of 2 values"),
        ("corners = [[0, 0], ", "corners = [", "four corners are needed"),
        ('section = "column"', 'section = "column"\nrelease_start = 3', "names section forces"),
        ("y = 4\n", "y = 40\n", "supports_at.1.: no node stands there"),
        ('["ULS"]', '["SLS"]', "results.second_order.0.: there is no load case or combination"),
        ("{ ULS = 2 }", "3", "results.buckling: must be a table"),
        ("{ ULS = 2 }", "{ ULS = 0 }", "results.buckling: the number of factors"),
        ("points = [[0, 1], [3, 1]]", "points = 3", "results.spectrum: must be a table"),
        ('direction = "z"', 'direction = "w"', "results.spectrum: there is no direction"),
        ("at = [3, 2]", "at = [9, 2]", "stands on no plate"),
    ],
)
def test_mistakes_with_plates_and_wanted_results(tmp_path, old, new, text):
    assert old in PLATED
    with pytest.raises(InputError, match=text):
        run(write(tmp_path, PLATED.replace(old, new, 1)))
