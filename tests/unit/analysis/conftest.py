"""A girder table of four sections for tests that need only stations."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from spanwright.structure.types import GirderTable

sys.path.insert(0, str(Path(__file__).parents[1] / "checks"))


@pytest.fixture
def bare_table() -> GirderTable:
    from reference_girder import table_of

    return table_of()
