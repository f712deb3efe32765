"""Dynamic factors of railway loads (EN 1991-2 6.4.5, annex C) and determinant lengths; SI."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from spanwright.codes.clause import clause, within
from spanwright.codes.data import load
from spanwright.datum.arrays import Array, floats

EN: Final = "EN 1991-2:2003"
_DATA: Final = load("eurocode/actions/rail_dynamics.toml")
Track = Literal["careful", "usual"]


@clause(EN, "6.4.5.2(2)", "(6.4)", "(6.5)", tag="remembered")
@within(determinant_length=(0.05, None))
def dynamic_factor(determinant_length: ArrayLike, track: Track = "careful") -> Array:
    """Dynamic factor Phi_2 of carefully maintained track, or Phi_3 of usual maintenance.

    determinant_length : (...,) L_Phi [m]   returns : (...,) 1.00 to 1.67, or to 2.00
    Not for real trains, the unloaded train and horizontal forces.
    Check: 10 m gives 1.3061 and 1.4592.
    """
    top, low, most = _DATA.array(f"factor.{track}")
    root = np.sqrt(floats(determinant_length)) - 0.2
    # Below the length where the limit is reached the root may vanish: the limit holds there.
    factor = np.where(root > 0.1, top / np.maximum(root, 0.1) + low, most)
    return floats(np.clip(factor, 1.0, most))


@clause(EN, "6.4.5.4(1)", "(6.8)", tag="remembered")
@within(factor=(1.0, None), cover=(0.0, None))
def reduced_by_cover(factor: ArrayLike, cover: ArrayLike) -> Array:
    """Dynamic factor under more than 1 m of cover: Phi - (h - 1) / 10, not below 1.

    factor : (...,)   cover : (...,) ballast included, to the top of the deck [m]
    """
    less = np.maximum(floats(cover) - 1.0, 0.0) / 10.0
    return floats(np.maximum(floats(factor) - less, 1.0))


@clause(EN, "6.4.5.3", "Table 6.2", tag="remembered")
def continuous_length(spans: ArrayLike) -> float:
    """Determinant length of a girder over n spans: k times their mean, at least the longest.  [m]

    spans : (n,) [m];  k 1.0, 1.2, 1.3, 1.4 for 1 to 4 spans, 1.5 for more
    """
    lengths = floats(spans).ravel()
    k = _DATA.array("length.continuous")
    return float(max(k[min(len(lengths), len(k)) - 1] * lengths.mean(), lengths.max()))


@clause(EN, "C.1", "(C.1)-(C.6)", tag="remembered")
@within(velocity=(0.0, None), determinant_length=(1e-9, None), frequency=(1e-9, None))
def real_train_factors(
    velocity: ArrayLike, determinant_length: ArrayLike, frequency: ArrayLike
) -> tuple[Array, Array]:
    """phi' and phi'' of a real train; the factor is 1 + phi' + phi'', with half of phi'' on well
    kept track.

    velocity : (...,) [m/s]   frequency : (...,) first, n_0 [Hz]
    Check: 44.444 m/s, 20 m, 6 Hz: K 0.18519, 0.22695, 0.10223.
    """
    v, L, n_0 = floats(velocity), floats(determinant_length), floats(frequency)
    K = v / (2 * L * n_0)
    first = np.where(K < 0.76, K / (1 - K + K**4), 1.325)
    alpha = np.minimum(v / 22, 1.0)
    wave = 56 * np.exp(-((L / 10) ** 2)) + 50 * (L * n_0 / 80 - 1) * np.exp(-((L / 20) ** 2))
    return floats(first), floats(np.maximum(alpha / 100 * wave, 0.0))


@clause(EN, "6.4.4", "Figure 6.10", tag="remembered")
@within(span=(4.0, 100.0))
def frequency_limits(span: ArrayLike) -> tuple[Array, Array]:
    """Band of the first frequency in which no dynamic analysis is needed.

    span : (...,) [m]   returns : lowest, highest (...,) [Hz];  60 m gives 2.089 and 4.432 Hz
    """
    L = floats(span)
    low = np.where(L <= 20, 80 / L, 23.58 * L**-0.592)
    return floats(low), floats(94.76 * L**-0.748)
