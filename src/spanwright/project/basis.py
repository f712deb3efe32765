"""Sections ``[materials]``, ``[codes]``, ``[analysis]``, ``[programme]`` and ``[cost]``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from spanwright.codes.data import Override
from spanwright.project.fields import (
    Blank,
    ConcreteClass,
    Count,
    Date,
    Extent,
    Flag,
    Length,
    MonthDay,
    Number,
    Section,
    Share,
    Text,
    default,
)
from spanwright.project.kinds import Figures, Quantity, Whole

SteelGrade = Literal["S235", "S275", "S355", "S420", "S460"]


class MaterialsBrief(Section):
    """``[materials]``."""

    steel: SteelGrade = default("S355", "usual bridge steel")
    slab: ConcreteClass = default("C35/45", "deck slab, frost and salt")
    pier: ConcreteClass = default("C35/45", "shafts and crossheads")
    cap: ConcreteClass = default("C30/37", "pile caps and abutments")
    pile: ConcreteClass = default("C30/37", "bored piles")
    rebar: Literal["B500A", "B500B", "B500C"] = default("B500B", "bridge reinforcement")
    cement: Literal["S", "N", "R"] = default("N", "normal hardening, EN 1992-1-1 3.1.2(6)")
    stud_strength: Annotated[float, Quantity("stress", above=0.0)] = default(
        "450 MPa", "ultimate strength of headed studs, EN ISO 13918 SD1"
    )


class OverrideBrief(Section):
    """``[[codes.overrides]]``: a value of the standard replaced for this project."""

    name: Text = Field(description="name of the value in the code tables, e.g. lm1.alpha_Q1")
    value: Annotated[float | tuple[float, ...], Figures()] = Field(
        description="as many numbers as the value it replaces"
    )
    unit: Blank = Field(default="", description="where it differs from the unit of the tables")
    basis: Text = Field(description="who decided it and where it is written")

    @property
    def override(self) -> Override:
        """The same for `spanwright.codes.data.parameters`."""
        return Override(self.value, self.basis, self.unit or None)


class CodesBrief(Section):
    """``[codes]``: the basis of design."""

    basis: Literal["EN", "AASHTO"] = default(
        "EN", "Eurocodes; AASHTO: HL-93 and the limit states of LRFD, fewer checks"
    )
    edition: Literal["9th", "10th"] = default("9th", "of AASHTO LRFD; nothing else reads it")
    annex: Text = default("recommended", "the standards' own recommended values")
    consequence_class: Literal["CC1", "CC2", "CC3"] = default("CC2", "EN 1990 table B1")
    design_life: Annotated[float, Quantity("time", above=0.0)] = default(
        "100 years", "EN 1990 table 2.1, category 5"
    )
    heavy_vehicles: Number = default(
        0.5e6, "N_obs a year and slow lane, EN 1991-2 table 4.5 category 2", "0.01e6 to 2e6"
    )
    load_models: tuple[Text, ...] = default(("LM1", "FLM3"), "persistent traffic and fatigue", "")
    age_at_loading: Annotated[float, Quantity("time", above=0.0)] = default(
        "28 days", "concrete age under surfacing and parapets"
    )
    creep_law: Literal["EN 1992-1-1", "MC2010"] = default(
        "EN 1992-1-1", "annex B and 3.1.4; MC2010 is fib Model Code 2010, 5.1.9.4"
    )
    settlement: Annotated[float | None, Quantity("length", least=0.0, auto=True)] = default(
        "10 mm",
        "of each support alone; auto: what it settles by itself under permanent actions",
        "0 to 30 mm",
    )
    settlement_at: tuple[tuple[Text, Extent], ...] = Field(
        default=(), description='[support, settlement] where it differs, e.g. ["pier 3", "20 mm"]'
    )
    crack_width: Length | None = Field(
        default=None, description="left out, that of the annex (recommended: 0.3 mm)"
    )
    crack_combination: Literal["frequent", "quasi-permanent"] = default(
        "frequent", "stricter than the quasi-permanent one of EN 1992-2 Table 7.101N"
    )
    overrides: tuple[OverrideBrief, ...] = ()
    remarks: tuple[Text, ...] = Field(
        default=(), description="reservations about the basis of design; shown as warnings"
    )


class AnalysisBrief(Section):
    """``[analysis]``: how finely the model is made."""

    element_length: Length = default("3.5 m", "half a cross-frame spacing", "1 to 5 m")
    cracked_length: Share = default(0.15, "of each span beside a support, EN 1994-2 5.4.2.3(3)")


class FrontBrief(Section):
    """``[[programme.fronts]]``: a crew that builds from one bank."""

    name: Text
    parts: tuple[Text, ...] = Field(min_length=1, description="names of the parts it builds")
    start: Date | None = None
    access: Literal["auto", "trestle", "causeway"] = default(
        "auto", "a trestle where piers stand in the river"
    )
    approach: Extent = default("0 m", "no approach road stated")
    checkpoint: Flag = default(False, "no border checkpoint stated")


class PromiseBrief(Section):
    """``[[programme.promised]]``: a date someone promised."""

    what: Text
    date: Date


Period = tuple[MonthDay, MonthDay]


class CalendarBrief(Section):
    """``[programme.calendar]``: days without work; a period is [first day, last day]."""

    week: Annotated[int, Whole(least=1, most=7)] = default(6, "Sundays free on sites")
    holidays: tuple[Period, ...] = Field(default=(), description="periods of every year")
    flood: Period | None = Field(
        default=None, description="usual season when works in the river stop"
    )
    ice_run: Period | None = Field(
        default=None, description="usual season of moving ice; left out, about site.climate"
    )


class ActivityBrief(Section):
    """``[[programme.activities]]``: work beside what the bridge itself asks for.

    Give ``operation`` and ``quantity`` (a built-in pace), or ``duration``.
    """

    id: Text
    front: Blank = ""
    operation: Blank = Field(default="", description="a built-in operation; gives pace and crew")
    quantity: Number | None = None
    duration: Annotated[float, Quantity("time", above=0.0)] | None = None
    calendar: Text | None = Field(default=None, description="left out, that of the operation")
    after: tuple[Text, ...] = Field(default=(), description="ids of activities that come first")
    before: tuple[Text, ...] = Field(default=(), description="ids of activities that wait for it")
    uses: dict[str, Count] = Field(default_factory=dict, description="resources it holds")


class ProgrammeBrief(Section):
    """``[programme]``: when and by whom."""

    start: Date
    fronts: tuple[FrontBrief, ...] = Field(min_length=1)
    promised: tuple[PromiseBrief, ...] = ()
    rates: dict[str, Number] = Field(
        default_factory=dict, description="production rates that replace the built-in ones"
    )
    resources: dict[str, Count] = Field(
        default_factory=dict, description="number of rigs, cranes or gangs on each front"
    )
    erection: Literal["auto", "launch", "crane"] = default(
        "auto", "launched where the deck is long and of constant depth, else lifted"
    )
    calendar: CalendarBrief = CalendarBrief()
    activities: tuple[ActivityBrief, ...] = ()


class CostBrief(Section):
    """``[cost]``: what money means here."""

    currency: Text = default("EUR", "of the built-in unit prices")
    price_level: Date | None = None
    budget: Annotated[float, Quantity("number", above=0.0)] | None = None
    unit_prices: dict[str, Number] = Field(
        default_factory=dict, description="prices that replace the built-in ones"
    )
    note: Blank = ""
