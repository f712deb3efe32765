"""Forces moving over a simple beam: the closed solution.

L. Fryba, Vibration of Solids and Structures under Moving Loads (3rd ed. 1999), chapter 1.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from spanwright import Frame
from spanwright.datum.errors import InputError, ModelError, ScopeError
from spanwright.engine.influence import DISPLACEMENT, MEMBER, REACTION
from spanwright.engine.loads import LoadBook
from spanwright.engine.modal import modes
from spanwright.engine.model import Model
from spanwright.engine.moving import Path, modal_response, passage
from spanwright.engine.statics import prepare, solve
from spanwright.engine.surfaces import LoadingLines, Responses

L, EI, MASS, PARTS = 30.0, 3e10, 8000.0, 20


def beam():
    x = np.linspace(0, L, PARTS + 1)
    fixed = np.zeros((PARTS + 1, 6), dtype=bool)
    fixed[:, [1, 3, 5]] = True
    fixed[0, 0] = True
    fixed[[0, -1], 2] = True
    members = np.column_stack([np.arange(PARTS), np.arange(1, PARTS + 1)])
    rigidity = np.tile([1e12, EI, EI, 1e9, np.inf, np.inf], (PARTS, 1))
    model = Model.of(
        np.column_stack([x, 0 * x, 0 * x]), members, rigidity, fixed=fixed,
        mass=np.full(PARTS, MASS),
    )  # fmt: skip
    lines = LoadingLines(x, np.zeros(1), np.arange(PARTS + 1)[None], np.arange(PARTS)[None])
    return prepare(model), lines


def wanted():
    """Mid-span deflection (up), mid-span moment, left reaction."""
    return Responses(
        np.array([DISPLACEMENT, MEMBER, REACTION]),
        np.array([PARTS // 2, PARTS // 2 - 1, 0]),
        np.array([0, 1, 0]),
        np.array([2, 4, 2]),
        ("deflection", "moment", "reaction"),
    )


def fryba(x, t, speed, terms=60):
    """Deflection under a unit force, undamped, while it is on the beam and after it has left."""
    n = np.arange(1, terms + 1)[:, None]
    w = (n * np.pi / L) ** 2 * np.sqrt(EI / MASS)
    drive = n * np.pi * speed / L

    def q(at):
        return (np.sin(drive * at) - drive / w * np.sin(w * at)) / (w**2 - drive**2)

    def rate(at):
        return drive * (np.cos(drive * at) - np.cos(w * at)) / (w**2 - drive**2)

    end = L / speed
    after = q(end) * np.cos(w * (t - end)) + rate(end) / w * np.sin(w * (t - end))
    on = q(np.minimum(t, end))
    return 2 / (MASS * L) * (np.sin(n * np.pi * x / L) * np.where(t <= end, on, after)).sum(axis=0)


@pytest.mark.parametrize("speed", [10.0, 40.0, 80.0])
def test_one_force_over_a_simple_beam(speed):
    """Deflection history equals the series of Fryba, on the beam and in free vibration after."""
    ready, lines = beam()
    found = modes(ready, 8)
    time = np.linspace(0, 1.5 * L / speed, 400)
    P = 200e3
    run = passage(
        ready, found, lines, wanted(), axle=np.zeros(1), force=np.array([P]), speed=speed, time=time
    )
    exact = P * fryba(L / 2, time, speed)
    assert np.abs(-run.dynamic[0] - exact).max() < 2e-4 * np.abs(exact).max()
    static = P * L**3 / (48 * EI)
    assert np.abs(run.static[0]).max() == pytest.approx(static, rel=1e-3)


def test_a_train_is_the_sum_of_its_axles():
    ready, lines = beam()
    found = modes(ready, 6)
    axle, force, speed = np.array([0.0, 3.0, 20.0]), np.array([1e5, 2e5, 1.5e5]), 55.0
    time = np.linspace(0, 1.6, 300)
    run = passage(ready, found, lines, wanted(), axle=axle, force=force, speed=speed, time=time)
    exact = np.zeros_like(time)
    for behind, weight in zip(axle, force, strict=True):
        on = time >= behind / speed
        exact[on] += weight * fryba(L / 2, time[on] - behind / speed, speed)
    assert np.abs(-run.dynamic[0] - exact).max() < 3e-4 * np.abs(exact).max()


@pytest.mark.parametrize("beat", [0.7, 1.0])
def test_a_long_train_is_the_sum_of_the_closed_solutions(beat):
    """46 axles of 170 kN, bogies of 2 m every 25 m, at 0.7 of the speed of resonance and at it.

    The second mode of 20 elements is 7e-6 too quick, which adds up over the train: 5e-4.
    """
    speed = beat * 25.0 * np.pi / (2 * L**2) * np.sqrt(EI / MASS)
    bogies = 20.0 + 25.0 * np.arange(21)
    axle = np.concatenate([[0.0, 3.0], (bogies[:, None] + [0.0, 2.0]).ravel(), [540.0, 543.0]])
    force = np.full(len(axle), 170e3)
    ready, lines = beam()
    time = np.linspace(0.0, (axle[-1] + 1.5 * L) / speed, 1500)
    run = passage(
        ready, modes(ready, 8), lines, wanted(), axle=axle, force=force, speed=speed, time=time
    )
    exact = np.zeros(len(time))
    for behind, weight in zip(axle / speed, force, strict=True):
        on = time >= behind
        exact[on] += weight * fryba(L / 2, time[on] - behind, speed)
    assert np.abs(-run.dynamic[0] - exact).max() < 5e-4 * np.abs(exact).max()
    assert (run.amplification[0] > 5.0) == (beat == 1.0)


def test_a_crawling_force_is_static():
    """Speed towards zero: dynamic equals static, amplification 1, moments as in statics."""
    ready, lines = beam()
    found = modes(ready, 4)
    speed = 0.05
    time = np.linspace(0.05, 0.95, 40) * L / speed
    run = passage(
        ready, found, lines, wanted(), axle=np.zeros(1), force=np.array([1e5]), speed=speed,
        damping=0.02, time=time,
    )  # fmt: skip
    assert run.amplification == pytest.approx(1.0, abs=3e-3)
    scale = np.abs(run.static).max(axis=1)[:, None]
    assert (np.abs(run.dynamic - run.static) / scale).max() < 5e-3
    row = 17
    at = time[row] * speed
    book = LoadBook()
    member = int(at // (L / PARTS))
    book.point("axle", member, at - member * L / PARTS, (0, 0, -1e5))
    one = solve(ready, book.close())
    assert run.static[0, row] == pytest.approx(one.displacement[0, PARTS // 2, 2], rel=1e-9)
    assert run.static[1, row] == pytest.approx(one.end_force[0, PARTS // 2 - 1, 1, 4], rel=1e-9)
    assert run.static[2, row] == pytest.approx(one.reaction[0, 0, 2], rel=1e-9)


def test_moments_need_few_modes_because_the_rest_is_static():
    """Mid-span moment with 3 modes against 16.

    The static moment of 3 modes alone is 8 (1 + 1/9) / pi^2 = 0.90 of the whole.
    """
    ready, lines = beam()
    few, many = modes(ready, 3), modes(ready, 16)
    given = {"axle": np.zeros(1), "force": np.array([1e5]), "speed": 30.0, "damping": 0.01,
             "time": np.linspace(0, 1.0, 500)}  # fmt: skip
    small = passage(ready, few, lines, wanted(), **given)
    large = passage(ready, many, lines, wanted(), **given)
    peak = np.abs(large.dynamic[1]).max()
    assert np.abs(small.dynamic[1] - large.dynamic[1]).max() < 0.02 * peak


def test_resonance_of_equal_axles_grows_as_theory_says():
    """Axle spacing = v / f1: without damping each axle adds the free vibration of one."""
    ready, lines = beam()
    found = modes(ready, 1)
    speed = 60.0
    spacing = speed / found.frequency[0]
    count = 12
    axle = spacing * np.arange(count)
    run = passage(ready, found, lines, wanted(), axle=axle, force=np.full(count, 1e5), speed=speed)
    single = passage(
        ready, found, lines, wanted(), axle=np.zeros(1), force=np.array([1e5]), speed=speed
    )
    left = (L + axle[-1]) / speed
    free = np.abs(run.modal[run.time > left, 0]).max()
    one = np.abs(single.modal[single.time > L / speed, 0]).max()
    assert free == pytest.approx(count * one, rel=5e-3)
    assert run.amplification[0] > 2


def test_damped_oscillators_against_a_general_integrator():
    """Uneven elements, damping, several axles: closed form against step-size control at 1e-10."""
    x = np.array([0.0, 1.0, 3.5, 5.0, 9.0])
    value = np.array([[0.0, 0.4, 1.0, 0.3, 0.0], [0.2, -0.5, 0.1, 0.6, -0.4]])
    slope = np.array([[0.3, 0.4, -0.1, -0.5, 0.2], [-0.4, 0.1, 0.5, -0.3, 0.1]])
    path = Path(x, value, slope)
    circular, damping, speed = np.array([7.0, 19.0]), np.array([0.03, 0.2]), 6.0
    axle, force = np.array([0.0, 2.2]), np.array([3.0, 5.0])
    time = np.linspace(0, 2.5, 51)

    def push(t):
        total = np.zeros(2)
        for behind, weight in zip(axle, force, strict=True):
            s = t * speed - behind
            if 0 <= s <= x[-1]:
                e = min(int(np.searchsorted(x, s, side="right")) - 1, 3)
                h, u = x[e + 1] - x[e], (s - x[e]) / (x[e + 1] - x[e])
                shape = [2 * u**3 - 3 * u**2 + 1, h * (u**3 - 2 * u**2 + u),
                         3 * u**2 - 2 * u**3, h * (u**3 - u**2)]  # fmt: skip
                for weight_of, row in zip(shape, (value[:, e], slope[:, e], value[:, e + 1],
                                                  slope[:, e + 1]), strict=True):  # fmt: skip
                    total = total + weight * weight_of * row
        return total

    def rate(t, state):
        q, dq = state[:2], state[2:]
        return np.concatenate([dq, push(t) - 2 * damping * circular * dq - circular**2 * q])

    exact = solve_ivp(
        rate, (0, 2.5), np.zeros(4), t_eval=time, rtol=1e-10, atol=1e-13, max_step=0.01
    )
    found, acceleration, still = modal_response(path, circular, damping, axle, force, speed, time)
    assert found == pytest.approx(exact.y[:2].T, abs=2e-7)
    assert still[10] == pytest.approx(push(time[10]) / circular**2)
    expected = np.array([rate(t, s)[2:] for t, s in zip(time, exact.y.T, strict=True)])
    inside = (time * speed < 8.9) | (time * speed > 11.3)
    assert acceleration[inside] == pytest.approx(expected[inside], abs=2e-5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speed": 0.0}, "passage.speed: must be above 0 m/s"),
        ({"axle": np.zeros(2)}, "needs one force for each axle"),
        ({"axle": np.array([-1.0])}, "distances behind the first axle"),
        ({"damping": 1.0}, "at least 0 and below 1"),
    ],
)
def test_what_a_passage_refuses(change, message):
    ready, lines = beam()
    given = {"axle": np.zeros(1), "force": np.ones(1), "speed": 10.0} | change
    with pytest.raises(InputError) as caught:
        passage(ready, modes(ready, 2), lines, wanted(), **given)
    assert message in str(caught.value)


def fryba_frame():
    """The same beam built by names."""
    frame = Frame(plane="xz")
    frame.section("beam", EA=1e12, EI=EI, mass=MASS)
    frame.node("A", 0)
    frame.node("B", L)
    frame.member("span", "A", "B", "beam", parts=PARTS)
    frame.support("A", "ux uz")
    frame.support("B", "uz")
    frame.load("span", fz=-1.0)
    wanted = [("span", "My", L / 2), ("A", "fz"), ("span", "Vz", 0.0)]
    return frame.solve().deck([["span"]], wanted)


def test_instants_in_any_order_and_before_the_entry():
    """What one instant gives does not depend on the others; nothing moves before the entry."""
    deck = fryba_frame()
    train = [(0.0, 1e5), (18.0, 2e5), (9.0, 1.5e5)]  # as listed, not as they follow
    time = np.linspace(-3.0, 4.0, 141)
    swap = np.random.default_rng(1).permutation(len(time))
    one = deck.passage(train, 30.0, modes=10, damping=0.4, time=time)
    other = deck.passage(sorted(train), 30.0, modes=10, damping=0.4, time=time[swap])
    size = np.abs(one.dynamic).max()
    assert np.all(one.dynamic[:, time < 0.0] == 0.0)
    assert np.abs(one.dynamic[:, swap] - other.dynamic).max() < 1e-12 * size
    assert np.abs(one.dynamic[:, -1]).max() < 1e-9 * size  # faded


def test_a_train_over_a_frame_by_names():
    """Moment of the closed solution: M = -EI w'', the static part by its own series."""
    train = [(0.0, "170 kN"), ("3 m", 170e3), (14.0, 170e3)]
    run = fryba_frame().passage(train, "180 km/h", modes=8)
    ready, lines = beam()
    same = passage(
        ready, modes(ready, 8), lines, wanted(), axle=np.array([0.0, 3.0, 14.0]),
        force=np.full(3, 170e3), speed=50.0, time=run.time,
    )  # fmt: skip
    size = np.abs(same.dynamic).max(axis=1)
    assert np.abs(run.dynamic[0] - same.dynamic[1]).max() < 1e-8 * size[1]
    assert np.abs(run.dynamic[1] - same.dynamic[2]).max() < 1e-8 * size[2]
    assert np.allclose(run.amplification[:2], same.amplification[1:], rtol=1e-8)
    assert run.names == ("My of span at 15 m", "fz of A", "Vz of span at 0 m")


@pytest.mark.parametrize(
    ("train", "speed", "text"),
    [
        ([], 50.0, "one force for each axle"),
        ([(0.0, "170 kg")], 50.0, "passage, force of an axle"),
        ([(-1.0, 1e3)], 50.0, "distances behind the first axle"),
        ([(0.0, 1e3)], "fast", "passage, speed"),
        ([(0.0, 1e3)], 0.0, "above 0 m/s"),
    ],
)
def test_what_a_passage_by_names_refuses(train, speed, text):
    deck = fryba_frame()
    with pytest.raises((ModelError, InputError), match=text):
        deck.passage(train, speed)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"modes": 2.5}, "whole number"),
        ({"modes": 1000}, "at most 60"),
        ({"damping": np.nan}, "below 1"),
        ({"y": 3.0}, "beside a single loading line"),
    ],
)
def test_what_the_options_of_a_passage_may_not_be(options, text):
    with pytest.raises((ModelError, InputError, ScopeError), match=text):
        fryba_frame().passage([(0.0, 1e5)], 50.0, **options)
