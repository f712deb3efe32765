"""Without an optional library, the one who needs it is told what to install."""

import sys

import pytest
from sample_results import sample_results

from spanwright.datum.errors import MissingExtra
from spanwright.deliverables import labelled
from spanwright.deliverables.drawing.dxf import to_dxf
from spanwright.deliverables.drawing.pages import pages
from spanwright.deliverables.parquet import to_parquet
from spanwright.deliverables.report import document
from spanwright.deliverables.report_pdf import to_pdf
from spanwright.deliverables.xlsx import to_xlsx

RESULTS = sample_results()
MAKERS = {
    "typst": ("pdf", lambda: to_pdf(document(RESULTS))),
    "ezdxf": ("drawings", lambda: to_dxf(pages(RESULTS))),
    "xlsxwriter": ("tables", lambda: to_xlsx(RESULTS)),
    "pyarrow": ("tables", lambda: list(to_parquet(RESULTS))),
    "xarray": ("tables", lambda: labelled(RESULTS)),
}


@pytest.mark.parametrize("library", MAKERS)
def test_the_remedy_is_a_command_to_copy(monkeypatch, library):
    for name in [n for n in sys.modules if n.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    extra, make = MAKERS[library]
    with pytest.raises(MissingExtra, match=rf"pip install 'spanwright\[{extra}\]'"):
        make()
