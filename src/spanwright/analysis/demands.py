"""Design effects at the girder sections, kept stage by stage because stresses add by stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spanwright.datum.arrays import Array, Ints, freeze

TARGETS: Final = ("My max", "My min", "Vz max", "Vz min")


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """Effects of the governing combination for each target, at n sections.

    situation   : "ULS persistent", "SLS characteristic", ...
    moment      : (t, s, n) My carried by each of the stages (structure.STAGES)      [N m]
    shear       : (t, s, n) Vz                                                         [N]
    torsion     : (t, n) T of all stages                                             [N m]
    combination : (t, n) row in `names`
    names       : combination names with their leading action
    cause       : (t, n) row in `causes`, -1 where no traffic takes part
    causes      : lane positions and vehicle stations, in words
    """

    situation: str
    moment: Array
    shear: Array
    torsion: Array
    combination: Ints
    names: tuple[str, ...]
    cause: Ints
    causes: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)
