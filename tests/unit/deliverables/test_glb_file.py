"""bridge.glb: valid glTF 2.0 by its own rules, the solids closed and as large as the quantities."""

import json
import struct

import numpy as np
import pytest
from sample_layout import FLAGSHIP, SMALL, sample_layout
from second_reader import issues_of_gltf

from spanwright.deliverables.glb import to_glb
from spanwright.deliverables.solids import solids
from spanwright.deliverables.triangles import bar_between, box, cylinder
from spanwright.layout.quantities import quantities

LAYOUTS = {
    "small": sample_layout(SMALL),
    "rectangular": sample_layout(SMALL, shape="rectangle"),
    "flagship": sample_layout(FLAGSHIP, haunched=True),
}


def unpack(data):
    """JSON and binary chunk, with every rule of the container checked."""
    magic, version, length = struct.unpack_from("<III", data)
    assert (magic, version, length) == (0x46546C67, 2, len(data))
    chunks, at = [], 12
    while at < length:
        size, kind = struct.unpack_from("<II", data, at)
        assert size % 4 == 0
        chunks.append((kind, data[at + 8 : at + 8 + size]))
        at += 8 + size
    assert at == length
    assert [kind for kind, _ in chunks] == [0x4E4F534A, 0x004E4942]
    return json.loads(chunks[0][1]), chunks[1][1]


def validate(document, binary):
    """The structural rules of glTF 2.0 (Khronos specification, chapters 3.4 to 3.9) we use."""
    assert document["asset"]["version"] == "2.0"
    assert len(document["buffers"]) == 1
    size = document["buffers"][0]["byteLength"]
    assert len(binary) - 3 <= size <= len(binary)
    for view in document["bufferViews"]:
        assert view["byteOffset"] % 4 == 0
        assert view["byteLength"] > 0
        assert view["byteOffset"] + view["byteLength"] <= size
        assert view["target"] == 34962
    arrays = []
    for accessor in document["accessors"]:
        assert accessor["componentType"] == 5126
        assert accessor["type"] == "VEC3"
        assert accessor["count"] >= 1
        view = document["bufferViews"][accessor["bufferView"]]
        assert accessor["count"] * 12 <= view["byteLength"]
        array = np.frombuffer(binary, "<f4", accessor["count"] * 3, view["byteOffset"])
        array = array.reshape(-1, 3)
        assert np.isfinite(array).all()
        if "min" in accessor:  # must be the exact float32 bounds
            assert np.array_equal(np.float32(accessor["min"]), array.min(axis=0))
            assert np.array_equal(np.float32(accessor["max"]), array.max(axis=0))
        arrays.append(array)
    for mesh in document["meshes"]:
        for primitive in mesh["primitives"]:
            position, normal = (primitive["attributes"][k] for k in ("POSITION", "NORMAL"))
            assert "min" in document["accessors"][position]
            assert document["accessors"][position]["count"] % 3 == 0
            assert (
                document["accessors"][normal]["count"] == document["accessors"][position]["count"]
            )
            assert np.allclose(np.linalg.norm(arrays[normal], axis=1), 1.0, atol=1e-5)
            assert 0 <= primitive["material"] < len(document["materials"])
    seen = []

    def walk(index):
        seen.append(index)
        for child in document["nodes"][index].get("children", ()):
            walk(child)

    for root in document["scenes"][document["scene"]]["nodes"]:
        walk(root)
    assert sorted(seen) == list(range(len(document["nodes"])))  # a strict tree, nothing loose
    for node in document["nodes"]:
        assert node.get("children") or "mesh" in node  # none is empty
        assert "mesh" not in node or 0 <= node["mesh"] < len(document["meshes"])
    painted = {p["material"] for mesh in document["meshes"] for p in mesh["primitives"]}
    assert painted == set(range(len(document["materials"])))  # none is left over
    for material in document["materials"]:
        colour = material["pbrMetallicRoughness"]["baseColorFactor"]
        assert len(colour) == 4
        assert all(0 <= c <= 1 for c in colour)
    return arrays


@pytest.fixture(params=LAYOUTS, scope="module")
def layout(request):
    return LAYOUTS[request.param]


def test_the_file_obeys_the_rules_of_gltf(layout):
    document, binary = unpack(to_glb(layout))
    validate(document, binary)


