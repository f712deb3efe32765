"""Modes, buckling, second order and response spectra of a `Frame`, asked for by names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import ModelError
from spanwright.engine import buckling as stability
from spanwright.engine import modal, spectrum
from spanwright.engine import second_order as displaced
from spanwright.engine.frame.answers import Force, Movement, SectionForce
from spanwright.engine.frame.arrays import Built, build, build_loads
from spanwright.engine.frame.meshes import mass_of
from spanwright.engine.frame.reading import known, member_points, whole
from spanwright.engine.frame.result import SecondOrderResult
from spanwright.engine.model import LINK
from spanwright.engine.spectrum import Peaks
from spanwright.engine.statics import prepare
from spanwright.engine.superpose import superposed

if TYPE_CHECKING:
    from spanwright.engine.frame.builder import Frame

_UNIT = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}


def factors_of(frame: Frame, wanted: str | Mapping[str, float]) -> tuple[str, dict[str, float]]:
    """Name and factors of load cases: of a case, a combination, or as given."""
    if isinstance(wanted, str):
        names = dict.fromkeys([*frame.cases, *frame.combinations])
        known(names, "load case or combination", wanted)
        return wanted, dict(frame.combinations.get(wanted, {wanted: 1.0}))
    for case in wanted:
        known(dict.fromkeys(frame.cases), "load case", case)
    return "second order", {case: float(factor) for case, factor in wanted.items()}


def second_order(frame: Frame, wanted: str | Mapping[str, float], parts: int) -> SecondOrderResult:
    """See `Frame.second_order`."""
    name, factors = factors_of(frame, wanted)
    built = build(frame, whole(parts, "parts"))
    loads = build_loads(frame, built)
    plates = None if built.meshes is None else built.meshes.plates
    found = displaced.second_order(built.model, loads, factors, plates=plates)
    combined = superposed(loads, {name: factors})
    strain = [factor * built.strains[case] for case, factor in factors.items()
              if case in built.strains]  # fmt: skip
    built = _with_strain(built, name, strain)
    return SecondOrderResult(
        frame, built, found.prepared, combined, found.solution, {}, found.axial, found.rounds
    )


def _with_strain(built: Built, name: str, strain: list[Array]) -> Built:
    return replace(built, strains={name: np.sum(strain, axis=0)} if strain else {})


def modes(
    frame: Frame, count: int, parts: int, free: bool, under: str | Mapping[str, float]
) -> modal.Modes:
    """See `Frame.modes`."""
    whole(count, "the number of modes")
    whole(parts, "parts")
    if under:
        if free:
            raise ModelError("modes under a load are those of a structure that is held")
        result = second_order(frame, under, parts)
        extra_mass = mass_of(result.built.meshes, result.built.model.nodes)
        return modal.modes(result.ready, count, extra_mass=extra_mass)
    built = build(frame, parts, is_held=not free)
    extra_mass = mass_of(built.meshes, built.model.nodes)
    if free:
        return modal.free_modes(built.model, count, extra=built.extra, extra_mass=extra_mass)
    return modal.modes(prepare(built.model, built.extra), count, extra_mass=extra_mass)


def buckling_factors(frame: Frame, wanted: str, count: int, parts: int) -> stability.Buckling:
    """See `Frame.buckling`."""
    name, factors = factors_of(frame, wanted)
    built = build(frame, whole(parts, "parts"))
    whole(count, "the number of factors")
    loads = superposed(build_loads(frame, built), {name: factors})
    plates = None if built.meshes is None else built.meshes.plates
    return stability.buckling(built.model, loads, name, count=count, plates=plates)


@dataclass(frozen=True, slots=True, eq=False)
class FramePeaks:
    """Peak response to a spectrum, without signs; `peaks` and `modes` have the arrays."""

    frame: Frame
    built: Built
    modes: modal.Modes
    peaks: Peaks
    correlation: Array

    @property
    def mass_share(self) -> float:
        """Effective mass of the modes over the whole mass along the direction."""
        return self.peaks.mass_share

    def displacement(self, node: str) -> Movement:
        """Peak movement of a node, global."""
        row = known(self.built.node, "node", node)
        return Movement(*map(float, self.peaks.displacement[row]))

    def reaction(self, node: str) -> Force:
        """Peak force and moment of the support on the node; springs to ground included."""
        row = known(self.built.node, "node", node)
        springs = self.built.model.springs
        both = []
        for part in (self.peaks.modal, {k: v[None] for k, v in self.peaks.rest.items()}):
            total = np.array(part["reaction"][:, row])
            for s in np.flatnonzero((springs.node == row) & (springs.other == LINK)):
                pair = part["spring_force"][:, s].reshape(-1, 2, 3) @ springs.axes[s]
                total -= pair.reshape(-1, 6)
            both.append(total)
        return Force(*map(float, self._peak(*both)))

    def force(self, member: str, x: float | str | Array) -> SectionForce:
        """Peak section forces at x from the start of a member (floats, or arrays)."""
        points, is_one = member_points(self.frame, member, x)
        element, at = self.built.locate(member, points)
        length = np.diff(self.built.cut[member])[element - self.built.first[member]]
        share = (at / length)[:, None]
        both = []
        for part in (self.peaks.modal, {k: v[None] for k, v in self.peaks.rest.items()}):
            ends = part["end_force"][:, element]
            both.append((1 - share) * ends[:, :, 0] + share * ends[:, :, 1])
        peak = self._peak(*both)
        return SectionForce(*([float(v) for v in peak[0]] if is_one else list(peak.T)))

    def _peak(self, modal_part: Array, rest: Array) -> Array:
        """Modes put together, and the rest of the mass beside them."""
        among = spectrum.combined(modal_part, self.correlation)
        return np.asarray(np.sqrt(among**2 + rest[0] ** 2))


def spectrum_peaks(
    frame: Frame, given: Callable[..., Any] | Sequence[tuple[float, float]],
    direction: str | Sequence[float], count: int, damping: float,
    rule: Literal["cqc", "srss"], rest: bool, parts: int,
) -> FramePeaks:  # fmt: skip
    """See `Frame.spectrum`."""
    if isinstance(direction, str):
        direction = known(_UNIT, "direction", direction)
    if callable(given):
        curve: spectrum.Spectrum = given
    else:
        pairs = np.array(given, dtype=float)
        if pairs.ndim != 2 or pairs.shape[1] != 2:
            raise ModelError("a spectrum is a function or pairs (period, acceleration)")
        curve = spectrum.table(*pairs.T)
    built = build(frame, parts)
    ready = prepare(built.model, built.extra)
    extra_mass = mass_of(built.meshes, built.model.nodes)
    most = modal.mode_limit(ready, extra_mass)
    found = modal.modes(ready, min(count, most), extra_mass=extra_mass)
    peaks = spectrum.response(
        ready, curve, np.asarray(direction, dtype=float), found=found, damping=damping,
        rule=rule, rest=rest, extra_mass=extra_mass,
    )  # fmt: skip
    spread = spectrum.correlation(found.circular, damping, rule)
    return FramePeaks(frame, built, found, peaks, spread)
