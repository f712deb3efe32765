"""Fixtures of the girder checks."""

from __future__ import annotations

import pytest
from reference_girder import girders_of_reference

from spanwright.structure.girders import Girders


@pytest.fixture
def girders() -> Girders:
    return girders_of_reference()
