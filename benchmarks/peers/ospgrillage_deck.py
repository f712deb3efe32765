"""A grillage of the same size, members and truck positions in ospgrillage; its own load rule."""

import json
from time import perf_counter

import numpy as np
import ospgrillage as og

COUNT = 113


def job():
    material = og.create_material(material="concrete", code="AS5100-2017", grade="50MPa")
    girder = og.create_section(A=0.93, J=0.01, Iz=0.36, Iy=0.01, Az=0.5, Ay=0.5)
    slab = og.create_section(A=0.33, J=2.2e-3, Iz=1.125e-3, Iy=0.06, Az=0.3, Ay=0.3)
    deck = og.create_grillage(
        bridge_name="deck", long_dim=96.0, width=10.0, skew=0, num_long_grid=5, num_trans_grid=65,
        edge_beam_dist=2.5, mesh_type="Ortho", multi_span_dist_list=[30.0, 36.0, 30.0],
    )  # fmt: skip
    main = og.create_member(section=girder, material=material)
    cross = og.create_member(section=slab, material=material)
    for name in ("interior_main_beam", "exterior_main_beam_1", "exterior_main_beam_2", "edge_beam"):
        deck.set_member(main, member=name)
    for name in ("transverse_slab", "start_edge", "end_edge"):
        deck.set_member(cross, member=name)
    deck.create_osp_model(pyfile=False)
    for lane, z in enumerate((2.0, 5.0, 8.0)):
        truck = og.create_compound_load(name=f"truck {lane}")
        for axle, load in zip((0.0, 4.3, 8.6), (35e3, 145e3, 145e3), strict=True):
            for wheel in (-0.9, 0.9):
                point = og.create_load_vertex(x=axle, z=z + wheel, p=load / 2)
                truck.add_load(og.create_load(loadtype="point", name="wheel", point1=point))
        path = og.create_moving_path(
            start_point=og.Point(0.0, 0, 0), end_point=og.Point(87.0, 0, 0), increments=COUNT
        )
        moving = og.create_moving_load(name=f"lane {lane}")
        moving.set_path(path)
        moving.add_load(truck)
        deck.add_load_case(moving)
    start = perf_counter()
    deck.analyze()
    results = deck.get_results()
    solving = perf_counter() - start
    sets = results if isinstance(results, list) else [results]
    values = np.concatenate([np.ravel(r.forces.sel(Component=["Mz_i", "Mz_j"])) for r in sets])
    return solving, float(np.nanmax(values)), float(np.nanmin(values))


start = perf_counter()
solving, largest, smallest = job()
print(
    json.dumps(
        {
            "seconds": perf_counter() - start,
            "position": solving / (3 * COUNT),
            "largest": max(largest, -smallest),
        }
    )
)
