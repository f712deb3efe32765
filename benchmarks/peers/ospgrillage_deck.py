"""The same grillage, members, bearings and truck positions in ospgrillage.

Its mesh with intermediate supports is continuous only in the oblique style (skew 0); the orthogonal
style parts the spans at the piers.  The edge lines carry girders here, so their bearings are added
with OpenSees itself.  A wheel goes to the four nodes around it in proportion, ospgrillage's own
rule; there is no load at all where a wheel is off the deck.
"""

import json
from contextlib import redirect_stdout
from io import StringIO
from time import perf_counter, process_time

import numpy as np
import openseespy.opensees as ops
import ospgrillage as og

COUNT = 113
SUPPORTS = (0.0, 30.0, 66.0, 96.0)


def build():
    material = og.create_material(E=34e9, G=14e9, v=0.2, rho=2500.0)
    girder = og.create_section(A=0.93, J=0.01, Iz=0.36, Iy=0.01, Az=0.5, Ay=0.5)
    slab = og.create_section(A=0.33, J=2.2e-3, Iz=1.125e-3, Iy=0.06, Az=0.3, Ay=0.3)
    deck = og.create_grillage(
        bridge_name="deck", long_dim=96.0, width=10.0, skew=0, num_long_grid=5, num_trans_grid=21,
        edge_beam_dist=2.5, mesh_type="Oblique", multi_span_dist_list=[30.0, 36.0, 30.0],
        multi_span_num_points=[21, 25, 21],
    )  # fmt: skip
    main = og.create_member(section=girder, material=material)
    cross = og.create_member(section=slab, material=material)
    for name in ("interior_main_beam", "exterior_main_beam_1", "exterior_main_beam_2", "edge_beam"):
        deck.set_member(main, member=name)
    for name in ("transverse_slab", "start_edge", "end_edge"):
        deck.set_member(cross, member=name)
    deck.create_osp_model(pyfile=False)
    held = set(ops.getFixedNodes())
    for tag, node in deck.Mesh_obj.node_spec.items():
        if round(float(node["coordinate"][0]), 6) in SUPPORTS and tag not in held:
            ops.fix(tag, 0, 1, 1, 0, 0, 0)
    return deck


def positions(deck):
    """All moments of all members at all positions (positions, members, 2), and the members."""
    for lane, z in enumerate((2.0, 5.0, 8.0)):
        truck = og.create_compound_load(name=f"truck {lane}")
        for axle, load in zip((0.0, 4.3, 8.6), (35e3, 145e3, 145e3), strict=True):
            for wheel in (-0.9, 0.9):
                point = og.create_load_vertex(x=axle, z=z + wheel, p=-load / 2)
                truck.add_load(og.create_load(loadtype="point", name="wheel", point1=point))
        path = og.create_moving_path(
            start_point=og.Point(-8.0, 0, 0), end_point=og.Point(95.0, 0, 0), increments=COUNT
        )
        moving = og.create_moving_load(name=f"lane {lane}")
        moving.set_path(path)
        moving.add_load(truck)
        deck.add_load_case(moving)
    deck.analyze()
    found = deck.get_results()
    moments = found.forces.sel(Component=["Mz_i", "Mz_j"]).values.astype(float)
    return moments, found.Element.values


with redirect_stdout(StringIO()):
    start = np.array([perf_counter(), process_time()])
    deck = build()
    built = np.array([perf_counter(), process_time()])
    moments, tags = positions(deck)
    done = np.array([perf_counter(), process_time()])
ends = np.array([[ops.nodeCoord(n) for n in ops.eleNodes(int(t))] for t in tags])
along = np.flatnonzero(np.ptp(ends[:, :, 2], axis=1) < 1e-6)
line = np.rint(ends[along, 0, 2] / 2.5).astype(int)
place = np.rint(ends[along, :, 0].min(axis=1) / 1.5).astype(int)
order = np.lexsort((place, line))
table = moments[:, along[order]] * np.array([-1.0, 1.0])  # sagging positive at both ends
print(
    json.dumps(
        {
            "seconds": (done - start)[0],
            "processor": (done - start)[1],
            "position": (done - built)[0] / (3 * COUNT),
            "position processor": (done - built)[1] / (3 * COUNT),
            "most": table.max(axis=0).ravel().tolist(),
            "least": table.min(axis=0).ravel().tolist(),
        }
    )
)
