"""The IFC file of the `results` of a test module, as bytes and read back."""

import pytest

from spanwright.deliverables.ifc import write


@pytest.fixture(scope="module")
def content(results):
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    return write(results)


@pytest.fixture(scope="module")
def model(content):
    ifcopenshell = pytest.importorskip("ifcopenshell")
    return ifcopenshell.file.from_string(content.decode())
