"""Resource-constrained scheduling against the PSPLIB benchmark.

Instances: R. Kolisch and A. Sprecher, PSPLIB: A project scheduling problem library, European
Journal of Operational Research 96 (1996) 205-216; sets j30 and j60, files as distributed.
Optima: the library's list of optimal makespans for j30, of best known (proven) for j60.
Whole numbers of days, so the tolerance is none.
"""

from pathlib import Path

import pytest

from spanwright.works.bounds import lower_bound
from spanwright.works.critical import critical_path
from spanwright.works.psplib import parse_sch, read_psplib
from spanwright.works.sgs import generate
from spanwright.works.solver import solve
from spanwright.works.verify import violations

DATA = Path(__file__).parents[1] / "data" / "psplib"
# file, length of the critical path, optimum
INSTANCES = [
    ("j301_1", 38, 43),
    ("j302_1", 34, 38),
    ("j303_1", 72, 72),
    ("j305_1", 41, 53),
    ("j306_1", 54, 59),
    ("j307_1", 55, 55),
    ("j3010_1", 41, 42),
    ("j3017_1", 45, 64),
    ("j3021_1", 60, 84),
    ("j3033_1", 62, 65),
    ("j3037_1", 46, 79),
    ("j3041_1", 50, 86),
    ("j602_1", 65, 65),
]


@pytest.mark.parametrize(("name", "path", "optimum"), INSTANCES)
def test_the_published_optimum_is_found_and_proven(name, path, optimum):
    pytest.importorskip("ortools")
    network = read_psplib(DATA / f"{name}.sm")
    outcome = solve(network, 30.0)
    assert (outcome.status, outcome.makespan, outcome.bound) == ("optimal", optimum, optimum)
    assert violations(outcome.schedule) == []
    assert critical_path(network).makespan == path


@pytest.mark.parametrize(("name", "path", "optimum"), INSTANCES)
def test_the_generator_alone_comes_close_and_the_bound_holds(name, path, optimum):
    """Without any optional library; 7 % is the worst of these, the mean is below 1 %."""
    network = read_psplib(DATA / f"{name}.sm")
    schedule = generate(network, passes=100, seconds=60.0)
    assert violations(schedule) == []
    assert path <= lower_bound(network) <= optimum <= schedule.makespan <= 1.07 * optimum


FEASIBLE = """3 1 0 0
0 1 3 1 2 3 [0] [0] [0]
1 1 2 2 4 [3] [3]
2 1 2 1 4 [-4] [2]
3 1 1 4 [4]
4 1 0
0 1 0 0
1 1 3 1
2 1 2 1
3 1 4 1
4 1 0 0
1
"""


def test_greatest_lags_shape_the_optimum():
    """By hand: one machine, jobs of 3, 2 and 4 days; 2 starts 3 to 4 days after 1, so 3 cannot
    lie between them and goes before or after: 9 days in all."""
    pytest.importorskip("ortools")
    outcome = solve(parse_sch(FEASIBLE), 10.0)
    assert (outcome.status, outcome.makespan) == ("optimal", 9)
    starts = {key: start for key, (start, _) in outcome.schedule.by_id().items()}
    assert 3 <= starts["2"] - starts["1"] <= 4


def test_a_circle_of_time_lags_is_told():
    """2 at least 3 days after 1 and at most 2 days after it: one day too long."""
    outcome = solve(parse_sch(FEASIBLE.replace("[-4]", "[-2]")), 10.0)
    assert (outcome.status, outcome.makespan) == ("infeasible", None)
    assert outcome.cause.kind == "lags"
    assert outcome.cause.ids in (("1", "2"), ("2", "1"))
    assert "1 d too long" in outcome.cause.text


TIGHT = """2 2 0 0
0 1 2 1 2 [0] [0]
1 1 2 2 3 [0] [3]
2 1 2 1 3 [-2] [4]
3 1 0
0 1 0 0 0
1 1 3 1 1
2 1 4 1 0
3 1 0 0 0
1 1
"""


def test_lags_that_only_a_resource_makes_impossible_name_the_resource():
    """2 starts within 2 days of 1, which holds the only unit of R1 for 3 days; going first, 2
    would hold it for 4 and may not go first at all."""
    pytest.importorskip("ortools")
    outcome = solve(parse_sch(TIGHT), 10.0)
    assert outcome.status == "infeasible"
    assert outcome.cause.kind == "resources"
    assert outcome.cause.ids == ("R1",)
    assert outcome.cause.text == (
        "too little of R1 (1 there) to meet the greatest lags: 1 -SS at most 2 d-> 2"
    )
