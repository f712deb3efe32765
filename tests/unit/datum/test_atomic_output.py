import errno
import os

import numpy as np
import pytest

from spanwright.datum import atomic
from spanwright.datum.atomic import json_bytes, output_folder, write_arrays
from spanwright.datum.errors import OutputError


def write_first(out):
    with output_folder(out) as folder:
        (folder / "report.html").write_text("first")
        (folder / "old.csv").write_text("first")


def content(out):
    return {path.name: path.read_text() for path in out.iterdir() if path.name != atomic.MARKER}


def nothing_else_beside(out):
    return [path.name for path in out.parent.iterdir()] == [out.name]


def test_the_folder_appears_with_all_its_files_and_replaces_the_old_one_whole(tmp_path):
    out = tmp_path / "out"
    write_first(out)
    with output_folder(out) as folder:
        (folder / "report.html").write_text("second")
        assert content(out) == {"report.html": "first", "old.csv": "first"}
    assert content(out) == {"report.html": "second"}
    assert nothing_else_beside(out)


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, SystemExit])
def test_whatever_stops_a_run_half_way_leaves_the_previous_output(tmp_path, trouble):
    out = tmp_path / "out"
    write_first(out)

    def half_a_run():
        with output_folder(out) as folder:
            (folder / "report.html").write_text("half")
            raise trouble

    with pytest.raises(trouble):
        half_a_run()
    assert content(out) == {"report.html": "first", "old.csv": "first"}
    assert nothing_else_beside(out)


def test_a_full_disk_while_writing_is_one_line_and_leaves_the_previous_output(tmp_path):
    out = tmp_path / "out"
    write_first(out)

    def write_on_a_full_disk():
        with output_folder(out) as folder:
            (folder / "report.html").write_text("half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError) as caught:
        write_on_a_full_disk()
    assert str(caught.value) == (
        f"{out}: cannot be written: no space left on device; what was there before is intact"
    )
    assert content(out) == {"report.html": "first", "old.csv": "first"}
    assert nothing_else_beside(out)


def test_a_disk_that_fails_only_when_asked_to_hold_the_bytes_is_noticed_before_the_swap(
    tmp_path, monkeypatch
):
    out = tmp_path / "out"
    write_first(out)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(OutputError, match="no space left on device"), output_folder(out) as folder:
        (folder / "report.html").write_text("second")
    assert content(out) == {"report.html": "first", "old.csv": "first"}


def test_a_failure_between_the_two_renames_puts_the_old_folder_back(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write_first(out)
    rename = atomic.Path.rename

    def fail_for_the_draft(self, target):
        if self.name.endswith(".partial"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(self, target)

    monkeypatch.setattr(atomic.Path, "rename", fail_for_the_draft)
    with pytest.raises(OutputError, match="input/output error"), output_folder(out) as folder:
        (folder / "report.html").write_text("second")
    assert content(out) == {"report.html": "first", "old.csv": "first"}


def test_a_folder_that_may_not_be_written_is_refused_before_any_work(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write_first(out)
    monkeypatch.setattr(atomic.os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(OutputError, match="permission denied"), output_folder(out):
        pytest.fail("the work must not begin")
    assert content(out) == {"report.html": "first", "old.csv": "first"}


def test_a_parent_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OutputError, match=r"cannot be written: (not a directory|file exists)"),
        output_folder(tmp_path / "file" / "out"),
    ):
        pytest.fail("the work must not begin")


def test_a_folder_with_someones_own_files_is_never_replaced(tmp_path):
    out = tmp_path / "documents"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with (
        pytest.raises(OutputError, match="holds files that are not an earlier output"),
        output_folder(out),
    ):
        pytest.fail("the work must not begin")
    assert (out / "thesis.txt").read_text() == "years of work"


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "out").mkdir()
    write_first(tmp_path / "out")
    assert content(tmp_path / "out")["report.html"] == "first"


def test_arrays_are_written_to_the_same_bytes_each_time(tmp_path):
    arrays = {"moment": np.linspace(0.0, 1.0, 7), "index": np.arange(6).reshape(2, 3).T}
    for name in ("a.npz", "b.npz"):
        write_arrays(tmp_path / name, arrays)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz") as read:
        assert {name: read[name].tolist() for name in read} == {
            name: array.tolist() for name, array in arrays.items()
        }


def test_json_takes_numpy_and_refuses_a_number_that_is_none():
    assert json_bytes({"a": np.float64(1.5), "b": np.array([1, 2])}) == (
        b'{\n  "a": 1.5,\n  "b": [\n    1,\n    2\n  ]\n}\n'
    )
    with pytest.raises(ValueError, match=r"\$\.a\[1\]: nan cannot be written"):
        json_bytes({"a": [1.0, float("nan")]})
