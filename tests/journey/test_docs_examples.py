"""What the tutorial shows is what the program does."""

import re
from pathlib import Path

from spanwright.cli import main

DOCS = Path(__file__).parents[2] / "docs"


def test_the_commands_of_the_tutorial_work(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(DOCS.parent / "examples")
    text = (DOCS / "tutorial.md").read_text("utf-8")
    commands = re.findall(r"^spanwright ((?:new|check|explain) .*)$", text, re.M)
    assert len(commands) == 5
    for command in commands:
        assert main(command.split()) == 0, command
    assert "1005 m (claim B04)" in capsys.readouterr().out


def test_the_mistakes_of_the_tutorial_are_told_as_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my-bridge", "--length", "120"]) == 0
    path = tmp_path / "my-bridge" / "project.toml"
    text = path.read_text()
    text = text.replace("\ncarriageway =", "\ncarrigeway =")
    path.write_text(text.replace('length = "120 m"\nside', 'length = "-25 m"\nside'))
    capsys.readouterr()
    assert main(["check", "my-bridge"]) == 2
    shown = re.search(r"^project\.toml:\d+: road.*\nproject\.toml:.*\n", (DOCS / "tutorial.md").read_text("utf-8"), re.M)  # fmt: skip  # noqa: E501
    assert shown is not None
    assert capsys.readouterr().err == shown.group()
