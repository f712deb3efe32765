from __future__ import annotations
import numpy as np
from spanwright.traffic.search_lanes import Arrangement, LaneSetup, search_lanes, ways_of
from spanwright.traffic.trains import make_train


def lm1(surfaces, carriageway, parameters, *, rows):
    tandem = make_train("TS", [1.0, 1.0], [1.2], wheels=(-1.0, 1.0))
    setup = LaneSetup(
        "LM1",
        ("TS", "UDL"),
        ("lane 1", "lane 2", "lane 3"),
        (1, 1, 1),
        ways_of([carriageway], [3.0], [1.5]),
        (Arrangement("", ((tandem, 1.0),), (300e3, 200e3, 100e3), (9e3, 2.5e3, 2.5e3), (1,) * 4),),
        ((0, 3.0, 1.0),),
        rest=2500.0,
    )
    return search_lanes(surfaces, setup, rows)


def flm3(surfaces, y, *, rows):
    train = make_train("FLM3", [120e3] * 4, [1.2, 6.0, 1.2], wheels=(-1.0, 1.0))
    setup = LaneSetup(
        "FLM3",
        ("vehicle", "none"),
        ("lane",),
        (1,),
        ways_of([(y - 1.5, y + 1.5)], [3.0], [1.5]),
        (Arrangement("", ((train, 1.0),), (1.0,), (0.0,), (1,) * 2),),
        ((0, 3.0, 1.0),),
        rest=0.0,
    )
    return search_lanes(surfaces, setup, rows)
