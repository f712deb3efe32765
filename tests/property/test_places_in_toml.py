"""Whatever nesting a file has, the place found for a value is the line it is written on."""

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from spanwright.datum.toml import locate

KEYS = st.text("abcxyz-_09", min_size=1, max_size=4)
SCALARS = st.sampled_from(
    ["1", "-2.5e3", "true", "2026-01-30", '"a"', "'#]'", '"\\"}"', '"""x\ny, ]"""', "'''q'''"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ " + ", # c ]\n ".join(items) + " ]"),
        # inline tables hold no line ends of their own
        st.dictionaries(KEYS, inner.filter(lambda text: "\n" not in text), max_size=3).map(
            lambda table: "{" + ", ".join(f"{k} = {v}" for k, v in table.items()) + "}"
        ),
    ),
    max_leaves=6,
)
TABLES = st.lists(st.dictionaries(KEYS, VALUES, max_size=4), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.booleans())
def test_each_key_is_found_on_the_line_it_begins(tables, comments):
    lines, begins = [], {}
    for index, table in enumerate(tables):
        lines.append("[[part]]" + ("  # [x] = 1" if comments else ""))
        begins[f"part[{index}]"] = len(lines)
        for key, value in table.items():
            begins[f"part[{index}].{key}"] = len(lines) + 1
            lines.extend(f"{key} = {value}".split("\n"))
    text = "\n".join(lines) + "\n"
    data = tomllib.loads(text)
    assert len(data["part"]) == len(tables)  # the generator writes valid TOML
    found = locate(text)
    for address, line in begins.items():
        assert found[address] == line, text
    # Every value below has a place too, and none lies outside the file.
    for address in addresses(data["part"], "part"):
        assert 1 <= found[address] <= len(lines), (address, text)


def addresses(value, address):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{address}.{key}"
            yield from addresses(inner, f"{address}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield f"{address}[{index}]"
            yield from addresses(inner, f"{address}[{index}]")
