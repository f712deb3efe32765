"""The basis of design: what the code family, its annex and the project make of each number."""

from __future__ import annotations

from dataclasses import fields, replace

from spanwright.analysis.earthquake import Motion
from spanwright.codes.data import Parameters, merged
from spanwright.codes.data import parameters as read_parameters
from spanwright.codes.eurocode.actions.earthquake import design_spectrum, vertical_spectrum
from spanwright.datum.errors import InputError
from spanwright.datum.units import GRAVITY
from spanwright.project.reader import Reading
from spanwright.structure.girders import Factors

IMPORTANCE = {"CC1": "low", "CC2": "average", "CC3": "high"}


def parameters_of(reading: Reading) -> Parameters:
    """The numbers of both code families after annex and project."""
    codes = reading.brief.codes
    overrides = {item.name: item.override for item in codes.overrides}
    lrfd = {name: item for name, item in overrides.items() if name.startswith("aashto.")}
    own = {name: item for name, item in overrides.items() if name not in lrfd}
    return merged(
        read_parameters("eurocode", codes.annex, own), read_parameters("aashto", overrides=lrfd)
    )


def factors_of(parameters: Parameters) -> Factors:
    """Partial factors of resistance after annex and project."""
    return Factors(**{f.name: parameters.number(f"partial.{f.name}") for f in fields(Factors)})


def crack_width_of(reading: Reading, parameters: Parameters) -> float:
    """Width of cracks allowed in concrete parts: the project's, else the annex's.  [m]"""
    given = reading.brief.codes.crack_width
    return parameters.number("cracks.width") if given is None else given


def accidental(factors: Factors, parameters: Parameters) -> Factors:
    """The same with the concrete and bar factors of accidental situations."""
    number = parameters.number
    return replace(factors, C=number("partial.C_accidental"), S=number("partial.S_accidental"))


def motion_of(reading: Reading, parameters: Parameters) -> Motion:
    """The design earthquake of the brief; importance follows the consequence class.

    Raises InputError where the brief has no earthquake.
    """
    quake = reading.brief.site.earthquake
    if quake is None:
        raise InputError("site.earthquake", "is needed for a seismic situation")
    rank = IMPORTANCE[reading.brief.codes.consequence_class]
    gamma = parameters.number(f"earthquake.importance_{rank}")
    a_g, q = gamma * quake.ground_acceleration, quake.behaviour
    kind, ground = quake.spectrum, quake.ground_type
    return Motion(
        lambda period: design_spectrum(period, a_g, ground, q, kind, parameters),
        lambda period: vertical_spectrum(period, a_g, 1.0, kind, parameters),
        q,
        f"a_g {a_g / GRAVITY:.3f} g (gamma_I {gamma:g}), ground {ground}, type {kind}, q {q:g}",
    )
