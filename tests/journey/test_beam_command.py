"""`spanwright beam` and `spanwright solve` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from spanwright.cli import main


def test_three_spans_under_the_hl93_truck(capsys, tmp_path: Path):
    """Peer value of the same truck moved in 0.5 m steps: M max 3955.97 kNm at 100 m, M min
    -2320.39 kNm at 60 m (PyCBA 1.0.2); exact placement may only exceed it."""
    plot = tmp_path / "beam.svg"
    arguments = ["beam", "--spans", "60", "80", "60", "--train", "hl93-truck", "--sections", "4"]
    assert main([*arguments, "--step", "0.5"]) == 0
    stepped = capsys.readouterr().out
    assert "3,956.0" in stepped
    assert "-2,320.4" in stepped
    assert "M max [kNm]" in stepped  # a unit in brackets is no markup
    assert "▄" in stepped
    assert main([*arguments, "--plot", str(plot)]) == 0
    exact = capsys.readouterr().out
    assert "3,960.2" in exact
    assert plot.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--spans", "60", "--train", "lm99"], "lm99"),
        (["--spans", "0", "--train", "lm1"], "must be lengths longer than 0 m"),
        (["--spans", "60", "--train", "lm1", "--step", "0"], "must be longer than 0 m"),
        (["--spans", "60", "--train", "lm1", "--plot", "a.gif"], "must end in .svg, .png or .pdf"),
    ],
)
def test_bad_words_are_one_line(capsys, arguments, message):
    assert main(["beam", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_remembered_model_is_marked(capsys):
    assert main(["beam", "--spans", "40", "--train", "nk", "--sections", "2"]) == 0
    assert "not verified" in capsys.readouterr().out
