"""Everything the notes of one run are written from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from spanwright.actions.types import Case
from spanwright.analysis.demands import Demands
from spanwright.analysis.envelopes import PlaceTraffic
from spanwright.analysis.girder_demands import acting
from spanwright.checks.aashto.flexure import lrfd_girders
from spanwright.checks.bending import Bending, bend
from spanwright.checks.plates import shear_lag
from spanwright.checks.run import GirderDemands
from spanwright.checks.shear import web_of
from spanwright.checks.types import CheckSeries
from spanwright.codes.aashto.resistance.flexure import Edition
from spanwright.codes.data import Parameters
from spanwright.codes.eurocode.resistance.shear import ShearResistance
from spanwright.datum.arrays import Array, Ints
from spanwright.layout.types import Deck
from spanwright.notes.page import Page
from spanwright.notes.types import Term
from spanwright.structure.girders import Girders


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """What one set of design effects was combined from.

    states : situations of the code;  with_traffic : traffic takes part
    only_stage : cases of this stage alone, "" for all
    """

    states: tuple[str, ...]
    with_traffic: bool = True
    only_stage: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ultimate:
    """The girders in one ultimate situation.

    bending  : as checked;  unshared : before shear lag and weak supports
    has_lag  : shear lag and weak supports were taken into account
    """

    demands: Demands
    bending: Bending
    unshared: Bending
    has_lag: bool


@dataclass(frozen=True, eq=False)
class Book:
    """A run's sections, effects and rules, as far as notes need them.

    plates     : sections of the plate girders, None where there are none; demands : their effects
    effect     : (c, n, q) of analysis.girder_demands.case_components, at all rows of the table
    situations : by the name that series and demands carry
    events     : design effects of plate girders in accidents and earthquakes
    edition    : of AASHTO LRFD
    precast    : effects of precast girders
    plate_rows, precast_rows : rows of the table by kind; the rows of a series count one kind
    """

    basis: str
    plates: Girders | None
    demands: GirderDemands
    decks: tuple[Deck, ...]
    cases: tuple[Case, ...]
    effect: Array
    traffic: tuple[PlaceTraffic, ...]
    parameters: Parameters
    situations: dict[str, Situation] = field(default_factory=dict)
    events: tuple[Demands, ...] = ()
    edition: Edition = "9th"
    precast: GirderDemands | None = None
    plate_rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    precast_rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def girders(self) -> Girders:
        """The plate girders.  Raises TypeError for a bridge without any."""
        if self.plates is None:
            raise TypeError("this bridge has no plate girders")
        return self.plates

    def is_precast(self, series: CheckSeries) -> bool:
        """Whether a series of girder checks is one of precast girders."""
        return self.decks[int(series.deck[0])].precast is not None

    def __getstate__(self) -> dict[str, object]:
        """Without what is worked out on first use."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def lag(self) -> tuple[Array, Array]:
        return shear_lag(self.girders, self.decks, ultimate=True)

    @cached_property
    def elastic_lag(self) -> tuple[Array, Array]:
        return shear_lag(self.girders, self.decks, ultimate=False)

    @cached_property
    def _ultimates(self) -> dict[str, Ultimate]:
        own = self.demands.ultimate
        found = {
            own.situation: Ultimate(
                own, bend(self.girders, own, self.decks, self.lag), bend(self.girders, own), True
            )
        }
        for demands in self.events:
            bent = bend(self.girders, demands)
            found[demands.situation] = Ultimate(demands, bent, bent, False)
        return found

    def ultimate(self, series: CheckSeries) -> Ultimate:
        """The situation a series was checked in."""
        return self._ultimates[series.situation]

    @property
    def bending(self) -> Bending:
        """Bending in the persistent situation."""
        return self._ultimates[self.demands.ultimate.situation].bending

    @cached_property
    def lrfd(self) -> Girders:
        """The sections with the modular ratios of AASHTO."""
        return lrfd_girders(self.girders)

    @cached_property
    def web(self) -> ShearResistance:
        return web_of(self.girders)

    def demand_of(self, series: CheckSeries) -> Demands | None:
        """The design effects a series was made from; None where they are no girder table's."""
        if not series.target.size:
            return None
        is_precast = self.precast is not None and self.is_precast(series)
        own = self.precast if self.precast is not None and is_precast else self.demands
        tables = (own.ultimate, own.characteristic, own.frequent, own.construction,
                  own.quasi_permanent, *(() if is_precast else self.events))  # fmt: skip
        return next((one for one in tables if one.situation == series.situation), None)

    def terms(self, series: CheckSeries, row: int) -> tuple[Term, ...]:
        """The governing combination of a row, action by action; () where it is none."""
        situation = self.situations.get(series.situation)
        if not series.target.size or situation is None:
            return ()
        at = int((self.precast_rows if self.is_precast(series) else self.plate_rows)[row])
        keep = [i for i, case in enumerate(self.cases) if situation.only_stage in ("", case.stage)]
        found = acting(
            [self.cases[i] for i in keep],
            self.effect[keep][:, [at]],
            _at(self.traffic, at) if situation.with_traffic else (),
            situation.states,
            int(series.target[row]),
            self.parameters,
        )
        return tuple(
            Term(action, float(factor), float(effect[0]), float(effect[1]))
            for action, factor, effect in zip(
                found.actions, found.factor[:, 0], found.effect[:, 0], strict=True
            )
            if factor != 0.0 and np.any(effect[:2] != 0.0)
        )


def _at(traffic: Sequence[PlaceTraffic], row: int) -> tuple[PlaceTraffic, ...]:
    """The traffic of one place."""
    found = []
    for model in traffic:
        targets, _, n, _ = model.part.shape
        labels = tuple(model.labels[t * n + row] for t in range(targets))
        found.append(PlaceTraffic(model.kinds, model.part[:, :, [row]], labels))
    return tuple(found)


# A note is one function: it writes the lines of the check's row on the page, the last of them the
# utilisation.
Derivation = Callable[[Page, Book, CheckSeries, int], None]
