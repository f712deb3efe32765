"""Incremental launching: a deck with a nose pushed over its supports, every position solved.

The launched girder is described along its own coordinate s from the tail (0) to the tip of the
nose; at a launch position `tip` the ground point x lies under s = x - tip + length.  Each position
is a continuous beam on the supports it reaches, solved by the force method with exact integrals
(the rigidity and weight are constant piece by piece); a support that would have to pull lets go.
Moments sag positive; shear is dM/ds; reactions push upward.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from spanwright.datum.arrays import Array, Bools, Ints, freeze
from spanwright.datum.errors import ModelError

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(3)  # M times M is of degree four
_TINY: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Girder:
    """Deck and nose from the tail to the tip, p pieces.

    length, weight (p,) [m, N/m]; stiffness (p,) EI [N m2]; shear (p,) GA, inf: none [N];
    is_nose (p,) True for the pieces of the nose, which come last
    """

    length: Array
    weight: Array
    stiffness: Array
    shear: Array
    is_nose: Bools

    def __post_init__(self) -> None:
        freeze(self)

    @staticmethod
    def of(
        deck: tuple[Array, Array, Array],
        nose: tuple[Array, Array, Array] | None = None,
        *,
        shear: Array | None = None,
    ) -> Girder:
        """From (length, weight, stiffness) of the deck's pieces and of the nose's pieces."""
        parts = [np.atleast_2d(np.column_stack([np.atleast_1d(a) for a in deck]))]
        if nose is not None:
            parts.append(np.column_stack([np.atleast_1d(a) for a in nose]))
        table = np.vstack(parts).astype(float)
        is_nose = np.repeat([False, True], [len(parts[0]), len(table) - len(parts[0])])
        rigid = np.full(len(table), np.inf) if shear is None else np.asarray(shear, dtype=float)
        for name, column in zip(("length", "weight", "stiffness"), table.T, strict=True):
            low = column < 0 if name == "weight" else column <= 0
            if np.any(low | ~np.isfinite(column)):
                piece = int(np.argmax(low | ~np.isfinite(column)))
                raise ModelError(f"launched girder, piece {piece}: {name} is {column[piece]:g}")
        return Girder(table[:, 0], table[:, 1], table[:, 2], rigid, is_nose)

    @property
    def ends(self) -> Array:
        """s at the ends of the pieces, (p + 1,)."""
        return np.concatenate([[0.0], np.cumsum(self.length)])

    @property
    def front(self) -> float:
        """s of the deck's front, where the nose begins."""
        return float(np.sum(self.length[~self.is_nose]))


@dataclass(frozen=True, slots=True, eq=False)
class Launch:
    """t positions, w sections of the deck, k supports.

    tip            : (t,)      ground coordinate of the tip                          [m]
    section        : (w,)      s of the sections                                     [m]
    moment         : (t, w)    [N m]
    shear          : (t, w, 2) just before and just after the section                [N]
    support        : (k,)      ground coordinates                                    [m]
    reaction       : (t, k)    0 where there is no contact                           [N]
    support_moment : (t, k)    moment over the support, 0 where there is no contact  [N m]
    tip_deflection : (t,)      upward movement of the tip against the straight line  [m]
    is_landing     : (t,)      the tip stands just before a support, not yet on it
    """

    tip: Array
    section: Array
    moment: Array
    shear: Array
    support: Array
    reaction: Array
    support_moment: Array
    tip_deflection: Array
    is_landing: Bools

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def envelope(self) -> dict[str, Array]:
        """Least and greatest moment and shear of each section, with the positions causing them.

        keys: moment_min, moment_max, shear_min, shear_max (w,) and each with `_at` (w,) the tip
        """
        both = {"moment": self.moment[:, :, None], "shear": self.shear}
        result: dict[str, Array] = {}
        for name, values in both.items():
            for word, pick, choose in (("min", np.min, np.argmin), ("max", np.max, np.argmax)):
                extreme = pick(values, axis=2)
                row = choose(extreme, axis=0)
                result[f"{name}_{word}"] = extreme[row, np.arange(extreme.shape[1])]
                result[f"{name}_{word}_at"] = self.tip[row]
        return result

    def push(self, friction: float, gradient: float = 0.0) -> Array:
        """Force along the deck to move it, (t,): sum of reactions times friction plus gradient.

        gradient : rise per length of travel; a negative result has to be braked    [N]
        """
        force: Array = self.reaction.sum(axis=1) * (friction + gradient)
        return force


