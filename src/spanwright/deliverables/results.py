"""`Results`: everything the deliverables need from a run; the pipeline fills it, nothing else.

All numbers are SI.  Nothing here may change between two runs of the same input: no dates of the
run, no durations, no paths of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

from spanwright.actions.types import Actions
from spanwright.analysis.types import Effects
from spanwright.checks.types import Checks
from spanwright.codes.combinations import Combinations
from spanwright.codes.listing import Choice
from spanwright.datum.arrays import Array, freeze
from spanwright.datum.ledger import Ledger, Notice
from spanwright.engine.surfaces import Patches
from spanwright.layout.bars import Reinforcement
from spanwright.layout.types import Layout
from spanwright.notes.book import Book
from spanwright.structure.types import Structure
from spanwright.works.types import Works

Place = Literal["section", "bearing"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the brief asked for, as the title block shows it.

    title     : e.g. "Khasan-Tumangang road bridge";  place : where it stands
    purpose   : one sentence
    standards : e.g. ("EN 1991-2:2003 (recommended values)", ...)
    facts     : (label, value) lines for the title block, already in readers' units
    """

    title: str
    place: str = ""
    purpose: str = ""
    standards: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One published statement on one quantity.

    status : "adopted" | "supporting" | "conflict" | "rejected" | "context"
    chain  : who told whom, first speaker first, e.g. ("minister", "TASS", "trans.ru")
    """

    identity: str
    quantity: str
    value: str
    unit: str
    chain: tuple[str, ...]
    date: str
    exactness: str
    status: str
    confidence: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all be true, and what was adopted."""

    identity: str
    topic: str
    claims: tuple[str, ...]  # identities
    resolution: str
    basis: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the news report the brief started from, traced back.

    verdict : e.g. "true", "drifted", "contradicted";  resolved : its time expression as a date
    """

    identity: str
    text: str
    chain: str
    said_when: str
    resolved: str
    verdict: str
    better: str
    sources: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of the news report, or the report and its source, that disagree."""

    identity: str
    first: str
    second: str
    finding: str
    better: str
    sources: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The register of claims as the report shows it (all may be empty)."""

    claims: tuple[Claim, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    statements: tuple[Statement, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class MapPlace:
    """The middle of the bridge in the project's own map projection.

    name : code in the EPSG registry;  easting, northing [m];  scale : map over ground [-]
    bearing : of the axis, clockwise from grid north [rad]
    """

    name: str
    easting: float
    northing: float
    bearing: float
    scale: float


@dataclass(frozen=True, slots=True)
class Position:
    """Latitude and longitude of the middle of the bridge [rad], and what its levels refer to.

    bearing : of the axis towards increasing stations, clockwise from north [rad]; None: unknown
    banks   : stations where the river starts and ends [m]
    on_map  : the place on a map of the project's own choice; None: UTM
    """

    latitude: float
    longitude: float
    height_datum: str
    bearing: float | None = None
    banks: tuple[float, ...] = ()
    on_map: MapPlace | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A bridge nearby, as far as it is drawn.

    use    : "road" | "rail" | "foot" | "pipes";  year : of opening, None where not known
    offset : of its middle, to the left of our axis [m];  middle : station opposite its middle [m]
    skew   : its axis against ours, anticlockwise seen from above [rad]
    spans  : (n,) [m];  forms : (n,) "girder" | "truss";  level : of road or rails [m]
    depth, truss_height, width, pier_width [m]
    """

    name: str
    use: str
    year: int | None
    offset: float
    middle: float
    skew: float
    spans: tuple[float, ...]
    forms: tuple[str, ...]
    level: float
    depth: float
    truss_height: float
    width: float
    pier_width: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """One line of the bill of quantities.

    group : e.g. "superstructure";  item : e.g. "top flanges";  unit : kg, m3, m2, m or 1
    part  : front or deck it belongs to, "" for the whole
    """

    group: str
    item: str
    material: str
    amount: float
    unit: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class StageSummary:
    """One stage's structural model, by size, and what it carries."""

    name: str
    description: str
    nodes: int
    members: int
    springs: int
    dofs: int


@dataclass(frozen=True, slots=True)
class Action:
    """One action as the report lists it: name, symbol, value in readers' units, clause, stage."""

    name: str
    symbol: str
    value: str
    clause: str
    stage: str = ""
    tag: str = ""  # "read" | "remembered" | "computed"


