"""Breeding of orders: placing as the generator does, with numba and without the same."""

import importlib.util
import sys
from datetime import date

import numpy as np
import pytest

from spanwright.works import evolve, flat, kernel
from spanwright.works.calendars import Calendar, Shutdown, Week
from spanwright.works.compiled import has_numba
from spanwright.works.evolve import breed
from spanwright.works.network import Activity, Kind, Link, Resource, build
from spanwright.works.sgs import Generator, fitting_order, place
from spanwright.works.verify import violations

MONDAY = date(2026, 5, 4)


def piers(count, kind=Kind.FS):
    """Pier by pier, with calendars, lags, links of one more kind, and 14 resources."""
    six = Calendar("six", (Week(),))
    river = Calendar("river", (Week(), Shutdown(date(2026, 6, 1), date(2026, 6, 20))))
    activities, links = [Activity("begin", 0, is_milestone=True)], []
    for p in range(count):
        own = {f"tool {p % 12}": 2 + p % 3}
        activities += [
            Activity(f"piles {p}", 5 + p % 4, "", "river", {"rig": 1, **own}),
            Activity(f"cap {p}", 3 + p % 3, "", "six", {"gang": 1 + p % 2}),
            Activity(f"age {p}", 4),
            Activity(f"column {p}", 3, "", "six", {"gang": 1, **own}),
        ]
        links += [
            Link("begin", f"piles {p}", Kind.SS, float(p % 2)),
            Link(f"piles {p}", f"cap {p}", Kind.FS, 2.0),
            Link(f"cap {p}", f"age {p}", kind, 1.0),
            Link(f"age {p}", f"column {p}"),
        ]
    resources = [Resource("rig", 2), Resource("gang", 3)]
    resources += [Resource(f"tool {k}", 6) for k in range(12)]
    return build(activities, links, resources, [six, river], MONDAY)


def rows_of(generator):
    network = generator.network
    share = np.ones(len(network))
    return [flat.flat_net(net, network, share) for net in (generator.forward, generator.mirrored)]


@pytest.fixture
def plain(monkeypatch):
    """The kernel as it runs without numba."""
    monkeypatch.setattr("spanwright.works.compiled.has_numba", lambda: False)
    monkeypatch.setattr(flat, "has_numba", lambda: False)
    spec = importlib.util.spec_from_file_location("kernel_without_numba", kernel.__file__)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(evolve, "kernel", module)
    return module


@pytest.mark.parametrize("kind", [Kind.FS, Kind.SS, Kind.FF, Kind.SF])
def test_the_kernel_places_and_justifies_as_the_generator_does(kind):
    generator = Generator(piers(9, kind))
    net, mirrored = rows_of(generator)
    n = net.size
    random = np.random.default_rng(3)
    for _ in range(20):
        order = fitting_order(generator.forward, random.normal(size=n).tolist())
        work, times = flat.scratch(net, 1), flat.as_rows(np.zeros(2 * n, dtype=np.int64))
        end = kernel.place(net, flat.as_rows(np.array(order)), 0, work.used, times)
        expected = place(generator.forward, order)
        assert (list(times[:n]), list(times[n:]), end) == (*expected, max(expected[1]))
        row = flat.as_rows(np.array(order))
        score = kernel.decode(net, mirrored, row, times, work)
        found = list(times[:n]), list(times[n:])
        assert max(found[1]) == max(generator.run(order)[1])
        assert score == max(found[1]) * (n * net.horizon + 1) + sum(found[1])
        again = place(generator.forward, list(row))
        assert all(a <= b for a, b in zip(again[0], found[0], strict=True))


@pytest.mark.skipif(not has_numba(), reason="numba is not installed: there is one way only")
def test_with_numba_and_without_the_same_schedules_are_bred(request):
    found = []
    for _ in range(2):
        generator = Generator(piers(14))
        breed(generator, seconds=1e6, passes=3000)
        found.append(generator.best)
        request.getfixturevalue("plain")
    assert found[0] == found[1]


def test_breeding_betters_the_rules_and_two_crowds_give_the_same_every_time():
    network = piers(16)
    ruled = Generator(network)
    ruled.improve(passes=4, seconds=60.0)
    ends = []
    for _ in range(2):
        generator = Generator(network)
        breed(generator, seconds=1e6, passes=4000, crowds=2)
        assert violations(generator.schedule()) == []
        ends.append(generator.best)
    assert ends[0] == ends[1]
    assert max(ends[0][1]) < ruled.makespan


def test_a_child_of_two_orders_takes_its_middle_from_the_father():
    generator = Generator(build([Activity(str(i), 1) for i in range(6)]))
    net, _ = rows_of(generator)
    mother, father = np.array([0, 1, 2, 3, 4, 5]), np.array([0, 3, 2, 1, 5, 4])
    seen = set()
    for seed in range(1, 2000, 7):
        work = flat.scratch(net, seed * 104729)
        kernel.cross(net, flat.as_rows(mother), flat.as_rows(father), work)
        seen.add(tuple(int(i) for i in work.child))
    assert (0, 3, 2, 1, 4, 5) in seen  # head 0, then 3 2 1 of the father, tail of the mother
    assert all(sorted(child) == list(range(6)) for child in seen)


def test_an_order_that_does_not_fit_is_repaired():
    generator = Generator(piers(5))
    net, _ = rows_of(generator)
    order = flat.as_rows(np.arange(net.size)[::-1].copy())
    kernel.repair(net, order, flat.scratch(net, 1))
    place_of = {int(i): at for at, i in enumerate(order)}
    assert len(place_of) == net.size
    for i, followers in enumerate(generator.forward.followers):
        assert all(place_of[i] < place_of[j] for j in followers)
