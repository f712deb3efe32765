"""``sizes.toml`` beside the project file: read strictly, with its own lines in messages."""

import pytest

from spanwright.datum.errors import InputError, InputErrors
from spanwright.project.reader import read_project
from spanwright.project.template import write_template

GOOD = """\
assumed = "by hand"
piers = [["pier 1", "1.4 m", 6, "18 m"]]

[[deck]]
name = "deck"
supports = [0, 19, 41, 60]
rebar_support = "2 %"
plates = [
  ["30 m", "550 mm", "20 mm", "12 mm", "500 mm", "28 mm"],
  ["60 m", "550 mm", "25 mm", "12 mm", "500 mm", "30 mm"],
]
studs = [["60 m", 9]]
"""


@pytest.fixture
def folder(tmp_path):
    write_template(tmp_path / "b", 60.0)
    return tmp_path / "b"


def problems(folder, text):
    (folder / "sizes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        read_project(folder)
    return str(caught.value)


def test_without_the_file_there_are_no_sizes(folder):
    assert read_project(folder).brief.sizes is None


def test_values_are_si_and_the_ledger_says_where_they_stand(folder):
    (folder / "sizes.toml").write_text(GOOD, encoding="utf-8")
    reading = read_project(folder)
    sizes = reading.brief.sizes
    assert sizes.piers == (("pier 1", 1.4, 6, 18.0),)
    assert sizes.deck[0].plates[1] == (60.0, 0.55, 0.025, 0.012, 0.5, 0.03)
    assert sizes.deck[0].rebar_support == pytest.approx(0.02)
    assert sizes.deck[0].cross_frames == ()
    assert reading.document.place("sizes.deck[0].plates") == "sizes.toml:8"
    (line,) = reading.ledger.of("sizes.piers")
    assert (line.kind, line.source) == ("assumed", "by hand")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"30 m",', '"70 m",', "sizes.toml:8: sizes.deck[0].plates: stations must increase"),
        ('"60 m", "550', '"59 m", "550', "must reach the end of the deck at 60 m (got 59 m)"),
        ('"25 mm"', '"thick"', "must be a length in m, mm"),
        ("studs = [", "stud = [", "sizes.deck[0].stud: unknown key"),
        ('["60 m", 9]', '["50 m", 9]', "sizes.deck[0].studs: must reach the end of the deck"),
        ("studs", "cross_frames = [0, 20, 41, 60]\nstuds", "must have a cross-frame at every"),
        (", 6,", ", 6.5,", "must be a whole number of at least 0"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(folder, old, new, message):
    assert old in GOOD
    told = problems(folder, GOOD.replace(old, new, 1))
    assert message in told
    assert "sizes.toml:" in told


def test_a_broken_file_names_itself(folder):
    (folder / "sizes.toml").write_text("deck = [", encoding="utf-8")
    with pytest.raises(InputError, match=r"sizes\.toml:1"):
        read_project(folder)


def test_a_deck_twice_is_refused(folder):
    again = GOOD[GOOD.index("[[deck]]") :]
    assert "sizes.deck[1].name: is given twice" in problems(folder, GOOD + again)


def test_sizes_in_both_files_are_refused(folder):
    (folder / "sizes.toml").write_text(GOOD, encoding="utf-8")
    file = folder / "project.toml"
    table = '\n[[sizes.deck]]\nname = "deck"\nsupports = [0, 60]\nplates = []\n'
    file.write_text(file.read_text("utf-8") + table, encoding="utf-8")
    with pytest.raises(InputError, match=r"stands here and in sizes\.toml"):
        read_project(folder)