def landings(support: Array, start: float, end: float) -> Array:
    """Tip positions between start and end where the tip meets a support."""
    support = np.asarray(support, dtype=float)
    return support[(support > start) & (support <= end)]


def positions(
    girder: Girder,
    support: Array,
    section: Array,
    start: float,
    end: float,
    *,
    between: int = 3,
) -> Array:
    """Tip positions at which some support stands under some section, and start and end.

    At these the hogging moment of a section over a support is exact; `between` more are put into
    each gap for what happens on the way.  Landings are added by `launch` itself.
    """
    total = float(girder.ends[-1])
    under = (np.asarray(support, dtype=float)[:, None] - np.asarray(section) + total).ravel()
    under = under[(under > start) & (under < end)]
    events = np.unique(np.round(np.concatenate([[start, end], under]), 9))
    share = np.arange(between + 1) / (between + 1)
    filled = events[:-1, None] + np.diff(events)[:, None] * share
    # just after the tail leaves a support the span behind hangs over for the whole of its length
    leaves = np.asarray(support, dtype=float) + total * (1 + 100 * _TINY)
    leaves = leaves[(leaves > start) & (leaves < end)]
    return np.unique(np.concatenate([filled.ravel(), events[-1:], leaves]))


def launch(
    girder: Girder,
    support: Array,
    tip: Array,
    section: Array,
    *,
    level: Array | None = None,
    rear: Array | None = None,
) -> Launch:
    """Solve every launch position.

    support : (k,) ground coordinates, increasing                                    [m]
    tip     : (t,) positions of the tip; where the tip meets a support within them, the state
              just before landing is added, and the one just after with the tip lifted to level
    section : (w,) s where moment and shear are wanted                               [m]
    level   : (k,) height of each support above the straight line                    [m]
    rear    : (t,) s from which the girder exists at each position (cast so far); all of it

    Raises ModelError where the girder stands on fewer than two supports or tips over.
    """
    ground = np.asarray(support, dtype=float)
    if np.any(np.diff(ground) <= 0.0):
        raise ModelError("the supports of a launch must have increasing coordinates")
    given = np.asarray(tip, dtype=float)
    heights = np.zeros(len(ground)) if level is None else np.asarray(level, dtype=float)
    tails = np.zeros(len(given)) if rear is None else np.asarray(rear, dtype=float)
    where, tails, landing = _with_landings(girder, ground, given, tails)
    wanted = np.asarray(section, dtype=float)
    total = float(girder.ends[-1])
    if np.any((wanted < 0.0) | (wanted > total)):
        raise ModelError(f"launch sections must lie between s = 0 and {total:g} m")
    loads = _Loads(girder)
    rows = []
    for at, tail, is_landing in zip(where, tails, landing, strict=True):
        under = ground - at + total
        reach = (under >= tail - _TINY) & (under < total - (_TINY if is_landing else 0.0))
        rows.append(_Position(loads, under, reach, heights, tail, at).results(wanted))
    moment, shear, reaction, over, sag = (np.stack(part) for part in zip(*rows, strict=True))
    return Launch(where, wanted, moment, shear, ground, reaction, over, sag, landing)


def _with_landings(
    girder: Girder, ground: Array, tip: Array, tails: Array
) -> tuple[Array, Array, Bools]:
    step = _TINY * 100 * float(girder.ends[-1])
    meets = landings(ground, float(tip.min()) - 1.0, float(tip.max()))
    meets = meets[meets >= tip.min() - _TINY]
    keep = ~np.any(np.abs(tip[:, None] - meets) < step, axis=1)
    where = np.concatenate([tip[keep], meets, meets + step])
    order_in = np.argsort(tip, kind="stable")
    tail = np.interp(where, tip[order_in], tails[order_in])
    landing = np.zeros(len(where), dtype=bool)
    landing[keep.sum() : keep.sum() + len(meets)] = True
    order = np.argsort(where, kind="stable")
    return where[order], tail[order], landing[order]


