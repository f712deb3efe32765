"""schema/bridge.ids, what we promise of the IFC file, asked by ifctester (IDS 1.0)."""

from dataclasses import replace
from pathlib import Path

import pytest
from sample_ifc import works
from sample_results import sample_results

from spanwright.deliverables.ifc import write

PROMISED = Path(__file__).parents[3] / "schema" / "bridge.ids"


@pytest.fixture(scope="module")
def content():
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    return write(replace(sample_results(), works=works()))


def asked(content, spoil=None):
    """Specifications that fail -> number of elements that fail; the names of all of them."""
    ids = pytest.importorskip("ifctester.ids", reason="ifctester is not installed")
    import ifcopenshell

    model = ifcopenshell.file.from_string(content.decode())
    if spoil is not None:
        spoil(model)
    promised = ids.open(str(PROMISED), validate=True)
    promised.validate(model)
    failed = {s.name: len(s.failed_entities) for s in promised.specifications if not s.status}
    return failed, {s.name: len(s.applicable_entities) for s in promised.specifications}


def test_every_element_carries_what_is_promised(content):
    failed, asked_of = asked(content)
    assert failed == {}
    assert len(asked_of) == 20
    none = [name for name, count in asked_of.items() if count == 0]
    assert none == ["Precast girders and diaphragms have volume and mass"]  # of this bridge


def without(relation, name=""):
    """Takes the first relation of a class away (of a property set with a name)."""

    def spoil(model):
        for one in model.by_type(relation):
            group = getattr(one, "RelatingPropertyDefinition", None)
            if group is None or group.Name == name:
                model.remove(one)
                return

    return spoil


@pytest.mark.parametrize(
    ("spoil", "specification"),
    [
        (without("IfcRelAssociatesMaterial"), "What is built has a material"),
        (without("IfcRelDefinesByProperties", "Qto_PileBaseQuantities"),
         "Piles have length, volume and mass"),
        (without("IfcRelDefinesByProperties", "Spanwright_CostRange"),
         "Cost items have their range"),
        (without("IfcRelDefinesByProperties", "Spanwright_CheckResults"),
         "Girders tell their governing check"),
    ],
)  # fmt: skip
def test_what_is_missing_is_found(content, spoil, specification):
    failed, _ = asked(content, spoil)
    assert failed[specification] >= 1
