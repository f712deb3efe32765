"""Every note of whole bridges ends on the figure of its check; no check kind is without one."""

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.deliverables.formulas import as_html, as_typst
from spanwright.deliverables.report.notes import appendix
from spanwright.deliverables.report.notes_text import lines
from spanwright.notes.find import find
from spanwright.notes.formula import symbol
from spanwright.notes.page import ALIKE
from spanwright.notes.places import EVENT
from spanwright.notes.write import BY_BASIS, EVERYWHERE, derivation_of, note_of
from spanwright.pipeline.results import results_of
from spanwright.pipeline.stages import analyse
from spanwright.project.template import project_text

EACH = 23  # every so many-th section of a check, and its worst
EVENTS = """
[site.earthquake]
ground_acceleration = "0.1 g"
ground_type = "C"

[site.navigation]
cemt = "Va"
"""
EXAMPLES = Path(__file__).parents[3] / "examples"
BRIDGES = ("bridge", "american", "curved", "footed", "precast")
FINE = '\n[analysis]\nelement_length = "8 m"\n'

# Checks whose note is still the comparison with its intermediate values: write the note in
# spanwright.notes and take the name off.  docs/notes.md says how.
# Concrete by AASHTO shows demand, resistance and the values behind them, not every line.
SHORT: frozenset[str] = frozenset()


def _run(folder, length, basis="EN", bearings="pot", footings=""):
    words = project_text("small", length).replace('basis = "EN"', f'basis = "{basis}"')
    words = words.replace(
        "[layout.piles]", f'[layout.bearings]\nkind = "{bearings}"\n\n[layout.piles]'
    )
    (folder / "project.toml").write_text(words + footings + EVENTS + FINE)
    return results_of(analyse(folder, lambda _: nullcontext()))


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    """Long enough to be launched; ships and an earthquake may come."""
    return _run(tmp_path_factory.mktemp("bridge"), 160.0)


@pytest.fixture(scope="module")
def american(tmp_path_factory):
    return _run(tmp_path_factory.mktemp("american"), 80.0, "AASHTO", "elastomeric")


@pytest.fixture(scope="module")
def footed(tmp_path_factory):
    on_pads = '\n[layout.footings]\nat = ["all"]\n'
    return _run(tmp_path_factory.mktemp("footed"), 80.0, "EN", "spherical", on_pads)


@pytest.fixture(scope="module")
def precast():
    return results_of(analyse(EXAMPLES / "precast", lambda _: nullcontext()))


@pytest.fixture(scope="module")
def curved():
    return results_of(analyse(EXAMPLES / "curve", lambda _: nullcontext()))


def _rows(series):
    return sorted({*range(0, len(series.place), EACH), _worst(series)})


def _worst(series):
    return 0 if np.isnan(series.utilisation).all() else series.worst


@pytest.mark.parametrize("which", BRIDGES)
def test_every_check_is_written_out_line_by_line(which, request):
    """A check without a note is named here."""
    results = request.getfixturevalue(which)
    names = {series.name for series in results.checks.series}
    bare = {
        EVENT.sub("", name) for name in names if derivation_of(results.book.basis, name) is None
    }
    assert sorted(bare - SHORT) == [], "no line-by-line note; see docs/notes.md"


@pytest.mark.parametrize("which", BRIDGES)
def test_every_note_of_every_check_ends_on_its_utilisation(which, request):
    results = request.getfixturevalue(which)
    for series in results.checks.series:
        for row in _rows(series):
            note = note_of(results.book, series, row)
            told = note.steps[-1].result.value
            use = float(series.utilisation[row])
            where = f"{series.name}, {series.place[row]}"
            if np.isfinite(use):
                assert told == pytest.approx(use, rel=ALIKE, abs=ALIKE), where
            assert note.gap <= ALIKE, where
            assert note.steps, where


def test_every_note_belongs_to_a_check_of_some_run(request):
    runs = [request.getfixturevalue(which) for which in BRIDGES]
    known = {EVENT.sub("", series.name) for run in runs for series in run.checks.series}
    assert set(EVERYWHERE) | {name for own in BY_BASIS.values() for name in own} <= known


def test_the_terms_of_a_combination_sum_to_the_design_moment(bridge):
    series = next(s for s in bridge.checks.series if s.name == "bending")
    note = note_of(bridge.book, series, series.worst)
    assert {"TS", "UDL"} <= {term.action for term in note.terms}
    total = sum(term.factor * term.moment for term in note.terms)
    assert abs(total) == pytest.approx(note.demand, rel=ALIKE)


def test_a_changed_resistance_shows_as_a_gap(bridge):
    """A series that says otherwise than its page is told, not printed as if it agreed."""
    series = next(s for s in bridge.checks.series if s.name == "shear")
    wrong = replace(series, utilisation=series.utilisation * 1.001)
    note = note_of(bridge.book, wrong, series.worst)
    assert note.gap == pytest.approx(1e-3, rel=1e-2)
    assert "differs from the check" in list(lines(note))[-1]


def test_a_place_between_sections_takes_the_nearest_and_says_so(bridge):
    series = bridge.checks.series
    found = find(series, "girder 2 @ 31.3 m shear")
    assert len(found.pairs) == 1
    assert found.remark.startswith("nearest section to 31.3 m: ")
    k, row = found.pairs[0]
    assert series[k].name == "shear"
    assert series[k].girder[row] == 1


def test_faces_of_a_support_can_be_told_apart(bridge):
    series = bridge.checks.series
    station = float(bridge.layout.decks[0].supports[1])
    for face in ("before", "after"):
        k, row = find(series, f"girder 1 @ {station:g} m {face} bending").pairs[0]
        assert f"({face})" in series[k].place[row]


def test_a_place_without_a_check_gives_all_its_checks(bridge):
    assert len(find(bridge.checks.series, "girder 1 @ 20 m").pairs) > 20


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("girder 2 @ 20 m sheer", 'did you mean "shear"'),
        ("girder 9 @ 20 m shear", "must be one of 1 to "),
        ("girder 1 @ 900 m shear", "station must lie from 0 to 160 m"),
        ("north girder 1 @ 20 m shear", "no deck of this name"),
        ("girder 1 @ 20 m fatigue", "several checks have this in their name"),
        ("piller shafts", 'did you mean "pier"'),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest_name(bridge, words, told):
    with pytest.raises(InputError) as caught:
        find(bridge.checks.series, words)
    assert told in str(caught.value)


def test_the_report_has_a_note_of_every_decided_check(bridge):
    sections = appendix(bridge)[0].sections
    decided = [s for s in bridge.checks.series if not np.isnan(s.utilisation).all()]
    assert [one.title.split(",")[0] for one in sections] == [s.name.split(",")[0] for s in decided]


def test_every_formula_of_a_run_can_be_set_in_every_style(request):
    """MathML is well formed; brackets of the typst and plain text close."""
    runs = [request.getfixturevalue(which) for which in BRIDGES]
    checks = [(run.book, series) for run in runs for series in run.checks.series]
    for book, series in checks:
        steps = note_of(book, series, _worst(series)).steps
        ElementTree.fromstring(as_html(steps))
        for row in as_typst(steps):
            for line in row["lines"]:
                bare = re.sub(r'"[^"]*"', "", line)
                assert bare.count("(") == bare.count(")")
        for step in steps:
            assert all("_" not in symbol(one.name)[1] for one in step.inputs)


def test_results_without_a_book_have_no_notes(bridge):
    assert appendix(replace(bridge, book=None)) == ()
