"""Single files put into an output folder: whole or not at all, beside what stands there."""

import pytest

from spanwright.datum.atomic import MARKER, output_files, output_folder
from spanwright.datum.errors import OutputError


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_files_join_those_that_stand_there(tmp_path):
    target = tmp_path / "out"
    with output_folder(target) as draft:
        (draft / "report.html").write_text("old report")
        (draft / "a.txt").write_text("old")
    with output_files(target) as draft:
        (draft / "a.txt").write_text("new")
        (draft / "sub").mkdir()
        (draft / "sub" / "b.txt").write_text("b")
    assert names(target) == [MARKER, "a.txt", "report.html", "sub/b.txt"]
    assert (target / "a.txt").read_text() == "new"
    assert (target / "report.html").read_text() == "old report"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_new_folder_can_be_replaced_by_the_next_whole_output(tmp_path):
    target = tmp_path / "out"
    with output_files(target) as draft:
        (draft / "a.txt").write_text("a")
    with output_folder(target) as draft:
        (draft / "b.txt").write_text("b")
    assert names(target) == [MARKER, "b.txt"]


def test_an_error_leaves_everything_as_it_was(tmp_path):
    target = tmp_path / "out"
    with output_files(target) as draft:
        (draft / "a.txt").write_text("old")

    def stop_half_way():
        with output_files(target) as draft:
            (draft / "a.txt").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert (target / "a.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_the_user_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="not an earlier output"), output_files(tmp_path):
        pass
    assert names(tmp_path) == ["notes.txt"]
