"""Given positions: the sparse product against reading the surface wheel by wheel."""

import numpy as np
import pytest

from spanwright.datum.errors import InputError
from spanwright.engine.placement import evaluate
from spanwright.traffic.beam import beam_stations, beam_surfaces, continuous_beam
from spanwright.traffic.positions import effects_at

BEAM = continuous_beam([10.0, 14.0])
SURFACES = beam_surfaces(BEAM, *beam_stations(BEAM, 5))


def test_same_as_reading_the_surface():
    rng = np.random.default_rng(3)
    x, force = rng.uniform(-5.0, 29.0, (40, 3)), rng.uniform(0.0, 9.0, (40, 3))
    found = effects_at(SURFACES, x, 0.0, force)
    on = (x >= 0) & (x <= 24)
    eta = evaluate(SURFACES, np.arange(len(SURFACES.names)), np.where(on, x, 0).ravel(), 0.0)
    wanted = (eta.reshape(-1, 40, 3) * force * on).sum(axis=2)
    assert found == pytest.approx(wanted, abs=1e-11)
    assert effects_at(SURFACES, x, 0.0, force, rows=[4, 7]) == pytest.approx(wanted[[4, 7]])


def test_wheels_off_the_deck_and_bad_numbers():
    assert not effects_at(SURFACES, [[-1.0, np.nan, 24.5]], 0.0, 1.0).any()
    with pytest.raises(InputError, match="finite"):
        effects_at(SURFACES, [[1.0]], 0.0, np.nan)
