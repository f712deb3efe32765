"""Whatever stands in a project file, the reader gives a project or sentences, never a traceback."""

import copy
import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.datum.errors import SpanwrightError
from spanwright.datum.toml import Document, read_document
from spanwright.evidence.register import read_register
from spanwright.project import reader

TUMEN = Path(__file__).parents[2] / "examples" / "tumen"
REGISTER = read_register(TUMEN / "claims.toml")
ORIGINAL = read_document(TUMEN / "project.toml")
JUNK = st.one_of(
    st.sampled_from(
        [0, -1, 1e308, float("nan"), float("inf"), True, "", "auto", "choose", "7 kN", "-3 m", {}]
    ),
    st.sampled_from(
        [[], [[]], [1, 2], [[1, 2], [0, 3]], {"value": 1}, {"value": {}}, {"source": "B04"}]
    ),
    st.sampled_from(
        [{"source": ["B04", "B02"]}, {"source": 3}, {"value": "1 m", "assumed": ""}, {"x": 1}]
    ),
    st.just(datetime.date(2026, 1, 1)),
    st.just({"value": "7 m", "source": "B99"}),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
)


def places(node, path=()):
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


PLACES = sorted(places(ORIGINAL.data), key=str)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PLACES), st.one_of(st.none(), JUNK)), min_size=1, max_size=3)
)
def test_a_spoilt_file_gives_sentences(changes):
    data = copy.deepcopy(ORIGINAL.data)
    for path, junk in changes:
        node = data
        try:
            for key in path[:-1]:
                node = node[key]
            if isinstance(node, dict) != isinstance(path[-1], str):
                continue  # an earlier change put a table where a list was
            if junk is None:
                del node[path[-1]]
            else:
                node[path[-1]] = copy.deepcopy(junk)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change removed this place
    spoilt = Document(ORIGINAL.path, data, ORIGINAL.lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read_document", lambda _: spoilt)
        patch.setattr(reader, "_read_claims", lambda _: (REGISTER, []))  # read once, not 150 times
        try:
            reading = reader.read_project(TUMEN)
        except SpanwrightError as error:
            for line in str(error).splitlines():
                assert line.startswith(("project.toml:", "claims.toml:")), line
                assert "Traceback" not in line
        else:
            assert reading.brief.layout.total > 0.0
