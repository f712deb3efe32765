"""Adopted sizes in the layout: they replace the first guess, and explicit values win over them."""

import numpy as np
import pytest

from spanwright.layout.arrange import lay_out
from spanwright.layout.sized import RULE
from spanwright.project.reader import read_project
from spanwright.project.template import write_template

SIZES = """\
assumed = "by hand"
piers = [["pier 1", "1.7 m", 6, "23 m"]]

[[deck]]
name = "deck"
supports = [0, 19, 41, 60]
rebar_support = "2.4 %"
cross_frames = [0, 5, 10, 15, 19, 23, 30, 37, 41, 45, 50, 55, 60]
plates = [
  ["30 m", "550 mm", "22 mm", "13 mm", "700 mm", "28 mm"],
  ["60 m", "600 mm", "25 mm", "12 mm", "700 mm", "30 mm"],
]
studs = [["20 m", 12], ["60 m", 9]]
"""


@pytest.fixture
def folder(tmp_path):
    write_template(tmp_path / "b", 60.0)
    (tmp_path / "b" / "sizes.toml").write_text(SIZES, encoding="utf-8")
    return tmp_path / "b"


def changed(folder, old, new, name="project.toml"):
    file = folder / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_layout_has_the_adopted_sizes_and_says_so(folder):
    layout, lines, notices = lay_out(read_project(folder).brief)
    (deck,) = layout.decks
    for girder in deck.girders:
        assert girder.joints == pytest.approx([0, 30, 60])
        assert girder.top_width == pytest.approx([0.55, 0.6])
        assert girder.top_thickness == pytest.approx([0.022, 0.025])
        assert girder.web_thickness == pytest.approx([0.013, 0.012])
        assert girder.bottom_width == pytest.approx([0.7, 0.7])
        assert girder.bottom_thickness == pytest.approx([0.028, 0.03])
    assert deck.stud_station == pytest.approx([0, 20, 60])
    assert deck.stud_rate == pytest.approx([12, 9])
    assert deck.cross_frames.tolist() == [0, 5, 10, 15, 19, 23, 30, 37, 41, 45, 50, 55, 60]
    assert np.max(deck.slab.rebar_area) == pytest.approx(0.024 * deck.slab.thickness)
    pier = layout.piers[0]
    assert pier.width == pytest.approx(1.7)
    assert len(pier.foundation.pile_x) == 6
    assert pier.foundation.pile_length == pytest.approx(23.0)
    assert [line.source for line in lines if line.address.endswith(".web")] == [RULE]
    assert not [notice for notice in notices if notice.address == "sizes"]


def test_a_pier_without_sizes_keeps_the_first_guess(folder):
    sized, _, _ = lay_out(read_project(folder).brief)
    (folder / "sizes.toml").unlink()
    guess, _, _ = lay_out(read_project(folder).brief)
    assert sized.piers[1].width == guess.piers[1].width
    assert sized.piers[1].foundation.pile_length == guess.piers[1].foundation.pile_length
    assert sized.piers[0].width != guess.piers[0].width


def test_sizes_for_other_spans_are_not_used_and_it_is_said(folder):
    changed(folder, "[0, 19, 41, 60]", "[0, 20, 40, 60]", "sizes.toml")
    changed(folder, "19, 23, 30, 37, 41, 45", "20, 30, 40, 45", "sizes.toml")
    layout, _, notices = lay_out(read_project(folder).brief)
    (notice,) = [n for n in notices if n.address == "sizes"]
    assert notice.level == "warning"
    assert "made for other spans of deck" in notice.text
    (folder / "sizes.toml").unlink()
    guess, _, _ = lay_out(read_project(folder).brief)
    assert np.array_equal(layout.decks[0].girders[0].joints, guess.decks[0].girders[0].joints)
    assert layout.piers[0].width == guess.piers[0].width


def test_plates_given_in_the_project_file_win_with_a_notice(folder):
    row = (
        '\n[[layout.girders.segments]]\nto = "60 m"\ntop_width = "500 mm"\n'
        'top_thickness = "26 mm"\nweb_thickness = "14 mm"\nbottom_width = "600 mm"\n'
        'bottom_thickness = "30 mm"\n'
    )
    file = folder / "project.toml"
    file.write_text(file.read_text("utf-8") + row, encoding="utf-8")
    layout, _, notices = lay_out(read_project(folder).brief)
    assert layout.decks[0].girders[0].top_thickness == pytest.approx([0.026])
    told = [notice.address for notice in notices if "wins over sizes.toml" in notice.text]
    assert told == ["layout.girders.segments"]
