"""The IFC file being written: entities with fixed ids, shared points, relations in batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.ifc.guid import global_id
from spanwright.deliverables.ifc.step import Step

Entity = Any  # ifcopenshell.entity_instance: the package has no types
SCHEMA: Final = "IFC4X3_ADD2"
DECIMALS: Final = 9  # of local coordinates [m]: volumes of thin plates need them
UNDATED: Final = date(1970, 1, 1)  # for a project file that stands for no day


class Model:
    """One IFC 4.3 file in memory.

    name : of the project; with an element's identity it decides the global id
    """

    def __init__(self, name: str) -> None:
        try:
            import ifcopenshell
        except ImportError as error:
            raise MissingExtra(
                'IFC files need ifcopenshell: pip install "spanwright[ifc]"'
            ) from error
        self.name = name
        self.file: Any = ifcopenshell.file(schema_version=(4, 3, 2, 0))
        self._points: dict[tuple[float, ...], Entity] = {}
        self._directions: dict[tuple[float, ...], Entity] = {}

    def add(self, ifc_class: str, *values: Any, **attributes: Any) -> Entity:
        """An entity without a global id."""
        return self.file.create_entity(ifc_class, *values, **attributes)

    def root(self, ifc_class: str, identity: str, **attributes: Any) -> Entity:
        """An entity with the global id of its identity."""
        unique = global_id(self.name, identity)
        return self.file.create_entity(ifc_class, GlobalId=unique, **attributes)

    def point(self, *at: float) -> Entity:
        """A cartesian point, the same one for the same place.  [m]"""
        if at not in self._points:
            self._points[at] = self.add("IfcCartesianPoint", tuple(float(c) for c in at))
        return self._points[at]

    def direction(self, *along: float) -> Entity:
        """A direction, the same one for the same components."""
        if along not in self._directions:
            self._directions[along] = self.add("IfcDirection", tuple(float(c) for c in along))
        return self._directions[along]

    def placement(self, origin: Sequence[float], relative_to: Entity | None) -> Entity:
        """Axes parallel to those of the bridge, at an origin.  [m]"""
        place = self.add("IfcAxis2Placement3D", self.point(*origin))
        return self.add("IfcLocalPlacement", relative_to, place)

    def relate(self, ifc_class: str, identity: str, **attributes: Any) -> Entity:
        """A relation; its id comes from its class and the side that owns it."""
        return self.root(ifc_class, f"{ifc_class} {identity}", **attributes)

    def properties(
        self, owner: str, name: str, values: Mapping[str, Any], things: Iterable[Entity]
    ) -> None:
        """A property set of single values on things.

        values : name -> (measure class, value) or (measure class, value, specification), or an
                 IFC property made before
        """
        listed = [
            entry if not isinstance(entry, tuple) else self.add(
                "IfcPropertySingleValue", key, entry[2] if len(entry) > 2 else None,
                self.add(entry[0], entry[1]),
            )
            for key, entry in values.items()
        ]  # fmt: skip
        group = self.root("IfcPropertySet", f"{owner} {name}", Name=name, HasProperties=listed)
        self._define(f"{owner} {name}", group, things)

    def quantities(
        self, owner: str, name: str, values: Iterable[tuple[str, str, float, str | None]],
        things: Iterable[Entity],
    ) -> list[Entity]:  # fmt: skip
        """A quantity set: (quantity class, name, SI amount, description) each; its quantities."""
        listed = [
            self.add(ifc_class, key, note, None, float(amount))
            for ifc_class, key, amount, note in values
        ]
        # the word the standard asks for in its own sets
        method = "BaseQuantities" if name.startswith("Qto_") else "spanwright"
        group = self.root("IfcElementQuantity", f"{owner} {name}", Name=name,
                          MethodOfMeasurement=method, Quantities=listed)  # fmt: skip
        self._define(f"{owner} {name}", group, things)
        return listed

    def _define(self, identity: str, group: Entity, things: Iterable[Entity]) -> None:
        self.relate("IfcRelDefinesByProperties", identity, RelatedObjects=list(things),
                    RelatingPropertyDefinition=group)  # fmt: skip

    def surface(self, triangles: Array, origin: Sequence[float]) -> Entity:
        """Triangles (t, 3, 3) about an origin, each corner written once.  [m]"""
        corners = np.round(triangles.reshape(-1, 3) - np.asarray(origin), DECIMALS) + 0.0
        unique, which = np.unique(corners, axis=0, return_inverse=True)
        points = self.add("IfcCartesianPointList3D", unique.tolist())
        index = which.reshape(-1, 3) + 1
        # A sliver whose corners fell together is no triangle; it has no area either.
        real = (index[:, 0] != index[:, 1]) & (index[:, 1] != index[:, 2])
        real &= index[:, 2] != index[:, 0]
        is_closed = _closed(index[real])
        return self.add("IfcTriangulatedFaceSet", points, None, is_closed, index[real].tolist())

    def after(self) -> Step:
        """Text to be put behind what the file holds so far; nothing may be added in between."""
        return Step(self.name, int(self.file.get_max_id()))

    def to_bytes(self, day: date | None, more: Sequence[str] = ()) -> bytes:
        """The file as STEP text; its only date is the project's own.

        more : lines of entities that go behind the others
        """
        from spanwright import __version__

        header = self.file.header
        header.file_description.description = ("ViewDefinition [Alignment-basedView]",)
        header.file_name.name = f"{self.name}.ifc"
        header.file_name.time_stamp = f"{(day or UNDATED).isoformat()}T00:00:00"
        header.file_name.author = ("",)
        header.file_name.organization = ("",)
        header.file_name.preprocessor_version = f"spanwright {__version__}"
        header.file_name.originating_system = f"spanwright {__version__}"
        header.file_name.authorization = ""
        head, mark, tail = str(self.file.to_string()).rpartition("ENDSEC;")
        return "".join([head, *(f"{line}\n" for line in more), mark, tail]).encode()


def _closed(index: Array) -> bool:
    """Every edge is run through as often one way as the other."""
    edges = np.concatenate([index[:, [0, 1]], index[:, [1, 2]], index[:, [2, 0]]])
    width = int(edges.max(initial=0)) + 1
    forward = np.sort(edges[:, 0] * width + edges[:, 1])
    backward = np.sort(edges[:, 1] * width + edges[:, 0])
    return bool(np.array_equal(forward, backward))
