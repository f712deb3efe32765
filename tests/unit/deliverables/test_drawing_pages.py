"""Pages of drawings: paper, frame and title column; as PDF and as DXF that measures."""

import io
import math
import re
from collections import Counter

import numpy as np
import pytest
from sample_layout import FLAGSHIP
from sample_results import sample_results
from second_reader import entities_of_dxf

from spanwright.deliverables.drawing.dxf import to_dxf
from spanwright.deliverables.drawing.pages import COLUMN, FILING, MARGIN, pages, wrap
from spanwright.deliverables.drawing.pdf import to_pdf
from spanwright.deliverables.drawing.sheet import overlaps, text_width
from spanwright.deliverables.drawing.sheets import all_sheets

RESULTS = sample_results(FLAGSHIP)
PAGES = pages(RESULTS)


def test_every_drawing_stands_once_on_a_page_inside_the_frame():
    names = [view.drawn.name for page in PAGES for view in page.views]
    assert names == [drawn.name for drawn in all_sheets(RESULTS.layout)]
    for page in PAGES:
        boxes = [
            (v.x, v.y, v.x + v.drawn.sheet.width, v.y + v.drawn.sheet.height) for v in page.views
        ]
        for k, box in enumerate(boxes):
            assert box[0] >= FILING
            assert box[1] >= MARGIN
            assert box[2] <= page.width - MARGIN - COLUMN
            assert box[3] <= page.height - MARGIN
            assert not any(overlaps(box, other) for other in boxes[k + 1 :])


def test_two_abutments_never_share_a_page():
    for page in PAGES:
        assert len({view.drawn.subject for view in page.views}) == 1


def test_the_title_column_names_scale_and_sheet_without_overlapping_texts():
    for page in PAGES:
        labels = page.furniture.labels
        texts = [label.text for label in labels]
        assert f"{page.number} of {len(PAGES)} ({page.paper})" in texts
        scales = {scale for view in page.views for scale in view.drawn.sheet.scales}
        assert (", ".join(sorted(scales)) or "not to scale") in texts
        for k, label in enumerate(labels):
            assert label.box[2] <= page.width - MARGIN
            assert not any(overlaps(label.box, other.box) for other in labels[k + 1 :])


def test_wrapped_lines_fit_and_lose_no_word():
    text = "General arrangement of a bridge whose name is rather long, stations 0 to 177 m"
    lines = wrap(text, 60.0, 2.8)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert all(text_width(line, 2.8) <= 60.0 for line in lines)


def test_the_pdf_has_a_page_each_of_its_paper_size_and_no_date():
    content = to_pdf(PAGES, "Sample")
    boxes = re.findall(rb"/MediaBox \[([^\]]+)\]", content)
    sizes = [[float(x) for x in box.split()[2:]] for box in boxes]
    wanted = [[p.width * 72 / 25.4, p.height * 72 / 25.4] for p in PAGES]
    assert np.allclose(sizes, wanted, atol=0.01)
    assert b"CreationDate" not in content
    assert content == to_pdf(pages(sample_results(FLAGSHIP)), "Sample")


@pytest.fixture(scope="module")
def content():
    pytest.importorskip("ezdxf")
    made = to_dxf(PAGES)
    assert made == to_dxf(pages(sample_results(FLAGSHIP)))  # nothing random, no dates
    return made


@pytest.fixture(scope="module")
def drawing(content):
    ezdxf = pytest.importorskip("ezdxf")
    return ezdxf.read(io.StringIO(content.decode()))


def test_a_second_reader_counts_the_same_entities(content, drawing, tmp_path):
    path = tmp_path / "drawings.dxf"
    path.write_bytes(content)
    seen = entities_of_dxf(path)
    # model space and the sheet that is open stand in one section of the file
    written = Counter(
        entity.dxftype() for space in (drawing.modelspace(), drawing.paperspace())
        for entity in space
    )  # fmt: skip
    assert seen.pop("VIEWPORT", None) in (None, written["VIEWPORT"])
    del written["HATCH"], written["VIEWPORT"]  # it does not read hatches
    assert seen == dict(written)
    assert seen["DIMENSION"] > 100


def test_the_dxf_passes_an_audit_and_has_a_layout_for_every_page(drawing):
    audit = drawing.audit()
    assert audit.errors == []
    assert audit.fixes == []
    assert drawing.units == 6  # metres
    assert [n for n in drawing.layout_names() if n != "Model"] == [
        f"Sheet {p.number}" for p in PAGES
    ]
    for page in PAGES:
        ports = drawing.layout(f"Sheet {page.number}").query("VIEWPORT[layer=='viewport']")
        assert len(ports) == len(page.views)
        for port, view in zip(ports, page.views, strict=True):
            if view.drawn.sheet.scales:
                scale = float(view.drawn.sheet.scales[0].split(":")[1])
                assert math.isclose(port.dxf.view_height / port.dxf.height, scale / 1000.0)


def test_dimensions_of_the_dxf_measure_the_spans(drawing):
    dimensions = drawing.modelspace().query("DIMENSION")
    spans = sorted(
        d.get_measurement() for d in dimensions
        if d.dxf.text == "<>" and d.dxf.dimstyle == "SW-1000" and abs(d.dxf.angle) < 1e-9
    )  # fmt: skip
    known = np.concatenate([np.diff(deck.supports) for deck in RESULTS.layout.decks])
    assert np.allclose(spans, np.sort(known), atol=1e-6)


def test_the_dxf_shows_every_text_of_the_drawings(drawing):
    shown = {t.dxf.text for t in drawing.modelspace().query("TEXT")}
    chained = {k for p in PAGES for v in p.views for d in v.drawn.sheet.dimensions
               for k in [id(d.label)]}  # fmt: skip
    wanted = {label.text for p in PAGES for v in p.views for label in v.drawn.sheet.labels
              if id(label) not in chained}  # fmt: skip
    assert wanted <= shown


def test_a_dimension_says_what_it_measures_or_what_was_printed():
    from spanwright.deliverables.drawing.dxf import _wording

    assert _wording("84.0", 84.0) == ("<>", {"dimdec": 1, "dimlfac": 1.0})
    assert _wording("450", 0.45) == ("<>", {"dimdec": 0, "dimlfac": 1000.0})
    assert _wording("84.0", 27.2) == ("84.0", {})
    assert _wording("RU: 424.0", 424.0) == ("RU: 424.0", {})
