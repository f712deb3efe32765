"""PSPLIB files are read as the format says; anything else is refused with its line."""

import pytest

from spanwright.datum.errors import InputError, InputErrors
from spanwright.works.network import Kind
from spanwright.works.psplib import parse_sch, parse_sm, read_psplib

STARS = "*" * 20
SM = f"""{STARS}
file with basedata            : ours
initial value random generator: 1
{STARS}
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  9
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
{STARS}
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      2      0        9        1        5
{STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
{STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
{"-" * 20}
  1      1     0       0    0
  2      1     4       2    0
  3      1     3       1    1
  4      1     0       0    0
{STARS}
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
{STARS}
"""

SCH = """2\t2\t0\t0
0\t1\t2\t1\t2\t[0]\t[0]
1\t1\t2\t2\t3\t[2]\t[4]
2\t1\t2\t1\t3\t[-5]\t[3]
3\t1\t0
0\t1\t0\t0\t0
1\t1\t4\t2\t0
2\t1\t3\t1\t1
3\t1\t0\t0\t0
2\t1
"""


def test_a_single_mode_file():
    network = parse_sm(SM, "ours.sm")
    assert network.ids == ("1", "2", "3", "4")
    assert network.durations.tolist() == [0, 4, 3, 0]
    assert network.demands.tolist() == [[0, 0], [2, 0], [1, 1], [0, 0]]
    assert network.capacities.tolist() == [2, 1]
    assert [(link.before, link.after) for link in network.links] == [
        ("1", "2"),
        ("1", "3"),
        ("2", "4"),
        ("3", "4"),
    ]


def test_a_file_with_least_and_greatest_lags():
    network = parse_sch(SCH, "ours.sch")
    assert network.ids == ("0", "1", "2", "3")
    assert network.durations.tolist() == [0, 4, 3, 0]
    lags = [(a.before, a.after, a.kind, a.lag, a.most) for a in network.links]
    assert lags[2] == ("1", "2", Kind.SS, 2.0, None)
    assert lags[4] == ("1", "2", Kind.SS, None, 5.0)  # 1 starts at least -5 after 2


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("):  4", "):  x", "ours.sm:6: line: must say how many: jobs"),
        (":  0   N", ":  1   N", "nonrenewable resources are not covered"),
        ("projects                      :  1", "projects : 2", "more than one project"),
        ("   2        1          1           4", "   2  2  1  4", "jobs with several modes"),
        ("   2        1          1           4", "   2  1  2  4", "must list 2 successors (got 1)"),
        ("   2        1          1           4", "   2  1  1  9", "successors must be jobs 1 to 4"),
        ("   3        1          1           4", "   5  1  1  4", "must hold, for job 3"),
        ("   3        1          1           4", "   3  1  1  x", "whole numbers only"),
        ("  2      1     4       2    0", "  2 1 4 2", "must hold job 2, mode 1, duration and 2"),
        ("  2      1     4       2    0", "  2 1 -4 2 0", "none below 0"),
        ("    2    1\n", "    2\n", "must hold 2 capacities"),
        ("RESOURCEAVAILABILITIES", "AVAILABLE", "must begin with RESOURCEAVAILABILITIES"),
        (SM[-60:], "", "ours.sm:30: line: must hold 2 capacities"),
    ],
)
def test_single_mode_files_that_are_not_as_the_format_says(old, new, line):
    assert old in SM
    with pytest.raises(InputError) as raised:
        parse_sm(SM.replace(old, new, 1), "ours.sm")
    assert "ours.sm:" in str(raised.value)
    if not old.startswith("*") and "2 capacities" not in line:
        assert line in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("2\t2\t0\t0", "2\t0\t0\t0", "ours.sch:1: line: must hold the numbers of activities"),
        ("2\t2\t0\t0", "2\t2\t1\t0", "only renewable resources are covered"),
        ("[2]\t[4]", "[2]", "ours.sch:3: line: must list 2 successors and as many lags"),
        ("[2]\t[4]", "[2]\t[x]", "whole numbers only"),
        ("2\t1\t2\t1\t3\t[-5]", "2\t1\t2\t2\t3\t[-5]", "must be other activities, 0 to 3"),
        ("1\t1\t4\t2\t0", "1\t2\t4\t2\t0", "ours.sch:7: line: must hold activity 1, mode 1"),
        ("2\t1\n", "2\t1\n7\n", "ours.sch:11: line: must be the end of the file (got 7)"),
        ("3\t1\t0\t0\t0\n2\t1\n", "3\t1\t0\t0\t0\n", "must hold 2 capacities (got the end of"),
    ],
)
def test_files_with_lags_that_are_not_as_the_format_says(old, new, line):
    assert old in SCH
    with pytest.raises(InputError) as raised:
        parse_sch(SCH.replace(old, new, 1), "ours.sch")
    assert line in str(raised.value)


def test_demand_above_capacity_and_circles_are_named():
    with pytest.raises(InputErrors, match=r"activities.2.uses.R1: needs more than the 2 there are"):
        parse_sm(SM.replace("  2      1     4       2    0", "  2 1 4 3 0"))
    with pytest.raises(InputErrors, match="circle: 2 -> 3 -> 2"):
        parse_sm(
            SM.replace("   2        1          1           4", "   2 1 1 3").replace(
                "   3        1          1           4", "   3 1 1 2"
            )
        )


def test_other_files_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"must be a .sm or .sch file"):
        read_psplib(tmp_path / "x.mm")
    with pytest.raises(InputError, match="no such file"):
        read_psplib(tmp_path / "x.sm")
    (tmp_path / "x.sm").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="must be a text file"):
        read_psplib(tmp_path / "x.sm")
