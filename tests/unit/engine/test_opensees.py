"""Exported scripts: run by OpenSeesPy where it is installed, else read as text."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys

import numpy as np
import pytest

from spanwright import Frame
from spanwright.datum.errors import ScopeError
from spanwright.engine.modal import modes
from spanwright.engine.opensees import python_script, tcl_script
from spanwright.engine.opensees_commands import compose
from spanwright.engine.statics import Solution, solve


def portal() -> Frame:
    """A 3-D frame: offset girder, hinge, springs apart, shear flexibility and settlement."""
    frame = Frame()
    frame.section("column", E="34 GPa", A=1.2, Iy=0.3, Iz=0.2, J=0.25, density=2500)
    frame.section("girder", E="210 GPa", A=0.08, Iy=0.05, Iz=0.004, J=0.001, density=7850)
    frame.section("short", E="210 GPa", A=0.05, Iy=0.01, Iz=0.003, J=0.001, Ay=0.02, Az=0.025)
    for name, x, y, z in (
        ("foot 1", 0, 0, 0), ("foot 2", 30, 4, 0), ("head 1", 0, 0, 12), ("head 2", 30, 4, 12),
        ("deck 1", 0, 0, 13), ("deck 2", 30, 4, 13), ("tip", 36, 4, 13.5),
    ):  # fmt: skip
        frame.node(name, x, y, z)
    frame.member("column 1", "foot 1", "head 1", "column")
    frame.member("column 2", "foot 2", "head 2", "column")
    frame.member("girder", "deck 1", "deck 2", "girder", release_end="My Mz", hinges=[],
                 offset_start=(0, 0, -0.8), offset_end=(0, 0, -0.8))  # fmt: skip
    frame.member("short", "deck 2", "tip", "short")
    frame.support("foot 1", "fixed")
    frame.support("foot 2", "fixed")
    for i in (1, 2):
        frame.spring(f"deck {i}", to=f"head {i}", ux=4e7, uy=5e7, uz=2e9, rx=3e8, ry=1e7, rz=1e7)
    frame.spring("tip", uz="3 kN/mm")
    frame.self_weight()
    frame.load("girder", fz=(-4e3, -9e3), fy=1e3, start=3, end=21, arm=(0.5, 0.2), case="line")
    frame.load("tip", fz=-5e4, mx=2e3, case="line")
    frame.load("girder", fx=1e4, fz=-2e5, at=11.0, case="point")
    frame.strain("girder", axial=2e-4, kappa_y=-1e-4, case='warm "top"')
    frame.settle("foot 2", uz="-12 mm", ry=1e-3, case="settlement")
    return frame


def compare(found: dict, frame: Frame, rel: float) -> None:
    model, loads = frame.model(), frame.loads()
    solution: Solution = solve(model, loads)
    for row, name in enumerate(loads.names):
        moved = np.array(found["cases"][name]["displacements"])
        forces = np.array(found["cases"][name]["forces"]).reshape(-1, 2, 6)
        size = np.abs(solution.displacement[row]).max()
        assert np.abs(moved - solution.displacement[row]).max() < rel * size
        size = np.abs(solution.end_force[row]).max()
        assert np.abs(forces - solution.end_force[row]).max() < rel * size
        reactions = found["cases"][name]["reactions"]
        assert list(reactions) == ["1", "2", "13"]  # the feet, the ground below the tip's spring
        for node, force in list(reactions.items())[:2]:
            there = solution.reaction[row, int(node) - 1]
            assert np.abs(np.array(force) - there).max() < rel * size
    assert len(found["frequencies"]) == 3


def test_exported_python_script_gives_the_same_displacements_and_forces(tmp_path):
    """Released joints are springs of 1e8 in the script, hence 1e-6."""
    pytest.importorskip("openseespy.opensees", exc_type=(ImportError, RuntimeError))
    frame = portal()
    path = tmp_path / "portal.py"
    path.write_text(python_script(frame.model(), frame.loads()))
    run = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    line = next(x for x in run.stdout.splitlines() if x.startswith('{"cases"'))
    compare(json.loads(line), frame, 1e-6)


def test_exported_frequencies_agree(tmp_path):
    """A flat three-span beam with consistent mass: bending frequencies, 1e-6."""
    pytest.importorskip("openseespy.opensees", exc_type=(ImportError, RuntimeError))
    frame = Frame.beam([20, 30, 20], EI=2e10, mass=9e3)
    for i in (1, 2, 3):
        frame.load(f"span {i}", fz=-1e3)
    from spanwright.engine.frame.arrays import build, build_loads

    built = build(frame, 6)
    path = tmp_path / "beam.py"
    path.write_text(python_script(built.model, build_loads(frame, built), modes=4))
    run = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    line = next(x for x in run.stdout.splitlines() if x.startswith('{"cases"'))
    assert json.loads(line)["frequencies"] == pytest.approx(
        modes(built.model, 4).frequency, rel=1e-6
    )


def test_exported_tcl_script_gives_the_same_numbers(capfd):
    """The Tcl script run by Python's own Tcl, its OpenSees commands handed to OpenSeesPy."""
    tkinter = pytest.importorskip("tkinter")
    ops = pytest.importorskip("openseespy.opensees", exc_type=(ImportError, RuntimeError))
    frame = portal()
    tcl = tkinter.Tcl()
    printed: list[str] = []

    def value(text: str) -> object:
        for kind in (int, float):
            try:
                return kind(text)
            except ValueError:
                continue
        return text

    def bridge(name: str):
        def call(*words: str) -> str:
            if name == "pattern":
                ops.pattern(*[value(w) for w in words[:-1]])
                tcl.eval(words[-1])
                return ""
            answer = getattr(ops, name)(*[value(w) for w in words])
            if isinstance(answer, (list, tuple)):
                return " ".join(map(repr, answer))
            return "" if answer is None else str(answer)

        return call

    for name in ("wipe", "model", "node", "fix", "element", "geomTransf", "uniaxialMaterial",
                 "rigidLink", "mass", "timeSeries", "pattern", "load", "sp", "constraints",
                 "numberer", "system", "algorithm", "integrator", "analysis", "analyze", "eigen",
                 "nodeDisp", "eleResponse", "reactions", "nodeReaction"):  # fmt: skip
        tcl.createcommand(name, bridge(name))
    tcl.createcommand("puts", printed.append)
    tcl.eval(tcl_script(frame.model(), frame.loads()))
    ops.wipe()
    compare(json.loads(printed[-1]), frame, 1e-6)


