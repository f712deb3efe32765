"""Work shared with forked processes gives what it gives alone, and fails as it fails alone."""

import os
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spanwright.datum import blocks

linux = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")


def shared(work, count, size=3, processes=3):
    """`work` on blocks of 0..count by several processes, however little it is."""
    parts = [np.arange(count)[i : i + size] for i in range(0, count, size)]
    return blocks._shared(work, parts, processes)


@linux
@pytest.mark.parametrize("count", [1, 2, 50])
def test_blocks_come_back_in_order_whoever_did_them(count):
    done = shared(lambda rows: (rows**2, os.getpid()), count)
    assert np.array_equal(np.concatenate([square for square, _ in done]), np.arange(count) ** 2)


@linux
def test_others_than_this_process_work():
    slow = threading.Event()

    def work(rows):
        slow.wait(0.02)
        return os.getpid()

    assert len(set(shared(work, 60))) == 3


@linux
def test_a_block_that_fails_fails_here():
    def work(rows):
        if 7 in rows:
            raise ValueError("seven")
        return rows

    with pytest.raises(ValueError, match="seven"):
        shared(work, 50)


@linux
def test_what_a_helper_that_ends_early_took_is_done_here():
    parent = os.getpid()

    def work(rows):
        if os.getpid() != parent:
            os._exit(9)
        return rows

    assert np.array_equal(np.concatenate(shared(work, 50)), np.arange(50))


def test_little_work_and_no_work_are_done_alone(monkeypatch):
    monkeypatch.setattr(blocks, "_shared", None)
    done = blocks.in_blocks(lambda rows: rows, np.arange(10), 3)
    assert np.array_equal(np.concatenate(done), np.arange(10))
    assert blocks.in_blocks(lambda rows: rows, np.arange(0), 3) == []


@given(st.integers(0, 300), st.integers(1, 80))
def test_blocks_hold_every_row_once_and_are_never_larger_than_asked(count, size):
    parts = blocks._cut(np.arange(count), size)
    assert np.array_equal(np.concatenate([np.zeros(0), *parts]), np.arange(count))
    assert all(0 < len(part) <= size for part in parts)
    if count > size >= 8:
        assert len(parts[0]) == size // 8
        assert len(parts[-1]) <= size // 4
