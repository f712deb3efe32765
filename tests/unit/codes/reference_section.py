"""The composite reference section of the check values: 500 x 30, 2400 x 18, 800 x 40 and a slab."""

from __future__ import annotations

import numpy as np

from spanwright.codes.eurocode.resistance.plastic import design_strengths
from spanwright.codes.eurocode.resistance.section import slab_section, steel_section

STEEL = steel_section(0.5, 0.03, 2.4, 0.018, 0.8, 0.04)
SLAB = slab_section(4.0, 0.25, bar_area=0.015)
STRENGTH = design_strengths(345e6, 345e6, 345e6, f_ck=35e6, f_sk=500e6)
FY = np.array([345e6])
