from pathlib import Path

import pytest

from spanwright.datum.errors import InputError
from spanwright.datum.toml import locate, parse_document, read_document

TEXT = '''a = 1   # a comment with [brackets] = and "quotes"
"quoted key" = """text
over ] lines = """
[site]
x.y = { value = "7 m", note = "a, b = }" }
[[site.soil]]
n = [1, # one
  [2, 3],
  "a#]", """x"""""]
[site.soil.inner]
z = 'c:\\'
[[site.soil]]
b = 2026-01-30
'''


def test_each_address_is_found_back_to_its_line():
    lines = locate(TEXT)
    assert lines["a"] == 1
    assert lines["quoted key"] == 2
    assert lines["site"] == 4
    assert lines["site.x.y"] == lines["site.x.y.value"] == lines["site.x.y.note"] == 5
    assert lines["site.soil[0]"] == 6
    assert lines["site.soil[0].n[0]"] == 7
    assert lines["site.soil[0].n[1][1]"] == 8
    assert lines["site.soil[0].n[2]"] == lines["site.soil[0].n[3]"] == 9
    assert lines["site.soil[0].inner.z"] == 11
    assert lines["site.soil[1]"] == 12
    assert lines["site.soil[1].b"] == 13


def test_a_missing_key_is_placed_at_the_table_that_lacks_it():
    document = parse_document(TEXT, Path("p.toml"))
    assert document.place("site.soil[1].kind.value") == "p.toml:12"
    assert document.place("nothing.here") == "p.toml:1"


def test_windows_line_ends_and_a_byte_order_mark_do_not_move_the_lines(tmp_path):
    path = tmp_path / "p.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\n[t]\r\nb = 2\r\n")
    assert read_document(path).lines == {"a": 1, "t": 2, "t.b": 3}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = \n", "p.toml:1: broken TOML: invalid value (got a =)"),
        (
            "a = 1\nx\n",
            "p.toml:2: broken TOML: expected '=' after a key in a key/value pair (got x)",
        ),
        ("a = 1\na = 2\n", "p.toml:2: broken TOML: cannot overwrite a value (got a = 2)"),
        (
            "[programme]\nstart = 2026-02-30\n",
            "p.toml:2: programme.start: must be a day that is in the calendar (got 2026-02-30)",
        ),
        ("  \n", "p.toml:1: file: is empty"),
    ],
)
def test_text_that_is_no_toml_is_told_with_its_line(text, message):
    with pytest.raises(InputError) as caught:
        parse_document(text, Path("p.toml"))
    assert str(caught.value) == message


def test_a_file_that_is_not_text_is_told(tmp_path):
    path = tmp_path / "p.toml"
    path.write_bytes(b"a = '\xff'")
    with pytest.raises(InputError, match=r"p\.toml: must be UTF-8 text \(byte 5 is not\)"):
        read_document(path)


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        (30, "p.toml:2: b.c[1]: must be a number of at most 18 digits (got 30 digits)"),
        (5000, "p.toml:1: broken TOML: a number has too many digits"),
    ],
)
def test_a_whole_number_no_machine_holds_is_refused(digits, told):
    with pytest.raises(InputError) as error:
        parse_document(f"a = 1\nb.c = [1, {'9' * digits}]\n", Path("p.toml"))
    assert str(error.value) == told
