"""A template bridge under AASHTO LRFD, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from spanwright.cli import main


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template of 40 m with basis AASHTO and a pier in its middle, run once."""
    folder = tmp_path_factory.mktemp("lrfd") / "bridge"
    assert main(["new", str(folder), "--length", "40"]) == 0
    file = folder / "project.toml"
    text = file.read_text("utf-8")
    assert text.count('basis = "EN"') == 1
    text = text.replace('basis = "EN"', 'basis = "AASHTO"')
    assert text.count('spans = "choose"') == 1
    file.write_text(text.replace('spans = "choose"', 'spans = ["20 m", "20 m"]'), "utf-8")
    assert main(["run", str(folder), "--quiet"]) == 0
    return folder


def test_the_summary_speaks_of_lrfd_and_says_what_is_not_checked(bridge):
    summary = json.loads((bridge / "out" / "summary.json").read_text("utf-8"))
    assert "AASHTO LRFD" in summary["standards"][0]
    checks = {row["check"]: row for row in summary["checks"]}
    assert any(row["situation"] == "Service II" for row in checks.values())
    assert any(row["situation"] == "Strength I to V" for row in checks.values())
    # Section 14 is not in the run and p-y curves are no code's: these say whose rules they follow.
    others = (
        "bearings",
        "expansion joints",
        "piles, head deflection",
        "piles, bending",
        "piles, shear",
        "foundations, settlement",
    )
    for row in summary["checks"]:
        if row["situation"] != "detailing" and not row["check"].startswith(others):
            assert row["clause"].startswith("AASHTO"), row["check"]
    unchecked = {row["what"] for row in summary["not_checked"]}
    assert {"bearings and joints by section 14", "vehicles against railings"} <= unchecked
    assert {"earthquake", "permit vehicles", "temperature"} <= unchecked
    concrete = {"pier shafts", "shaft shear", "crosshead bending", "cap ties", "stem bending"}
    assert concrete | {"slab bending", "piles, bending and axial force"} <= set(checks)
    assert any("HL-93" in row["name"] for row in summary["self_checks"])


def test_combinations_of_every_service_state_are_listed(bridge):
    report = (bridge / "out" / "report.html").read_text("utf-8")
    for state in ("Service I", "Service II", "Service III", "Service IV"):
        assert f"{state} permanent alone" in report


def test_envelopes_are_of_the_limit_states(bridge):
    """Fatigue I over Fatigue II is 1.75 over 0.80, and strength exceeds service."""
    data = np.load(bridge / "out" / "results.npz", allow_pickle=False)
    names = {
        str(n).partition(",")[0] for n in data["envelope__my__strength_i_to_v__max_combination"]
    }
    assert names
    assert all(name.startswith("Strength ") for name in names)
    one, two = (data[f"envelope__my__fatigue_{k}__maximum"] for k in ("i", "ii"))
    np.testing.assert_allclose(one, 1.75 / 0.80 * two)
    strength = data["envelope__my__strength_i_to_v__maximum"]
    service = data["envelope__my__service_ii__maximum"]
    middle = np.argmax(service)
    assert 1.1 < strength[middle] / service[middle] < 1.5


@pytest.mark.slow
def test_sizes_are_chosen_by_the_checks_of_lrfd(bridge, tmp_path, capsys):
    """Plates, studs, bars and piles until 6.10, section 5 and 10.5.5 hold; then they stay."""
    folder = tmp_path / "sized"
    folder.mkdir()
    (folder / "project.toml").write_bytes((bridge / "project.toml").read_bytes())
    assert main(["size", str(folder), "--quiet"]) == 0
    told = capsys.readouterr().out
    assert "every utilisation that is checked is at most 1.00" in told
    assert "proportions of the plates" in told
    assert main(["run", str(folder), "--quiet"]) == 0
    summary = json.loads((folder / "out" / "summary.json").read_text("utf-8"))
    assert max(row["utilisation"] for row in summary["checks"]) <= 1.0


def test_the_same_bridge_twice_gives_the_same_summary(bridge):
    first = (bridge / "out" / "summary.json").read_bytes()
    assert main(["run", str(bridge), "--quiet"]) == 0
    assert (bridge / "out" / "summary.json").read_bytes() == first
