"""Load cases by the stage that carries them."""

from __future__ import annotations

from dataclasses import dataclass

from spanwright.engine.loads import Loads


@dataclass(frozen=True, slots=True)
class Case:
    """One solved load case and how the combination rules see it.

    name   : unique;  stage : which model carries it (structure.STAGES)
    kind   : as the combination rules name it: "permanent", "shrinkage", "settlement", "buoyancy",
             "thermal", "wind", "wind with traffic", "braking", "centrifugal", "construction",
             "stream flow", "ice", "backfill", "friction", "accidental", "seismic"
    origin, upper, lower, cap, speed : see codes.combinations.ActionSpec
    reversible : acts either way; every place takes the sign that is adverse there
    group  : cases of one group make one action (the settlements of all supports); "" stands alone
    value  : what is applied, in readers' units;  clause, tag : its source
    """

    name: str
    stage: str
    kind: str
    value: str
    clause: str
    tag: str = "remembered"
    origin: str = ""
    upper: float = 1.0
    lower: float = 1.0
    cap: float = 1.0
    speed: float = 0.0
    group: str = ""
    reversible: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Actions:
    """All non-traffic cases: `loads[stage].names` are the names of the cases of that stage.

    shifted : (case, spring, force) where a case moves the ground end of a spring: what the spring
              would carry if its node stood still, along its own vertical axis [N]
    """

    cases: tuple[Case, ...]
    loads: dict[str, Loads]
    shifted: tuple[tuple[str, int, float], ...] = ()

    def of(self, stage: str) -> tuple[Case, ...]:
        """The cases of one stage, in the order of its loads."""
        by_name = {case.name: case for case in self.cases}
        return tuple(by_name[name] for name in self.loads[stage].names)