def test_the_validator_of_khronos_has_nothing_to_say(tmp_path):
    path = tmp_path / "bridge.glb"
    path.write_bytes(to_glb(LAYOUTS["small"]))
    assert issues_of_gltf(path) == []


def test_every_element_is_a_named_node_with_its_id(layout):
    document, _ = unpack(to_glb(layout))
    nodes = [node for node in document["nodes"] if "mesh" in node]
    ids = [node["extras"]["id"] for node in nodes]
    assert len(set(ids)) == len(ids)
    assert all(node["name"] == node["extras"]["id"] for node in nodes)
    kinds = [node["extras"]["kind"] for node in nodes]
    assert kinds.count("girder") == sum(len(d.girders) for d in layout.decks)
    assert kinds.count("bearing") == len(layout.bearings)
    supports = (*layout.piers, *layout.abutments)
    assert kinds.count("pile") == sum(s.foundation.pile_x.size for s in supports)
    assert kinds.count("cross-frame") == sum(d.cross_frames.size for d in layout.decks)
    assert {"slab", "barrier", "shaft", "crosshead", "cap", "abutment", "ground", "water"} <= set(
        kinds
    )


def test_equal_piles_are_stored_once(layout):
    document, _ = unpack(to_glb(layout))
    piles = [node for node in document["nodes"] if node.get("extras", {}).get("kind") == "pile"]
    assert len({node["mesh"] for node in piles}) < len(piles)
    assert len({tuple(node["translation"]) for node in piles}) == len(piles)


def test_gltf_is_y_up_with_the_left_side_at_negative_z():
    layout = LAYOUTS["small"]
    document, binary = unpack(to_glb(layout))
    arrays = validate(document, binary)
    node = next(n for n in document["nodes"] if n["name"] == "deck RU/girder 4")  # y = +4.2
    primitive = document["meshes"][node["mesh"]]["primitives"][0]
    points = arrays[primitive["attributes"]["POSITION"]]
    assert points[:, 0].min() == pytest.approx(0.0, abs=1e-4)
    assert points[:, 0].max() == pytest.approx(105.0, abs=1e-4)
    assert points[:, 2].mean() == pytest.approx(-4.2, abs=0.01)
    assert 5.0 < points[:, 1].mean() < 20.0


def volume(triangles):
    """Volume of a closed surface, positive when its faces look outwards (divergence theorem)."""
    return (
        float(np.einsum("ti,ti->", triangles[:, 0], np.cross(triangles[:, 1], triangles[:, 2]))) / 6
    )


def is_closed(triangles):
    """The area vectors of a closed surface sum to zero."""
    area = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    return bool(np.abs(area.sum(axis=0)).max() < 1e-6 * np.abs(area).sum())


def test_every_solid_is_closed_and_looks_outwards(layout):
    for solid in solids(layout):
        if solid.kind != "water":  # a single sheet
            assert is_closed(solid.triangles), solid.identity
            assert volume(solid.triangles) > 0, solid.identity


def test_solids_have_the_volumes_of_the_bill_of_quantities(layout):
    """Same element names, same volumes: what is seen is what is counted.

    Bars of a cross-frame follow the crossfall, which the quantities leave out: 1 % there.
    """
    counted: dict[str, float] = {}
    for row in quantities(layout).rows:
        element = row.element.split("/segment")[0]
        if row.volume and not element.endswith("/haunch"):
            counted[element] = counted.get(element, 0.0) + row.volume
    drawn = {s.identity: volume(s.triangles) for s in solids(layout)}
    assert set(counted) <= set(drawn)
    for element, amount in counted.items():
        close = 1e-2 if "cross-frame" in element else 1e-9
        assert drawn[element] == pytest.approx(amount, rel=close), element


def test_primitive_shapes_have_their_volumes():
    assert volume(box((0, 0, 0), (2, 3, 4))) == pytest.approx(24.0)
    assert volume(cylinder(0.75, -10.0, 0.0)) == pytest.approx(np.pi * 0.75**2 * 10.0)
    bar = bar_between(np.array([1.0, 2.0, 3.0]), np.array([4.0, 6.0, 3.0]), 0.1, 0.2)
    assert volume(bar) == pytest.approx(5.0 * 0.02)
    upright = bar_between(np.zeros(3), np.array([0.0, 0.0, 2.0]), 0.1, 0.2)
    assert volume(upright) == pytest.approx(0.04)


def test_a_second_file_has_the_same_bytes(layout):
    assert to_glb(layout) == to_glb(layout)