@dataclass(frozen=True, slots=True)
class Combination:
    """One combination rule in words and factors."""

    name: str
    situation: str
    expression: str
    clause: str


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """Extremes of one effect under one family of combinations, at all sections or bearings.

    component : "My", "Vz", "T", "N", "deflection" at sections; "Fz" (uplift positive as in the
                conventions), "Fx", "Fy", "dx" at bearings
    unit      : SI unit of the numbers: "N m", "N", "m"
    situation : "ULS persistent", "SLS characteristic", "fatigue", ...
    over      : rows follow `effects.sections` ("section") or `layout.bearings` ("bearing")
    permanent, maximum, minimum : (n,); permanent is NaN where it has no meaning
    max_combination, min_combination, max_cause, min_cause : (n,) words; may be empty tuples
    """

    component: str
    unit: str
    situation: str
    over: Place
    permanent: Array
    maximum: Array
    minimum: Array
    max_combination: tuple[str, ...] = ()
    min_combination: tuple[str, ...] = ()
    max_cause: tuple[str, ...] = ()
    min_cause: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True)
class DrawnInfluence:
    """One key influence surface with the placement that governs it.

    surface : row of `effects.key_surfaces`;  unit : of the response, SI ("N m", "N", "m")
    deck, girder : indices;  station : of the section [m];  component : "My", "Vz", ...
    model   : e.g. "LM1";  sign : +1 maximum, -1 minimum;  value : the extreme (characteristic)
    label   : the placement in words;  placement : wheels and strips as replayed
    """

    surface: int
    deck: int
    girder: int
    station: float
    component: str
    unit: str
    model: str
    sign: int
    value: float
    label: str
    placement: Patches


class Arranged(Protocol):
    """What drawings, maps and models of the geometry need: no analysis."""

    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> Summary: ...
    @property
    def layout(self) -> Layout: ...
    @property
    def position(self) -> Position | None: ...
    @property
    def day(self) -> date | None: ...
    @property
    def neighbours(self) -> tuple[Neighbour, ...]: ...
    @property
    def bars(self) -> Reinforcement | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """A laid out bridge that was not analysed; also the first part of `Results`."""

    name: str
    summary: Summary
    layout: Layout
    position: Position | None = None
    day: date | None = None
    neighbours: tuple[Neighbour, ...] = ()
    bars: Reinforcement | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """The structural model behind the results, for programs that take models over.

    combinations : the factor rows of each situation, as the checks were combined
    """

    structure: Structure
    actions: Actions
    combinations: tuple[Combinations, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LongitudinalForces:
    """Level forces along the bridge at the foundations, characteristic, without sign.

    supports : (s,) in order of station;  actions : (k,) headings;  force : (s, k) [N]
    """

    supports: tuple[str, ...]
    actions: tuple[str, ...]
    force: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """All values of a run that a deliverable may show.

    conventions : text of the axes and signs (markdown), as shipped with the engine
    versions    : (name, version) of the packages that made the numbers
    works       : programme, forecast, cost and carbon; None for a project without a programme
    position    : None for a project that gives no latitude and longitude
    day         : the day the project file stands for; None when it names none
    neighbours  : bridges nearby, drawn as context
    analysed    : None where the numbers come without their model
    book        : what calculation notes are written from; None where there are none
    bars        : reinforcement as adopted for the checks; None where it is not known
    choices     : nationally determined parameters as the run took them
    longitudinal: what reaches the ground along the bridge; None where it is not known
    written     : the project file as it was read, by its keys
    """

    name: str
    summary: Summary
    ledger: Ledger
    evidence: Evidence
    notices: tuple[Notice, ...]
    layout: Layout
    quantities: tuple[Quantity, ...]
    stages: tuple[StageSummary, ...]
    actions: tuple[Action, ...]
    combinations: tuple[Combination, ...]
    effects: Effects
    envelopes: tuple[Envelope, ...]
    influences: tuple[DrawnInfluence, ...]
    checks: Checks
    conventions: str
    versions: tuple[tuple[str, str], ...] = field(default=())
    works: Works | None = None
    position: Position | None = None
    day: date | None = None
    neighbours: tuple[Neighbour, ...] = ()
    analysed: Analysed | None = None
    book: Book | None = None
    bars: Reinforcement | None = None
    choices: tuple[Choice, ...] = ()
    longitudinal: LongitudinalForces | None = None
    written: Mapping[str, Any] = field(default_factory=dict)
