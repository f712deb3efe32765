"""`spanwright show` as a user meets it: a list, a page, and what is said of a wrong word."""

import pytest

from spanwright.cli import main
from spanwright.project.template import project_text


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    words = project_text("small", 80.0) + '\n[analysis]\nelement_length = "8 m"\n'
    (folder / "project.toml").write_text(words)
    return folder


@pytest.fixture
def kept(monkeypatch, tmp_path_factory):
    """Results kept between the commands of this file."""
    place = tmp_path_factory.getbasetemp() / "kept-for-show"
    monkeypatch.setenv("SPANWRIGHT_CACHE", str(place))


@pytest.mark.usefixtures("kept")
def test_a_page_tells_formula_numbers_result_clause_and_tag(project, capsys):
    assert main(["show", str(project), "-q", "girder", "2", "@", "32", "m", "shear"]) == 0
    page = capsys.readouterr().out
    assert "V_bw,Rd = χ_w · f_yw · h_w · t / (√(3) · γ_M1)" in page
    assert "[read] EN 1993-1-5:2006 5.1(2), 5.2, 5.3" in page
    assert "the page agrees with the check to 10⁻⁹" in page
    assert "UDL" in page
    assert "lane 1 at y = " in page
    assert "nearest section to 32 m" in page


@pytest.mark.usefixtures("kept")
def test_without_words_all_checks_are_listed(project, capsys):
    assert main(["show", str(project), "-q"]) == 0
    told = capsys.readouterr().out
    assert "lateral buckling of the bottom flange, ULS persistent" in told
    assert "piles, axial" in told


@pytest.mark.usefixtures("kept")
def test_a_wrong_word_names_the_nearest_and_ends_with_2(project, capsys):
    assert main(["show", str(project), "-q", "girder", "2", "@", "32", "m", "sheer"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "no check of this name" in told
    assert 'did you mean "shear"' in told
