"""`bridge.glb`: binary glTF 2.0 written from arrays; named nodes carry element ids as extras.

glTF is y-up: (station, level, -offset).  Equal shapes (piles) are stored once.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spanwright.deliverables.context import context_solids
from spanwright.deliverables.results import Neighbour
from spanwright.deliverables.solids import solids
from spanwright.deliverables.triangles import Solid
from spanwright.layout.types import Layout

MAGIC, VERSION, JSON_CHUNK, BIN_CHUNK = 0x46546C67, 2, 0x4E4F534A, 0x004E4942
FLOAT, ARRAY_BUFFER = 5126, 34962

# name -> base colour (linear RGBA), metallic, roughness
MATERIALS: dict[str, tuple[tuple[float, float, float, float], float, float]] = {
    "steel": ((0.045, 0.13, 0.26, 1.0), 0.35, 0.55),
    "brace": ((0.08, 0.19, 0.33, 1.0), 0.35, 0.6),
    "concrete": ((0.56, 0.55, 0.52, 1.0), 0.0, 0.9),
    "concrete-pier": ((0.62, 0.61, 0.57, 1.0), 0.0, 0.9),
    "concrete-dark": ((0.42, 0.41, 0.38, 1.0), 0.0, 0.95),
    "pile": ((0.36, 0.35, 0.33, 1.0), 0.0, 0.95),
    "asphalt": ((0.035, 0.037, 0.04, 1.0), 0.0, 0.95),
    "barrier": ((0.70, 0.70, 0.68, 1.0), 0.0, 0.8),
    "bearing": ((0.28, 0.06, 0.02, 1.0), 0.1, 0.7),
    "joint": ((0.10, 0.10, 0.11, 1.0), 0.6, 0.5),
    "ground": ((0.30, 0.23, 0.13, 0.45), 0.0, 1.0),
    "water": ((0.07, 0.30, 0.50, 0.55), 0.1, 0.15),
    "context": ((0.33, 0.34, 0.36, 1.0), 0.0, 0.9),
}
GROUPS = {
    "superstructure": (
        "girder",
        "precast girder",
        "diaphragm",
        "slab",
        "surfacing",
        "barrier",
        "cross-frame",
        "joint",
    ),
    "substructure": ("bearing", "shaft", "crosshead", "abutment", "cap", "footing", "pile"),
    "site": ("ground", "water"),
    "context": ("context",),
}


def _to_gltf(points: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    return np.stack([points[..., 0], points[..., 2], -points[..., 1]], axis=-1).astype(np.float32)


class _Buffer:
    """Grows the binary chunk with its views and accessors; every view starts on four bytes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self.views: list[dict[str, int]] = []
        self.accessors: list[dict[str, Any]] = []

    def vectors(self, array: NDArray[np.float32], *, bounds: bool) -> int:
        """Add (n, 3) float32; returns the accessor's index."""
        raw = array.tobytes()
        self.views.append({"buffer": 0, "byteOffset": self.size, "byteLength": len(raw),
                           "target": ARRAY_BUFFER})  # fmt: skip
        self.parts.append(raw)
        self.size += len(raw)  # twelve bytes a row: always a multiple of four
        accessor: dict[str, Any] = {
            "bufferView": len(self.views) - 1, "componentType": FLOAT, "count": len(array),
            "type": "VEC3",
        }  # fmt: skip
        if bounds:
            accessor["min"] = [float(v) for v in array.min(axis=0)]
            accessor["max"] = [float(v) for v in array.max(axis=0)]
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def _mesh(buffer: _Buffer, solid: Solid, material: int) -> dict[str, Any]:
    corners = _to_gltf(solid.triangles)
    wide = corners.astype(np.float64)
    normal = np.cross(wide[:, 1] - wide[:, 0], wide[:, 2] - wide[:, 0])
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    keep = length[:, 0] > 1e-12  # float32 can fold a sliver flat: it has no normal and no area
    normal = (normal[keep] / length[keep]).astype(np.float32)
    position = buffer.vectors(corners[keep].reshape(-1, 3), bounds=True)
    normals = buffer.vectors(np.repeat(normal, 3, axis=0), bounds=False)
    attributes = {"POSITION": position, "NORMAL": normals}
    return {"name": solid.kind, "primitives": [{"attributes": attributes, "material": material}]}


def _materials(used: Sequence[str]) -> list[dict[str, Any]]:
    out = []
    for name in used:
        colour, metallic, roughness = MATERIALS[name]
        material: dict[str, Any] = {
            "name": name,
            "pbrMetallicRoughness": {"baseColorFactor": list(colour), "metallicFactor": metallic,
                                     "roughnessFactor": roughness},
        }  # fmt: skip
        if colour[3] < 1.0:
            material |= {"alphaMode": "BLEND", "doubleSided": True}
        out.append(material)
    return out


def to_glb(layout: Layout, neighbours: Sequence[Neighbour] = ()) -> bytes:
    """The whole bridge as one .glb file; its neighbours in a group of their own."""
    buffer = _Buffer()
    meshes: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = [{"name": layout.name, "children": []}]
    group_of: dict[str, int] = {}
    # the list keeps every array alive, so an id stays one array's own
    drawn = [*solids(layout), *context_solids(layout, neighbours)]
    everything = [s for s in drawn if len(s.triangles)]
    present = {solid.kind for solid in everything}
    for group, kinds in GROUPS.items():
        if present.isdisjoint(kinds):
            continue
        nodes[0]["children"].append(len(nodes))
        group_of |= {kind: len(nodes) for kind in kinds}
        nodes.append({"name": group, "children": []})
    known: dict[int, int] = {}  # id of a triangles array -> its mesh
    painted = {solid.material for solid in everything}
    used = [name for name in MATERIALS if name in painted]
    number = {name: i for i, name in enumerate(used)}
    for solid in everything:
        key = id(solid.triangles)
        if key not in known:
            known[key] = len(meshes)
            meshes.append(_mesh(buffer, solid, number[solid.material]))
        node: dict[str, Any] = {
            "name": solid.identity,
            "mesh": known[key],
            "extras": {"id": solid.identity, "kind": solid.kind, **solid.facts},
        }
        if any(solid.at):
            x, y, z = solid.at
            node["translation"] = [x, z, -y]
        nodes[group_of[solid.kind]]["children"].append(len(nodes))
        nodes.append(node)
    document = {
        "asset": {"version": "2.0", "generator": "spanwright"},
        "scene": 0,
        "scenes": [{"name": layout.name, "nodes": [0]}],
        "nodes": nodes,
        "meshes": meshes,
        "materials": _materials(used),
        "accessors": buffer.accessors,
        "bufferViews": buffer.views,
        "buffers": [{"byteLength": buffer.size}],
    }
    return _pack(document, b"".join(buffer.parts))


def _pack(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    total = 12 + 8 + len(text) + 8 + len(binary)
    head = struct.pack("<III", MAGIC, VERSION, total)
    return b"".join(
        (head, struct.pack("<II", len(text), JSON_CHUNK), text,
         struct.pack("<II", len(binary), BIN_CHUNK), binary)
    )  # fmt: skip