def interpreter() -> list[str] | None:
    """Command that runs Tcl with OpenSees: SPANWRIGHT_OPENSEES, OpenSees, or the PyPI package."""
    if named := os.environ.get("SPANWRIGHT_OPENSEES"):
        return shlex.split(named)
    if found := shutil.which("OpenSees"):
        return [found]
    return [sys.executable, "-m", "opensees"] if importlib.util.find_spec("opensees") else None


@pytest.mark.skipif(interpreter() is None, reason="no OpenSees interpreter for Tcl")
def test_exported_tcl_script_runs_in_the_opensees_interpreter(tmp_path):
    """Displacements, section forces and the reactions at both feet, every case."""
    frame = portal()
    model, loads = frame.model(), frame.loads()
    path = tmp_path / "portal.tcl"
    asked = 'statics\nreactions\nputs "feet [nodeReaction 1] [nodeReaction 2]"\n'
    path.write_text(tcl_script(model, loads).replace("\nstatics\n", f"\n{asked}"))
    command = interpreter()
    assert command is not None
    run = subprocess.run(
        [*command, path], capture_output=True, text=True, check=True, cwd=tmp_path, timeout=120
    )
    lines = (run.stdout + run.stderr).splitlines()  # the binary prints to the error stream
    compare(json.loads(next(x for x in lines if x.startswith('{"cases"'))), frame, 1e-6)
    feet = np.array([x.split()[1:] for x in lines if x.startswith("feet")], dtype=float)
    reaction = solve(model, loads).reaction[:, :2].reshape(len(loads.names), 12)
    assert np.abs(feet - reaction).max() < 1e-6 * np.abs(reaction).max()


def test_scripts_hold_every_node_member_and_case():
    """Without OpenSees: the commands themselves, and a script that Python can compile."""
    frame = portal()
    model, loads = frame.model(), frame.loads()
    script = compose(model, loads)
    heads = [c[0] for c in script.build]
    # two offset ends, one released end, two springs on an arm, one to the ground
    assert heads.count("node") == len(model.nodes) + 2 + 1 + 2 + 1
    assert heads.count("element") == len(model.members) + 1 + 3
    assert heads.count("rigidLink") == 4
    assert set(script.cases) == set(loads.names)
    assert script.cases["settlement"][1] == (("sp", 2, 3, -0.012), ("sp", 2, 5, 1e-3))
    text = python_script(model, loads)
    compile(text, "portal.py", "exec")
    assert text.count("ops.element(") == len(model.members) + 1 + 3
    assert tcl_script(model, loads).count("element ") >= len(model.members) + 1 + 3


