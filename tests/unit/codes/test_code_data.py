"""Numbers of the standards carry unit, clause and evidence; annex and project may replace them."""

import numpy as np
import pytest

from spanwright.codes import data
from spanwright.codes.data import Override
from spanwright.datum.errors import InputError, ScopeError

TEXT = """
standard = "EN 9:2001"
clause = "Table 1"
tag = "read"
title = "a table"
[wall]
unit = "mm"
width = 250
steps = [10, 20]
load = { value = 3, unit = "kN/m2", tag = "remembered", clause = "2.1" }
"""


def test_values_inherit_and_convert():
    table = data.read(TEXT, "walls.toml")
    assert table.number("wall.width") == pytest.approx(0.25)
    np.testing.assert_allclose(table.array("wall.steps"), [0.01, 0.02])
    load = table.value("wall.load")
    assert (load.si, load.tag, load.clause) == (3000.0, "remembered", "EN 9:2001 2.1")
    assert table.text("title") == "a table"
    assert table.names() == ("wall", "title")
    assert table.names("wall") == ("width", "steps", "load")
    assert set(table.table("wall")) == {"width", "steps", "load"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('clause = "1"\ntag = "guess"\nx = 1', "x: tag must be one of read, remembered, computed"),
        ('clause = "1"\nx = 1', "tag must be one of"),
        ('tag = "read"\nx = 1', "x: no clause"),
        ('clause = "1"\ntag = "read"\nunit = "furlong"\nx = 1', "unknown unit 'furlong'"),
        ('clause = "1"\ntag = "read"\nx = true', "must be a number"),
        ('clause = "1"\ntag = "read"\nx = {value = 1, units = "m"}', "unknown key units"),
    ],
)
def test_numbers_without_evidence_are_refused(text, message):
    with pytest.raises(ValueError, match=message):
        data.read(text, "bad.toml")


def test_a_wrong_path_names_the_nearest():
    with pytest.raises(ScopeError, match=r"no entry wall\.widht; nearest: wall\.width"):
        data.read(TEXT, "walls.toml").number("wall.widht")
    with pytest.raises(ScopeError, match=r"no entry eurocode/actions/wnd\.toml"):
        data.load("eurocode/actions/wnd.toml")
    with pytest.raises(ValueError, match="not one number"):
        data.read(TEXT, "walls.toml").number("wall.steps")


def test_every_file_of_the_package_reads_and_is_listed():
    numbers = data.all_numbers()
    assert {n.file for n in numbers} <= set(data.files())
    assert all(n.value.tag in data.TAGS and n.value.clause for n in numbers)
    assert len(numbers) > 400


def test_every_annex_only_replaces_recommended_parameters():
    known = set(data.parameters().values)
    assert set(data.annexes()) >= {"recommended", "UK", "DE", "FR"}
    assert data.annexes("aashto") == ("recommended",)
    for annex in data.annexes():
        chosen = data.parameters(annex=annex)
        assert set(chosen.values) == known
        assert {chosen.origin[p] for p in known} <= {"recommended", f"annex {annex}"}


def test_the_project_overrides_with_a_source():
    chosen = data.parameters(
        annex="UK", overrides={"lm1.alpha_Q1": Override(0.9, "client's brief 4.2")}
    )
    value = chosen.value("lm1.alpha_Q1")
    assert (value.si, value.source) == (0.9, "client's brief 4.2")
    assert chosen.origin["lm1.alpha_Q1"] == "project"
    assert chosen.origin["lm1.alpha_q1"] == "annex UK"
    assert chosen.number("lm1.alpha_q1") == 0.61
    assert data.parameters().number("lm1.alpha_Q1") == 1.0


@pytest.mark.parametrize(
    ("path", "override", "message"),
    [
        ("lm1.alpha_Q9", Override(1.0, "x"), "is not a known parameter; nearest: lm1.alpha_Q"),
        ("lm1.alpha_Q1", Override(1.0, " "), "needs a source"),
        ("lm1.alpha_Q1", Override(1.0, "x", "kN"), "must be in 1 .got kN"),
        ("lm1.alpha_Q1", Override(float("nan"), "x"), "must be 1 finite number"),
        ("lm1.alpha_Q1", Override((1.0, 2.0), "x"), "must be 1 finite number"),
    ],
)
def test_bad_overrides_are_refused(path, override, message):
    with pytest.raises(InputError, match=message):
        data.parameters(overrides={path: override})
    with pytest.raises(InputError, match="must be one of"):
        data.parameters(annex="XX")
