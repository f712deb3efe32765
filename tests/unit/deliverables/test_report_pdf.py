"""The report as PDF: the same content tree, set by typst."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.deliverables.content import (
    Bars,
    Beside,
    Card,
    Cards,
    Cell,
    Column,
    Document,
    Facts,
    Figure,
    Fold,
    Listing,
    Note,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
)
from spanwright.deliverables.report import document
from spanwright.deliverables.report.checks import every_place
from spanwright.deliverables.report_pdf import _shares, _Tree, _turned, to_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 9 9"></svg>'
WIDE = Figure("w", "wide", SVG.format("272mm", "120mm"), "wide")


def test_the_whole_report_becomes_pages_twice_alike():
    pytest.importorskip("typst")
    first = to_pdf(document(sample_results()))
    assert first.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", first)) > 10
    assert first == to_pdf(document(sample_results()))


def test_words_are_data_never_commands():
    """Typst markup, scripts and brackets in a text must come out as they are."""
    pytest.importorskip("typst")
    evil = '#panic("read") $x$ *b* _i_ ] [ ` <label> @ref \\ // \u0416 \ud55c'
    table = Table("t", evil, (Column(evil), Column("n", "right", "kN")),
                  ((Cell(evil, "bad", url="https://example.org/?a=#b"), "1"),), False,
                  evil)  # fmt: skip
    blocks = (
        Paragraph(evil, "muted"), Note(evil, evil), Facts(((evil, evil),)), Listing((evil,)),
        Tiles((Tile(evil, evil, "good"),)),
        Bars("b", evil, ((evil, evil, float("inf"), "∞", "bad"),)),
        Cards((Card(evil, ((evil, evil),), evil, "warn"),)), Fold(evil, (table,)),
        Beside((Paragraph(evil),), (Paragraph(evil),)),
        Figure("f", evil, SVG.format(900, 300), legend=(("s1", evil), ("f2", evil), ("max", evil))),
        WIDE,
    )  # fmt: skip
    inner = Section("second", evil, (Paragraph(evil),))
    content = to_pdf(
        Document(
            evil, evil, evil, ((evil, evil),), (Section("first", evil, blocks, (inner,)),), evil
        )
    )
    assert content.startswith(b"%PDF-")


def test_every_block_of_the_report_reaches_the_pages(tmp_path):
    tree = _Tree(tmp_path).document(document(sample_results()))
    text = json.dumps(tree, ensure_ascii=False)  # plain data, whatever the blocks were

    def captions(blocks):
        for block in blocks:
            if isinstance(block, (Table, Figure, Bars)):
                yield block.caption
            yield from captions(getattr(block, "blocks", ()))
            yield from captions((*getattr(block, "left", ()), *getattr(block, "right", ())))

    def sections(items):
        for item in items:
            yield item
            yield from sections(item.sections)

    for section in sections(document(sample_results()).sections):
        assert json.dumps(section.title, ensure_ascii=False) in text
        for caption in captions(section.blocks):
            assert json.dumps(caption, ensure_ascii=False) in text


def test_on_paper_the_longest_tables_hold_their_worst_rows_and_say_so():
    plain = sample_results()
    series = next(s for s in plain.checks.series if s.element == "pile")
    many = replace(
        series, place=tuple(f"P{k} pile 1" for k in range(50)),
        combination=("",) * 50, cause=("",) * 50, details={},
        **{name: np.resize(getattr(series, name), 50)
           for name in ("deck", "girder", "station", "resistance", "status")},
        demand=np.arange(50.0), utilisation=np.linspace(0.1, 0.9, 50),
    )  # fmt: skip
    results = replace(plain, checks=replace(plain.checks, series=(many,)))
    (screen,), (paper,) = every_place(results), every_place(results, is_printed=True)
    assert (screen.title[:11], paper.title[:16]) == ("Every place", "The worst places")
    assert len(screen.blocks[0].rows) == 50
    rows = paper.blocks[0].rows
    assert [row[0].text for row in rows] == [f"P{k} pile 1" for k in range(49, 29, -1)]
    assert "the worst 20 of 50 places" in paper.blocks[0].caption
    assert "all 50 places" in screen.blocks[0].caption


def test_wide_drawings_stand_on_turned_pages_with_their_headings(tmp_path):
    words, long = Paragraph("short"), Paragraph("long " * 200)
    sections = (
        Section("a", "A", (words, WIDE, WIDE)),
        Section("b", "B", (long, WIDE, replace(WIDE, width="page"))),
    )
    kinds = [
        [inner["kind"] for inner in block["blocks"]] if block["kind"] == "Turned" else block["kind"]
        for block in _turned(_Tree(tmp_path).flow(sections, 1))
    ]
    assert kinds == [
        ["Heading", "Paragraph", "Figure"], ["Figure"],
        "Heading", "Paragraph", ["Figure"], "Figure",
    ]  # fmt: skip


def test_drawings_keep_their_scale_and_texts_their_room(tmp_path):
    tree = _Tree(tmp_path)
    kept = tree.figure(WIDE)
    assert kept["width_mm"] == 272.0
    tall = tree.figure(Figure("t", "tall", SVG.format("100mm", "450mm")))
    assert tall["width_mm"] == pytest.approx(50.0)
    text = SVG.format(9, 9).replace(
        "></svg>", ' font-family="Arial, Helvetica"><text font-size="10"/></svg>'
    )
    name = tree.figure(Figure("x", "x", text))["file"]
    assert 'font-family="DejaVu Sans"><text font-size="8.70"/>' in (tmp_path / name).read_text()


def test_columns_of_long_texts_get_more_room_and_short_tables_none():
    columns = (Column("id"), Column("what"), Column("note"))
    short = Table("s", "", columns, (("1", "a", "b"),))
    assert _shares(short) == [0.0, 0.0, 0.0]
    long = Table("l", "", columns, (("B01", "x" * 40, "word " * 60),))
    one, two, three = _shares(long)
    assert one < two < three
    fixed = Table("f", "", (Column("a", width=30), Column("b", width=70)), (("1", "2"),))
    assert _shares(fixed) == [30.0, 70.0]
