"""report.html: one file, valid, self-contained, complete, the same bytes every time."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from sample_layout import FLAGSHIP, SMALL, sample_layout
from sample_results import sample_results

from spanwright.datum.ledger import Ledger, Line
from spanwright.deliverables.content import letter
from spanwright.deliverables.html import to_html
from spanwright.deliverables.report import document
from spanwright.deliverables.report.assumptions import short
from spanwright.deliverables.report.checks import split_unit
from spanwright.deliverables.report.front import spans_in_words, status
from spanwright.deliverables.report.gather import along, governing_cells, pick
from spanwright.deliverables.report.loading import conventions

VOID = {"meta", "link", "img", "br", "hr", "input", "wbr", "col"}


class Reader(HTMLParser):
    """Collects ids, links and text; fails where a tag is closed that is not open."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.targets, self.sources, self.text = [], [], [], [], []
        self.tags: dict[str, int] = {}

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and values.get("href", "").startswith("#"):
            self.targets.append(values["href"][1:])
        for name in ("src", "href", "xlink:href", "data", "action", "srcset"):
            if name in values and not (tag == "a" and name == "href"):
                self.sources.append((tag, values[name]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open, tag
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def results():
    return sample_results()


@pytest.fixture(scope="module")
def html(results):
    return to_html(document(results))


@pytest.fixture(scope="module")
def page(html):
    return read(html)


def test_tags_are_balanced_and_ids_are_unique(page):
    assert len(set(page.ids)) == len(page.ids)


def test_every_entry_of_the_contents_leads_somewhere(page):
    assert len(page.targets) > 20
    assert set(page.targets) <= set(page.ids)


def test_results_and_drawings_come_first_and_long_tables_last(html):
    order = ["glance", "arrangement", "checks", "trust", "assumptions", "values",
             "evidence", "claims", "combinations", "bearing-forces", "details",
             "substructure"]  # fmt: skip
    places = [html.index(f'id="{key}"') for key in order]
    assert places == sorted(places)
    letters = re.findall(r'<h2><span class="number">([A-Z]+)</span>([^<]+)', html)
    assert [name for name, _ in letters] == list("ABCDEFG")
    assert letters[0][1] == "Assumptions"


def test_appendices_beyond_z_have_two_letters():
    assert [letter(k) for k in (0, 25, 26, 27, 51, 52)] == ["A", "Z", "AA", "AB", "AZ", "BA"]


def test_the_first_page_names_the_assumptions_to_question(results):
    """One row a topic, those with a range first; a chosen value that was given is not listed."""
    line = Line("codes.settlement", "10 mm", "assumed", "rule", span="0 to 30 mm")
    bare = Line("layout.bearings.kind", "pot", "assumed", "long deck")
    soil = [Line(f"site.soil[0].{name}", "14", "assumed", "x", span="8 to 20")
            for name in ("n60", "friction_angle")]  # fmt: skip
    given = Line("layout.slab.thickness", "250 mm", "given", "project.toml:9")
    odd = replace(results, ledger=Ledger((bare, given, line, *soil)))
    (table,) = short(odd)
    assert [row[0].text for row in table.rows] == [
        "site.soil[0].n60", "codes.settlement", "layout.bearings.kind"]  # fmt: skip
    assert short(replace(results, ledger=Ledger((given,)))) == ()


def test_nothing_is_fetched(html, page):
    assert page.sources
    assert all(value.startswith("data:image/png;base64,") for _, value in page.sources)
    assert {tag for tag, _ in page.sources} == {"image"}
    assert "@import" not in html
    assert "url(" not in html
    assert "fetch(" not in html
    assert "XMLHttpRequest" not in html
    assert "default-src 'none'" in html


def test_the_page_says_its_language_and_title(html, page):
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.tags["title"] >= 1
    assert page.tags["h1"] == 1
    assert page.tags["main"] == 1


def test_every_picture_says_what_it_shows(html):
    for tag in re.findall(r"<svg [^>]*>", html):
        assert re.search(r'role="img" aria-label="[^"]+"', tag), tag


def test_texts_of_users_are_escaped(html):
    assert "<carriageway>" not in html
    assert "width &lt;carriageway&gt; &amp; &quot;quotes&quot;" in html
    assert "<test>" not in html
    assert "https://example.org/?a=1&amp;b=2" in html


def test_a_link_is_only_ever_a_web_address(results):
    claim = replace(results.evidence.claims[0], url="javascript:alert(1)")
    evil = replace(results, evidence=replace(results.evidence, claims=(claim,)))
    assert "javascript:" not in to_html(document(evil))


def test_figures_and_tables_are_numbered_in_order(page):
    text = "".join(page.text)
    for word in ("Figure", "Table"):
        numbers = [int(n) for n in re.findall(rf"{word} (\d+)\.", text)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 8


def test_all_that_was_asked_for_is_in_it(results, page):
    text = " ".join("".join(page.text).split())
    for series in results.checks.series:
        assert series.name in text
        assert series.clause in text
        assert series.place[series.worst] in text
    for line in results.ledger:
        assert line.value in text
    for item in results.checks.unchecked:
        assert f"{item.what}: {item.why}" in text
    for check in results.effects.selfchecks:
        assert check.name in text
    for conflict in results.evidence.conflicts:
        assert conflict.resolution in text
    for found in results.evidence.contradictions:
        assert found.finding in text
    for section in ("Key results", "Values and their sources", "Evidence",
                    "General arrangement", "Quantities",
                    "Axes and signs", "Influence surfaces", "Envelopes", "Deflections",
                    "Bearing forces", "Utilisation along the bridge", "What governs where",
                    "Self-checks", "Assumptions", "Not checked"):  # fmt: skip
        assert section in text


def test_the_status_counts_what_it_says(results, page):
    text = " ".join("".join(page.text).split())
    assert "2 values reported by somebody, 1 set by the project, 1 assumed" in text
    assert "Not satisfied somewhere: lateral torsional buckling." in text
    assert "2 kinds of check not made, 2 places outside the scope of a rule." in text


def test_a_bridge_without_failures_says_so(results):

    fine = replace(results.checks, series=results.checks.series[:1])
    assert "Every check that was made is satisfied." in status(replace(results, checks=fine))


def test_an_empty_run_still_makes_a_report(results):
    bare = replace(
        results, evidence=type(results.evidence)(), notices=(), quantities=(), stages=(),
        actions=(), combinations=(), envelopes=(), influences=(), versions=(),
        checks=replace(results.checks, series=(), unchecked=()),
        ledger=type(results.ledger)(), effects=replace(results.effects, selfchecks=()),
    )  # fmt: skip
    page = read(to_html(document(bare)))
    assert set(page.targets) <= set(page.ids)
    assert "No open point was declared." in "".join(page.text)


def test_undecided_checks_are_amber_not_green(results):
    from spanwright.deliverables.report.front import check_bars

    series = results.checks.series[0]
    blank = replace(series, utilisation=np.full(series.utilisation.size, np.nan),
                    status=np.full(series.status.size, 2))  # fmt: skip
    bars = check_bars(replace(results, checks=replace(results.checks, series=(blank,))))
    assert bars.rows[0][3:] == ("outside scope", "warn")
    html = to_html(document(replace(results, checks=replace(results.checks, series=(blank,)))))
    assert "outside scope" in html


def test_a_second_report_has_the_same_bytes(results, html):
    assert to_html(document(sample_results())) == html


def test_the_choice_left_to_the_program_is_shown_by_what_was_chosen(results):
    from spanwright.datum.ledger import Ledger, Line
    from spanwright.deliverables.sources import count, settled

    ledger = Ledger((
        Line("layout.slab.width", "auto", "assumed", "choose"),
        Line("layout.girders.depth", "auto", "assumed", "choose"),
        Line("layout.slab.width", "13 m", "derived", "clear width"),
    ))  # fmt: skip
    assert [line.value for line in settled(ledger)] == ["auto", "13 m"]
    assert count(ledger, "assumed") == 1


@pytest.mark.parametrize("shape", ["circle", "rectangle"])
def test_other_layouts_make_a_report_too(shape):
    for parts in (SMALL, (("A", (30.0,)),), FLAGSHIP):
        layout = sample_layout(parts, shape=shape, haunched=True)
        page = read(to_html(document(sample_results(parts, layout=layout, step=15.0))))
        assert set(page.targets) <= set(page.ids)


def test_spans_in_words_gather_repeats():
    assert spans_in_words([44, 44, 84, 84, 84, 77.5]) == "2 × 44 + 3 × 84 + 77.5 m"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("effective width [m]", ("effective width", "m")), ("chi_LT", ("chi_LT", "1")),
     ("M_pl,Rd", ("M_pl,Rd", "N m")), ("V_bw,Rd", ("V_bw,Rd", "N")), ("tau_cr", ("tau_cr", "Pa")),
     ("restraint spacing", ("restraint spacing", "m")), ("My", ("My", "N m")), ("N", ("N", "N")),
     ("class", ("class", "1")), ("studs per metre", ("studs per metre", "1"))],
)  # fmt: skip
def test_intermediate_values_find_their_unit(name, expected):
    assert split_unit(name) == expected


def test_rows_along_a_girder_go_deck_by_deck_and_face_by_face():
    deck = np.array([1, 0, 0, 0, 0])
    girder = np.zeros(5, dtype=np.int64)
    station = np.array([20.0, 10.0, 0.0, 10.0, 20.0])
    side = np.array([0, 0, 0, 1, 1])
    rows = along(0, deck, girder, station, side)
    assert rows.tolist() == [2, 3, 1, 4, -1, 0]
    assert np.isnan(pick(station, rows)[4])
    assert along(3, deck, girder, station).size == 0


def test_the_governing_check_is_the_largest_in_each_tenth(results):
    series = [s for s in results.checks.series if s.element == "girder"]
    edges, kinds = governing_cells(results.layout, series, 1)
    assert edges.size == kinds.size + 1
    assert edges[-1] == results.layout.length
    a, b = edges[4], edges[5]
    best = [
        max(
            (float(s.utilisation[k]) for k in range(len(s.place))
             if s.girder[k] == 1 and a - 1e-6 <= s.station[k] <= b + 1e-6),
            default=-1.0,
        )
        for s in series
    ]  # fmt: skip
    assert max(best) > 0 or kinds[4] == -1
    if kinds[4] >= 0:
        assert best[kinds[4]] == max(best)


def test_conventions_keep_their_table_and_lose_their_marks():
    blocks = conventions(
        "# Title\n\n**Global axes.** x `along`.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert blocks[0].text == "Global axes. x along."
    assert [c.name for c in blocks[1].columns] == ["a", "b"]
    assert blocks[1].rows == (("1", "2"),)


def test_of_many_checks_the_first_page_shows_the_largest(results):
    """All of them stand in the table of all checks, and the caption says how many are left out."""
    from spanwright.deliverables.report.checks import chapter
    from spanwright.deliverables.report.front import MOST_BARS, check_bars

    first = next(s for s in results.checks.series if np.isfinite(s.utilisation).any())
    many = tuple(
        replace(first, name=f"check {k}", utilisation=first.utilisation * (1 + 0.01 * k))
        for k in range(MOST_BARS + 7)
    )
    crowd = replace(results, checks=replace(results.checks, series=many))
    bars = check_bars(crowd)
    assert [row[0] for row in bars.rows] == [f"check {k + 7}" for k in reversed(range(MOST_BARS))]
    assert "7 more checks" in bars.caption
    (table,) = next(s for s in chapter(crowd).sections if s.key == "all-checks").blocks
    assert len(table.rows) == MOST_BARS + 7
    assert len(check_bars(results).rows) == len(results.checks.series)


def test_only_a_bridge_others_report_about_is_called_a_reconstruction(results):
    assert "reconstruction" in status(results)
    assert "2 values reported by somebody, 1 set by the project" in status(results)
    own = Ledger(tuple(line for line in results.ledger if line.kind != "reported"))
    words = status(replace(results, ledger=own))
    assert words.startswith("A concept worked out from the project file. 1 set by the project, ")
    assert "reported" not in words