def run_script(frame: Frame, tmp_path) -> dict:
    pytest.importorskip("openseespy.opensees", exc_type=(ImportError, RuntimeError))
    path = tmp_path / "model.py"
    path.write_text(python_script(frame.model(), frame.loads(), plates=frame.shells(), modes=2))
    run = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    return json.loads(next(x for x in run.stdout.splitlines() if x.startswith('{"cases"')))


def test_skew_supports_and_their_settlements(tmp_path):
    """Stiff springs along the support's own axes: 1e-6."""
    frame = Frame(plane="xz")
    frame.section("s", E=2e11, A=0.01, I=1e-5, mass=80)
    frame.node("a", 0)
    frame.node("b", 6, 0, 2)
    frame.node("c", 9)
    frame.member("1", "a", "b", "s", parts=3)
    frame.member("2", "b", "c", "s")
    frame.support("a", "fixed")
    c, s = np.cos(0.5), np.sin(0.5)
    frame.support("c", "ux", axes=[[c, 0, s], [0, 1, 0], [-s, 0, c]])
    frame.load("1", fz=-1e3, case="load")
    frame.settle("c", ux="10 mm", case="settlement")
    found = run_script(frame, tmp_path)
    solution = solve(frame.model(), frame.loads())
    for row, name in enumerate(("load", "settlement")):
        moved = np.array(found["cases"][name]["displacements"])
        size = np.abs(solution.displacement[row]).max()
        assert np.abs(moved - solution.displacement[row]).max() < 1e-6 * size
    assert found["frequencies"] == pytest.approx(modes(frame.model(), 2).frequency, rel=1e-6)


def test_bedding_becomes_springs(tmp_path):
    """At the ends of pieces a tenth of the elastic length: 2e-3 of the largest movement."""
    frame = Frame(plane="xz")
    frame.section("s", EA=1e9, EI=1e7)
    frame.node("a", 0)
    frame.node("b", 20)
    frame.member("m", "a", "b", "s", bedding=(0, 0, 1e6))
    frame.support("a", "ux")
    frame.load("m", fz=-1e5, at=7)
    found = run_script(frame, tmp_path)
    moved = solve(frame.model(), frame.loads()).displacement[0]
    error = np.abs(np.array(found["cases"]["load"]["displacements"]) - moved).max()
    assert error < 2e-3 * np.abs(moved).max()


@pytest.mark.parametrize("shear", [5 / 6, np.inf])
def test_plates_become_shell_elements(tmp_path, shear):
    """Other elements on the same mesh: 8 x 8 pieces, 1.5 % of the sag, 2.5 % of the frequency."""
    frame = Frame()
    frame.plate("slab", [(0, 0), (8, 0), (8, 5), (0, 5)], thickness=0.3, E=3e10, nu=0.2,
                density=2500, divisions=(8, 8), shear=shear)  # fmt: skip
    for node in (*frame.nodes_at(x=0), *frame.nodes_at(x=8)):
        frame.support(node, "uz")
    frame.support("slab 0,0", "ux uy")
    frame.support("slab 0,8", "ux")
    frame.load("slab", fz=-5e3)
    found = run_script(frame, tmp_path)
    middle = list(frame.nodes).index("slab 4,4")
    sag = frame.solve().displacement("slab 4,4").uz
    assert found["cases"]["load"]["displacements"][middle][2] == pytest.approx(sag, rel=0.015)
    assert found["frequencies"][0] == pytest.approx(frame.modes(1).frequency[0], rel=0.025)
    assert tcl_script(frame.model(), frame.loads(), plates=frame.shells()).count("Shell") == 64


def test_bedding_on_rigid_arms_is_refused():
    frame = Frame.beam([10], EI=1e7)
    frame.node("C", 20.0)
    frame.member("bedded", "B", "C", "beam", bedding=(0, 0, 1e6), release_end="My")
    frame.load("bedded", fz=-1.0)
    with pytest.raises(ScopeError, match=r"'bedded .*is bedded and has rigid arms"):
        compose(frame.model(), frame.loads())
