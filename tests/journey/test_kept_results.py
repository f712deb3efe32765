"""Deliverables asked for one after the other share one analysis, as long as nothing changed."""

from __future__ import annotations

import pickle
from hashlib import sha256
from pathlib import Path

import pytest

from spanwright.cli import main
from spanwright.pipeline import cache

KEPT = "kept from before"


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "bridge"
    assert main(["new", str(folder), "--length", "40"]) == 0
    return folder


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(cache.PLACE, str(tmp_path / "store"))
    return tmp_path / "store"


def test_a_later_deliverable_uses_the_analysis_of_the_same_input(bridge, store, tmp_path, capsys):
    assert main(["deliver", "summary", "tables", str(bridge), "--out", str(tmp_path / "a")]) == 0
    assert KEPT not in capsys.readouterr().err
    assert len(list(store.glob("*.results"))) == 1
    assert main(["deliver", "tables", "summary", str(bridge), "--out", str(tmp_path / "b")]) == 0
    assert KEPT in capsys.readouterr().err
    made = [
        {p.name: p.read_bytes() for p in (tmp_path / name).iterdir() if p.is_file()}
        for name in "ab"
    ]
    assert {"summary.json", "results.npz", "checks.csv"} <= set(made[0])
    assert made[0] == made[1]
    again = ["deliver", "summary", str(bridge), "--out", str(tmp_path / "c"), "--fresh"]
    assert main(again) == 0
    assert KEPT not in capsys.readouterr().err


def test_any_change_of_the_input_asks_for_a_new_analysis(bridge, store, tmp_path):
    from spanwright.project.reader import read_project

    before = cache.key_of(read_project(bridge))
    assert before == cache.key_of(read_project(bridge))
    other = tmp_path / "other"
    other.mkdir()
    for file in bridge.glob("*.toml"):
        (other / file.name).write_bytes(file.read_bytes())
    assert cache.key_of(read_project(other)) == before  # where it stands does not matter
    (other / "project.toml").write_bytes((bridge / "project.toml").read_bytes() + b"# note\n")
    assert cache.key_of(read_project(other)) != before


def test_a_file_the_project_names_is_part_of_the_key(bridge, tmp_path):
    from dataclasses import replace

    from spanwright.project.reader import read_project

    reading = read_project(bridge)
    (tmp_path / "truck.toml").write_text("a = 1")
    document = replace(
        reading.document,
        data=reading.document.data | {"x": {"models": [str(tmp_path / "truck.toml")]}},
    )
    named = replace(reading, document=document)
    first = cache.key_of(named)
    (tmp_path / "truck.toml").write_text("a = 2")
    assert cache.key_of(named) != first


def test_a_damaged_entry_is_told_and_not_used(bridge, store, tmp_path, capsys):
    command = ["deliver", "summary", str(bridge), "--out", str(tmp_path / "a")]
    assert main(command) == 0
    capsys.readouterr()
    (entry,) = store.glob("*.results")
    content = bytearray(entry.read_bytes())
    content[len(content) // 2] ^= 1
    entry.write_bytes(content)
    assert main(command) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "is damaged and was not used" in told
    assert main(command) == 0  # the new analysis has mended it
    assert KEPT in capsys.readouterr().err


def test_only_the_latest_results_are_kept(store):
    store.mkdir()
    for k in range(cache.KEPT + 3):
        (store / f"{k:02d}.results").write_bytes(b"")
    cache._forget(store)
    assert len(list(store.iterdir())) == cache.KEPT


def test_an_entry_that_holds_something_else_is_not_used(store):
    store.mkdir()
    kept = pickle.dumps({"no": "results"})
    (store / "k.results").write_bytes(sha256(kept).digest() + kept)
    results, notice = cache.load("k")
    assert results is None
    assert "holds no results" in notice


def test_the_cache_can_be_switched_off(monkeypatch):
    monkeypatch.setenv(cache.PLACE, "off")
    assert cache.folder() is None
    assert cache.load("anything") == (None, "")
