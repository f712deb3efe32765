"""A continuous beam under moving loads, without a bridge: envelopes with their causes.

Supports are rigid and the stiffness is constant within a span, so every influence line is a cubic
between nodes (three-moment equation) and is written down, not approximated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array, Ints, freeze
from spanwright.datum.errors import InputError, ScopeError
from spanwright.engine.surfaces import Surfaces
from spanwright.traffic.beam_steps import stepped
from spanwright.traffic.model import LoadModel
from spanwright.traffic.place import place
from spanwright.traffic.results import Extremes
from spanwright.traffic.trains import Train, is_symmetric, mirrored


@dataclass(frozen=True, slots=True, eq=False)
class Beam:
    """Spans [m] with their bending stiffness [N m2], and the three-moment inverse."""

    spans: Array
    stiffness: Array
    inverse: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def supports(self) -> Array:
        """Stations of the supports (spans + 1,) [m]."""
        return np.concatenate([[0.0], np.cumsum(self.spans)])


@dataclass(frozen=True, slots=True, eq=False)
class BeamEnvelope:
    """Envelopes of a continuous beam; sagging positive, shear positive as in the conventions.

    station  : (n,) sections [m], interior supports twice: just before and just after
    moment   : (2, n) largest and smallest [N m];   shear : (2, n) [N]
    reaction : (2, spans + 1) upward [N]
    cause    : what causes each of the largest and smallest values: (2, n) for moment and shear,
               (2, spans + 1) for reactions, as first-axle stations [m] (stepped runs), or
    extremes : the exact result with its placements; rows are M, V, R for maxima, then for minima
    """

    beam: Beam
    model: str
    station: Array
    moment: Array
    shear: Array
    reaction: Array
    cause: tuple[Array, Array, Array] | None
    extremes: Extremes | None
    notes: tuple[str, ...]

    def label(self, what: str, index: int, smallest: bool = False) -> str:
        """Cause of one value in words; what is "moment", "shear" or "reaction"."""
        kind = ("moment", "shear", "reaction").index(what)
        if self.extremes is None:
            assert self.cause is not None
            return f"first axle at {self.cause[kind][int(smallest), index]:.2f} m"
        n = len(self.station)
        row = (0, n, 2 * n)[kind] + index
        return self.extremes.label(row + int(smallest) * (2 * n + len(self.beam.supports)))


def continuous_beam(spans: Sequence[float], stiffness: Sequence[float] | float = 1.0) -> Beam:
    """Beam on rigid supports; stiffness E I one for all spans or one each (only ratios matter)."""
    length = np.asarray(spans, dtype=float)
    if length.ndim != 1 or not length.size:
        raise InputError("spans", "must be one or more lengths")
    for index, value in enumerate(length):
        if not (np.isfinite(value) and value > 0):
            raise InputError(f"spans[{index}]", "must be longer than 0 m", got=f"{value:g} m")
    ei = np.broadcast_to(np.asarray(stiffness, dtype=float), length.shape).copy()
    if not (np.isfinite(ei) & (ei > 0)).all():
        raise InputError("stiffness", "must be larger than 0, one for all spans or one each")
    give = length / ei
    matrix = np.diag(2 * (give[:-1] + give[1:])) + np.diag(give[1:-1], 1) + np.diag(give[1:-1], -1)
    return Beam(length, ei, np.linalg.inv(matrix) if length.size > 1 else np.zeros((0, 0)))


def support_moments(beam: Beam, x: Array) -> Array:
    """Moments over all supports (spans + 1, ...) for a unit load at stations x (...).

    Three-moment equation (Clapeyron); 0 for loads off the beam.
    Check: two spans of 1 m, load at 0.5 m: -3/32 m over the middle support.
    """
    supports = beam.supports
    right = np.zeros((len(beam.spans), *np.shape(x)))
    for span, (length, ei) in enumerate(zip(beam.spans, beam.stiffness, strict=True)):
        a = np.clip(np.asarray(x) - supports[span], 0.0, length)
        b = length - a
        if span > 0:
            right[span - 1] -= b * (length * length - b * b) / (length * ei)
        if span < len(beam.spans) - 1:
            right[span] -= a * (length * length - a * a) / (length * ei)
    moments = np.zeros((len(beam.spans) + 1, *np.shape(x)))
    inner = right[: len(beam.spans) - 1]
    moments[1:-1] = np.tensordot(beam.inverse, inner, axes=1)
    return moments


def beam_stations(beam: Beam, sections: int | Sequence[float] | Array) -> tuple[Array, Ints]:
    """Sections with interior supports twice, and the span each lies in.

    sections : number of equal parts of each span, or stations [m]
    """
    supports = beam.supports
    if isinstance(sections, (int, np.integer)):
        if sections < 1:
            raise InputError("sections", "must be at least 1 per span", got=str(sections))
        parts = np.linspace(0.0, 1.0, int(sections) + 1)
        station = (supports[:-1, None] + beam.spans[:, None] * parts).ravel()
        span = np.repeat(np.arange(len(beam.spans)), len(parts))
        return station, span
    wanted = np.unique(np.asarray(sections, dtype=float))
    if not np.isfinite(wanted).all() or wanted[0] < -1e-9 or wanted[-1] > supports[-1] + 1e-9:
        raise InputError("sections", f"must lie on the beam, 0 to {supports[-1]:g} m")
    wanted = np.clip(wanted, 0.0, supports[-1])
    near = np.abs(wanted[:, None] - supports).argmin(axis=1)
    at_support = np.abs(wanted - supports[near]) < 1e-9
    wanted[at_support] = supports[near[at_support]]
    span = np.clip(np.searchsorted(supports, wanted, side="right") - 1, 0, len(beam.spans) - 1)
    twice = np.flatnonzero(at_support & (near > 0) & (near < len(beam.spans)))
    station = np.concatenate([wanted, wanted[twice]])
    span = np.concatenate([span, near[twice] - 1])
    order = np.lexsort((span, station))
    return station[order], span[order]


def beam_surfaces(beam: Beam, station: Array, span: Ints) -> Surfaces:
    """Influence lines of M and V at the sections and of the reactions, exact: one loading line.

    Rows: M of all sections, V of all sections, then the reactions.
    """
    supports, lengths = beam.supports, beam.spans
    x = np.unique(np.concatenate([supports, station]))
    middle = 0.5 * (x[:-1] + x[1:])
    within = np.searchsorted(supports, middle) - 1  # span of each element
    over = _support_cells(beam, x)  # (supports, e, 4)
    left, length = supports[span][:, None], lengths[span][:, None]
    t = (station[:, None] - left) / length
    a = np.clip(np.stack([x[:-1], x[1:]])[:, None] - left, 0.0, length)  # (2, n, e)
    before = middle < station[:, None]
    same = within == span[:, None]
    moment = _straight(np.where(before, a * (1 - t), t * (length - a)) * same)
    moment += (1 - t)[..., None] * over[span] + t[..., None] * over[span + 1]
    shear = _straight(np.where(before, -a / length, 1 - a / length) * same)
    shear += (over[span + 1] - over[span]) / length[..., None]
    ends = np.stack([x[:-1], x[1:]])
    hats = np.array([np.interp(ends, supports, row) for row in np.eye(len(supports))])
    reaction = _straight(np.swapaxes(hats, 0, 1))
    turn = np.diff(over, axis=0) / lengths[:, None, None]
    none = np.zeros((1, *turn.shape[1:]))
    reaction += np.diff(np.concatenate([none, turn, none]), axis=0)
    cells = np.concatenate([moment, shear, reaction])
    h = np.diff(x)
    value = np.concatenate([cells[..., 0], cells[:, -1:, 2]], axis=1)
    slope = np.concatenate([cells[..., 1] / h, cells[:, -1:, 3] / h[-1]], axis=1)
    # nodes hold what is seen from ahead; the element behind a section carries the difference
    node = np.searchsorted(x, np.concatenate([station, station]))
    inner = (node > 0) & (node < len(x) - 1)
    element = np.concatenate([np.where(inner, node - 1, -1), np.full(len(supports), -1)])
    jump = np.zeros((len(cells), 4))
    row = np.flatnonzero(inner)
    at = element[row]
    jump[row, 2] = cells[row, at, 2] - value[row, at + 1]
    jump[row, 3] = cells[row, at, 3] / h[at] - slope[row, at + 1]
    names = tuple(f"{k} @ {v:.3f} m" for k in ("M", "V") for v in station)
    names += tuple(f"R {i + 1}" for i in range(len(supports)))
    return Surfaces(
        x, np.zeros(1), value[:, None], slope[:, None], element,
        np.where(element >= 0, 0, -1), jump, names, supports,
    )  # fmt: skip


def _straight(ends: Array) -> Array:
    """Hermite data of straight pieces from their end values (2, n, e) -> (n, e, 4)."""
    rise = ends[1] - ends[0]
    return np.stack([ends[0], rise, ends[1], rise], axis=-1)


def _support_cells(beam: Beam, x: Array) -> Array:
    """Hermite data (h times slopes) of the support moments in each element: (supports, e, 4)."""
    h = np.diff(x)
    points = x[:-1, None] + h[:, None] * np.array([0.0, 1 / 3, 2 / 3, 1.0])
    values = support_moments(beam, points)  # continuous, and a cubic within each element
    fit = np.array(
        [[1, 0, 0, 0], [-5.5, 9, -4.5, 1], [0, 0, 0, 1], [-1, 4.5, -9, 5.5]], dtype=float
    )
    return np.asarray(values @ fit.T)


def beam_envelope(
    spans: Sequence[float],
    model: LoadModel,
    sections: int | Sequence[float] | Array = 20,
    *,
    stiffness: Sequence[float] | float = 1.0,
    step: float | None = None,
    length: float | None = None,
) -> BeamEnvelope:
    """Envelopes of moment, shear and reactions of a continuous beam under a load model.

    sections : equal parts per span, or stations [m];  stiffness : E I of the spans
    step     : None: exact placement.  Otherwise the vehicle moves in steps of this many metres
               both ways, as a program does that knows no influence lines; for one vehicle with
               fixed gaps and no lane load.
    length   : loaded length for models that depend on it, default the mean span [m]
    """
    beam = continuous_beam(spans, stiffness)
    station, span = beam_stations(beam, sections)
    if step is not None:
        return _stepped(beam, model, station, span, step)
    surfaces = beam_surfaces(beam, station, span)
    n, r = len(station), len(beam.supports)
    pairs = np.zeros((2, 2 * n + r))
    pairs[1, :n] = 1.0  # hogging moments
    pairs[0, 2 * n + 1 : -1] = 1.0  # reactions at interior piers
    found = place(
        surfaces, model, length=float(np.mean(beam.spans)) if length is None else length,
        shear=np.repeat([0, 1, 0], [n, n, r]), pair_rows=pairs,
    )  # fmt: skip
    value = found.value.reshape(2, -1)
    moment, shear, reaction = value[:, :n], value[:, n : 2 * n], value[:, 2 * n :]
    return BeamEnvelope(
        beam, model.name, station, moment, shear, reaction, None, found, found.notes
    )


def single_train(model: LoadModel) -> Train:
    """The one vehicle of a model, impact in, variable gaps at their least; else a ScopeError."""
    plain = not model.bands and not model.udl and not model.blocks and not model.area
    if len(model.vehicles) != 1 or not plain or model.area_lanes:
        raise ScopeError(f"{model.name}: steps are for a single vehicle without lane load")
    vehicle = next(iter(model.vehicles.values()))
    train = vehicle.train
    return Train(
        train.name, train.force * vehicle.impact, train.offset, np.zeros_like(train.group),
        np.zeros(0), np.zeros(0), train.wheels,
    )  # fmt: skip


def _stepped(beam: Beam, model: LoadModel, station: Array, span: Ints, step: float) -> BeamEnvelope:
    if not (np.isfinite(step) and step > 0):
        raise InputError("step", "must be longer than 0 m", got=f"{step:g}")
    train = single_train(model)
    ways = [train] if is_symmetric(train) else [train, mirrored(train)]
    total = beam.supports[-1]
    count = int(np.floor((total + train.length) / step + 1e-9)) + 1
    first = np.concatenate([step * np.arange(count) - train.length for _ in ways])
    axles = np.concatenate(
        [step * np.arange(count) - train.length + w.offset[:, None] for w in ways], axis=1
    )
    force = np.concatenate([np.repeat(w.force[:, None], count, axis=1) for w in ways], axis=1)
    over = (support_moments(beam, axles) * force).sum(axis=1)
    found = stepped(beam.supports, station, span, axles, force, over)
    moment, shear, reaction = (part.value for part in found)
    cause = (first[found[0].position], first[found[1].position], first[found[2].position])
    return BeamEnvelope(
        beam, model.name, station, moment, shear, reaction, cause, None, model.notes
    )


def plot_envelope(envelope: BeamEnvelope) -> Any:
    """Figure of the moment and shear envelopes; save it with ``figure.savefig("beam.svg")``."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    supports = envelope.beam.supports
    panels = (
        (upper, envelope.moment, "moment [kNm], sagging down", True),
        (lower, envelope.shear, "shear [kN]", False),
    )
    for axes, values, label, downward in panels:
        largest, smallest = values / 1e3
        axes.fill_between(envelope.station, smallest, largest, color="#4477aa", alpha=0.18, lw=0)
        axes.plot(envelope.station, largest, color="#4477aa", lw=1.6)
        axes.plot(envelope.station, smallest, color="#aa3377", lw=1.6)
        axes.axhline(0.0, color="0.25", lw=1.0)
        axes.plot(
            supports, np.zeros_like(supports), "^", color="0.25", ms=9, clip_on=False, zorder=5
        )
        marks = (
            (largest, int(largest.argmax()), downward),
            (smallest, int(smallest.argmin()), not downward),
        )
        for line, at, below in marks:
            axes.annotate(
                f"{line[at]:,.0f}",
                (envelope.station[at], line[at]),
                textcoords="offset points",
                xytext=(0, -12 if below else 6),
                ha="center",
                fontsize=9,
            )
        axes.set_ylabel(label)
        axes.grid(True, color="0.9")
        axes.set_axisbelow(True)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        if downward:
            axes.invert_yaxis()
        axes.margins(y=0.12)
    lower.set_xlabel("station [m]")
    spans = " + ".join(f"{s:g}" for s in envelope.beam.spans)
    upper.set_title(f"{envelope.model} on spans {spans} m", loc="left")
    return figure