class _Loads:
    """First and second integrals of the weight along s, exact."""

    def __init__(self, girder: Girder) -> None:
        self.girder, self.ends = girder, girder.ends
        self.first = np.concatenate([[0.0], np.cumsum(girder.weight * girder.length)])
        gain = self.first[:-1] * girder.length + 0.5 * girder.weight * girder.length**2
        self.second = np.concatenate([[0.0], np.cumsum(gain)])

    def piece(self, s: Array) -> Ints:
        found = np.searchsorted(self.ends, s, side="right") - 1
        return np.clip(found, 0, len(self.girder.length) - 1)

    def at(self, s: Array) -> tuple[Array, Array]:
        """Integral of the weight from 0 to s, and the integral of that."""
        piece = self.piece(s)
        t, q = s - self.ends[piece], self.girder.weight[piece]
        return self.first[piece] + q * t, self.second[piece] + self.first[piece] * t + q * t**2 / 2


class _Position:
    """One position: the continuous beam on the supports that push."""

    def __init__(
        self, loads: _Loads, under: Array, reach: Bools, level: Array, tail: float, tip: float
    ) -> None:
        self.loads, self.under, self.level = loads, under, level
        self.tail, self.end, self.tip = tail, float(loads.ends[-1]), tip
        active = reach.copy()
        for _ in range(4 * len(under) + 1):
            self._solve(active)
            pull = self.reaction < -1e-9 * self.reaction.sum()
            if pull.any():
                if len(self.reaction) <= 2:
                    raise ModelError(f"at tip {tip:.3f} m the girder tips over its last support")
                active[self.which[np.argmin(self.reaction)]] = False
                continue
            lost = np.flatnonzero(reach & ~active)
            depth = np.array([self.deflection(under[k]) - level[k] for k in lost])
            if not len(lost) or depth.min() >= -1e-9:
                return
            active[lost[np.argmin(depth)]] = True
        raise ModelError(f"at tip {tip:.3f} m the contact with the supports does not settle")

    def _solve(self, active: Bools) -> None:
        self.which = np.flatnonzero(active)
        s = self.under[self.which]
        if len(s) < 2:
            raise ModelError(
                f"at tip {self.tip:.3f} m the girder stands on fewer than two supports"
            )
        self.s, self.moment = s, np.zeros(len(s))
        first, second = self.loads.at(np.array([self.tail, s[0], s[-1], self.end]))
        self.moment[0] = -(second[1] - second[0] - first[0] * (s[0] - self.tail))
        self.moment[-1] = -(first[3] * (self.end - s[-1]) - (second[3] - second[2]))
        self.x, self.bend, self.slide = self._grid()
        inner = len(s) - 2
        if inner:
            # hat k has its top over inner support k
            span = np.clip(np.searchsorted(s, self.x, side="right") - 1, 0, len(s) - 2)
            inside = (self.x > s[0]) & (self.x < s[-1])
            length = np.diff(s)
            share = (self.x - s[span]) / length[span]
            value = np.zeros((len(s), len(self.x)))
            slope = np.zeros_like(value)
            at = np.flatnonzero(inside)
            value[span[at], at], value[span[at] + 1, at] = 1 - share[at], share[at]
            slope[span[at], at], slope[span[at] + 1, at] = (
                -1 / length[span[at]],
                1 / length[span[at]],
            )
            hat, tilt = value[1:-1], slope[1:-1]
            flex = (hat * self.bend) @ hat.T + (tilt * self.slide) @ tilt.T
            M, V = self.moment_at(self.x), self.shear_at(self.x)
            free = hat @ (self.bend * M) + tilt @ (self.slide * V)
            d = self.level[self.which]
            kink = np.diff(np.diff(d) / length)
            self.moment[1:-1] = np.linalg.solve(flex, kink - free)
        after, before = self.shear_at(s, after=True), self.shear_at(s)
        self.reaction = after - before

    def _grid(self, *also: float) -> tuple[Array, Array, Array]:
        """Gauss points between all breaks, with their weights over EI and over GA."""
        cut = np.concatenate([[self.tail, self.end], self.s, self.loads.ends, also])
        cut = np.unique(cut[(cut >= self.tail) & (cut <= self.end)])
        half = 0.5 * np.diff(cut)
        x = (cut[:-1, None] + half[:, None] * (1 + _POINTS)).ravel()
        weight = (half[:, None] * _WEIGHTS).ravel()
        piece = self.loads.piece(x)
        girder = self.loads.girder
        return x, weight / girder.stiffness[piece], weight / girder.shear[piece]

    def moment_at(self, x: Array) -> Array:
        """Moment at any s."""
        s = self.s
        _, second = self.loads.at(x)
        result = np.zeros_like(x)
        rear, ahead = x <= s[0], x >= s[-1]
        first_tail, second_tail = self.loads.at(np.array([self.tail]))
        sag = second - second_tail[0] - first_tail[0] * (x - self.tail)
        result[rear] = np.where(x[rear] < self.tail, 0.0, -sag[rear])
        first_end, second_end = self.loads.at(np.array([self.end]))
        result[ahead] = -(first_end[0] * (self.end - x) - (second_end[0] - second))[ahead]
        mid = ~(rear | ahead)
        span = np.searchsorted(s, x[mid], side="right") - 1
        a, share = s[span], (x[mid] - s[span]) / np.diff(s)[span]
        q_a, w_a, push = self._spans()
        hang = push[span] * (x[mid] - a) - (second[mid] - w_a[span] - q_a[span] * (x[mid] - a))
        result[mid] = hang + (1 - share) * self.moment[span] + share * self.moment[span + 1]
        return result

    def shear_at(self, x: Array, *, after: bool = False) -> Array:
        """Shear dM/ds at any s; over a support the value before or after it."""
        s = self.s
        span = np.searchsorted(s, x, side="right" if after else "left") - 1
        first, _ = self.loads.at(x)
        first_tail, _ = self.loads.at(np.array([self.tail]))
        first_end, _ = self.loads.at(np.array([self.end]))
        rear, ahead = span < 0, span >= len(s) - 1
        inner = np.clip(span, 0, len(s) - 2)
        q_a, _, push = self._spans()
        gain = np.diff(self.moment) / np.diff(s)
        result = push[inner] - (first - q_a[inner]) + gain[inner]
        result = np.where(rear, np.where(x < self.tail, 0.0, -(first - first_tail[0])), result)
        return np.where(ahead, first_end[0] - first, result)

    def _spans(self) -> tuple[Array, Array, Array]:
        """Weight integrals at the left of each span, and the simple beam's left reaction."""
        first, second = self.loads.at(self.s)
        length = np.diff(self.s)
        return first[:-1], second[:-1], (np.diff(second) - first[:-1] * length) / length

    def deflection(self, at: float) -> float:
        """Upward movement of the girder at s (virtual unit force)."""
        s, d = self.s, self.level[self.which]
        if at > s[-1]:
            k, arm = len(s) - 2, at - s[-1]
        elif at < s[0]:
            k, arm = 0, s[0] - at
        else:
            k, arm = int(np.clip(np.searchsorted(s, at, side="right") - 1, 0, len(s) - 2)), 0.0
        a, b = s[k], s[k + 1]
        x, bend, slide = self._grid(at)  # the unit force bends the virtual moment at its own place
        length = b - a
        inside = (x > a) & (x < b)
        if at > s[-1]:
            m = np.where(inside, arm * (x - a) / length, np.where((x > b) & (x < at), at - x, 0.0))
            v = np.where(inside, arm / length, np.where((x > b) & (x < at), -1.0, 0.0))
            back = (arm / length) * d[k] - (1 + arm / length) * d[k + 1]
        elif at < s[0]:
            m = np.where(inside, arm * (b - x) / length, np.where((x < a) & (x > at), x - at, 0.0))
            v = np.where(inside, -arm / length, np.where((x < a) & (x > at), 1.0, 0.0))
            back = (arm / length) * d[k + 1] - (1 + arm / length) * d[k]
        else:
            share = (at - a) / length
            left = np.where(x < at, (x - a) * (1 - share), (b - x) * share)
            m = np.where(inside, -left, 0.0)
            v = np.where(inside, np.where(x < at, -(1 - share), share), 0.0)
            back = -(1 - share) * d[k] - share * d[k + 1]
        M, V = self.moment_at(x), self.shear_at(x)
        return float(np.sum(bend * m * M) + np.sum(slide * v * V) - back)

    def results(self, section: Array) -> tuple[Array, Array, Array, Array, float]:
        """Moment (w,), shear (w, 2), reaction (k,), support moment (k,), tip deflection."""
        reaction, over = np.zeros(len(self.under)), np.zeros(len(self.under))
        reaction[self.which], over[self.which] = self.reaction, self.moment
        shear = np.stack([self.shear_at(section), self.shear_at(section, after=True)], axis=1)
        return self.moment_at(section), shear, reaction, over, self.deflection(self.end)
