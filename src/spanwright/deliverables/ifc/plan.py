"""What the IFC file holds: every part and element of a bridge, before any schema object exists.

An element is named as in the quantities (``deck RU/girder 2/segment 5/web``); its class, place in
the tree and body follow from what it is.  Nothing here needs ifcopenshell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from spanwright.datum.arrays import Array, freeze
from spanwright.datum.units import MPa
from spanwright.deliverables.geometry import plates_at
from spanwright.deliverables.solids import girder_plate_solids, haunch_solid, solids
from spanwright.deliverables.triangles import Solid
from spanwright.layout.curve import developed
from spanwright.layout.quantities import girder_plates
from spanwright.layout.types import Deck, Layout

Tie = Literal["contains", "aggregates"]

NOTHING: Final = np.zeros((0, 3, 3))  # the body of what has none
BRIDGE: Final = "bridge"
SITE: Final = "site"
# kind of solid -> (class, predefined type, object type of a USERDEFINED one)
CLASSES: Final = {
    "precast girder": ("IfcBeam", "BEAM", None),
    "diaphragm": ("IfcBeam", "DIAPHRAGM", None),
    "slab": ("IfcSlab", "USERDEFINED", "DECK SLAB"),
    "surfacing": ("IfcCourse", "PAVEMENT", None),
    "barrier": ("IfcRailing", "GUARDRAIL", None),
    "cross-frame": ("IfcElementAssembly", "CROSS_BRACING", None),
    "bearing": ("IfcBearing", "NOTDEFINED", None),
    "cap": ("IfcFooting", "PILE_CAP", None),
    "footing": ("IfcFooting", "PAD_FOOTING", None),
    "pile": ("IfcPile", "BORED", None),
    "shaft": ("IfcColumn", "PIERSTEM", None),
    "crosshead": ("IfcBeam", "PIERCAP", None),
    "abutment": ("IfcWall", "RETAININGWALL", None),
    "joint": ("IfcDiscreteAccessory", "EXPANSION_JOINT_DEVICE", None),
    "ground": ("IfcGeographicElement", "TERRAIN", None),
    "water": ("IfcGeographicElement", "USERDEFINED", "WATER SURFACE"),
}
PLATE_TYPE: Final = {
    "web": "WEB_PLATE",
    "top flange": "FLANGE_PLATE",
    "bottom flange": "FLANGE_PLATE",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the spatial tree: the bridge is cut into parts, each inside its parent."""

    identity: str
    parent: str
    kind: str  # of IfcBridgePartTypeEnum
    usage: str  # of IfcFacilityUsageEnum


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One element of the file.

    parent, tie : the part that contains it, or the assembly it is a piece of
    triangles   : (t, 3, 3) closed surface, anticlockwise from outside, about `at` [m]; (0, 3, 3)
                  for what has no body (studs, welds, assemblies)
    material    : name in the quantities, "" where it has none;  colour : of the drawn material
    volume      : exact volume of the body, 0 where it has none [m3]
    size        : (name, length) dimensions for the quantity set [m]
    profile     : constant cross-section, its shape and sizes [m]: "circle" (diameter),
                  "rectangle" (along x, across), "girder" (bottom flange's width, depth over all,
                  web, bottom flange, top flange's width and thickness); a girder's at mid-length
    """

    identity: str
    ifc_class: str
    predefined: str
    parent: str
    tie: Tie
    triangles: Array
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    material: str = ""
    colour: str = ""
    object_type: str | None = None
    size: tuple[tuple[str, float], ...] = ()
    profile: tuple[str, tuple[float, ...]] | None = None

    def __post_init__(self) -> None:
        freeze(self)


def parts(layout: Layout) -> list[Part]:
    """Decks above, piers and abutments with their foundations below."""
    found = [
        Part("superstructure", BRIDGE, "SUPERSTRUCTURE", "LONGITUDINAL"),
        Part("substructure", BRIDGE, "SUBSTRUCTURE", "LONGITUDINAL"),
    ]
    found += [
        Part(f"deck {d.name}", "superstructure", "DECK", "LONGITUDINAL") for d in layout.decks
    ]
    for support, kind in [
        *((a.name, "ABUTMENT") for a in layout.abutments),
        *((p.name, "PIER") for p in layout.piers),
    ]:
        found.append(Part(support, "substructure", kind, "VERTICAL"))
        found.append(Part(f"{support}/foundation", support, "FOUNDATION", "VERTICAL"))
    return found


def elements(layout: Layout) -> list[Element]:
    """All elements, assemblies before their pieces."""
    found: list[Element] = []
    for deck in layout.decks:
        found.extend(_girders(layout, deck))
    materials = _materials(layout)
    shafts: dict[str, tuple[str, tuple[float, ...]]] = {
        pier.name: ("circle", (pier.width,))
        if pier.shape == "circle"
        else ("rectangle", (pier.depth, pier.width))
        for pier in layout.piers
    }
    found.extend(
        _drawn(solid, materials, shafts) for solid in solids(layout) if solid.kind != "girder"
    )
    return found


def _materials(layout: Layout) -> dict[str, str]:
    """Kind of solid -> material as the quantities name it."""
    concrete = layout.concrete
    return {
        "slab": concrete["slab"].name, "surfacing": "asphalt", "barrier": "",
        "cross-frame": layout.structural_steel.name, "bearing": "", "cap": concrete["cap"].name,
        "footing": concrete["cap"].name,
        "pile": concrete["pile"].name, "shaft": concrete["pier"].name,
        "crosshead": concrete["pier"].name, "abutment": concrete["cap"].name,
        "precast girder": concrete["precast"].name if "precast" in concrete else "",
        "diaphragm": concrete["slab"].name, "joint": "", "ground": "", "water": "",
    }  # fmt: skip


def _drawn(
    solid: Solid, materials: dict[str, str], shafts: dict[str, tuple[str, tuple[float, ...]]]
) -> Element:
    """A solid of the bridge as it stands in the GLB model too."""
    ifc_class, predefined, object_type = CLASSES[solid.kind]
    owner = solid.identity.split("/")[0]
    parent = f"{owner}/foundation" if solid.kind in ("cap", "footing", "pile") else owner
    size = tuple(
        (key, float(solid.facts[name]))
        for key, name in (("Length", "length"), ("Diameter", "diameter"))
        if name in solid.facts
    )
    profile = ("circle", (float(solid.facts["diameter"]),)) if solid.kind == "pile" else None
    tie: Tie = "contains"
    if solid.kind == "precast girder":  # one of its line's girders
        parent, tie = solid.identity.rpartition("/")[0], "aggregates"
    return Element(
        solid.identity, ifc_class, predefined, parent, tie, solid.triangles, solid.at,
        materials[solid.kind], solid.material, object_type, size,
        shafts[owner] if solid.kind == "shaft" else profile,
    )  # fmt: skip


def _girders(layout: Layout, deck: Deck) -> Iterator[Element]:
    """Girder > segments > plates; the studs, stiffeners and welds without a body; the strands of
    precast girders, whose bodies are drawn with the rest; the haunches."""
    steel, concrete = layout.structural_steel.name, layout.concrete["slab"].name
    home = f"deck {deck.name}"
    strength = 0.0 if deck.precast is None else deck.precast.strand_strength
    for girder in deck.steel_girders:
        name = f"{home}/{girder.name}"
        own = developed(layout.axis, girder)
        whole = float(own.joints[-1] - own.joints[0])
        yield Element(name, "IfcElementAssembly", "GIRDER", home, "contains", NOTHING,
                      material=steel, size=(("Length", whole),))  # fmt: skip
        for segment in range(girder.top_width.size):
            length = float(own.joints[segment + 1] - own.joints[segment])
            middle = float(girder.joints[segment] + girder.joints[segment + 1]) / 2
            bt, tt, tw, bb, tb, depth = plates_at(girder, middle)
            yield Element(f"{name}/segment {segment + 1}", "IfcBeam", "GIRDER_SEGMENT", name,
                          "aggregates", NOTHING, material=steel, size=(("Length", length),),
                          profile=("girder", (bb, depth, tw, tb, bt, tt)))  # fmt: skip
        volumes = girder_plates(own)
        for segment, plate, shape in girder_plate_solids(layout, deck, girder):
            thickness = float({
                "top flange": girder.top_thickness, "web": girder.web_thickness,
                "bottom flange": girder.bottom_thickness,
            }[plate][segment])  # fmt: skip
            area = float(volumes[plate][segment]) / thickness
            yield Element(
                f"{name}/segment {segment + 1}/{plate}", "IfcPlate", PLATE_TYPE[plate],
                f"{name}/segment {segment + 1}", "aggregates", shape, material=steel,
                colour="steel", size=(("Width", thickness), ("NetArea", area)),
            )  # fmt: skip
        for piece, ifc_class, predefined in (
            ("studs", "IfcMechanicalFastener", "STUDSHEARCONNECTOR"),
            ("stiffeners", "IfcPlate", "STIFFENER_PLATE"),
            ("welds", "IfcFastener", "WELD"),
        ):
            yield Element(f"{name}/{piece}", ifc_class, predefined, name, "aggregates", NOTHING,
                          material=steel)  # fmt: skip
    for line in deck.precast_girders:
        reach = (("Length", float(deck.supports[-1] - deck.supports[0])),)
        yield Element(f"{home}/{line.name}", "IfcElementAssembly", "GIRDER", home, "contains",
                      NOTHING, material=layout.concrete["precast"].name, size=reach)  # fmt: skip
        for span in range(len(deck.supports) - 1):
            name = f"{home}/{line.name}/span {span + 1}"
            yield Element(f"{name}/strands", "IfcTendon", "STRAND", name, "aggregates", NOTHING,
                          material=f"Y{strength / MPa:.0f}S7")  # fmt: skip
    for one in deck.girders:
        if deck.slab.haunch > 0:
            yield Element(f"{home}/{one.name}/haunch", "IfcSlab", "USERDEFINED", home, "contains",
                          haunch_solid(layout, deck, one), material=concrete,
                          colour="concrete", object_type="HAUNCH")  # fmt: skip
