"""A user's plan in TOML or JSON: what it gives, and one line for each thing that is wrong."""

import json
from datetime import date

import pytest

from spanwright.datum.errors import InputError, InputErrors
from spanwright.works.network import Kind
from spanwright.works.planfile import read_link, read_plan

PLAN = """
[plan]
name = "Two piers"
start = 2026-05-04

[calendars.site]
week = ["mon", "Tuesday", "wed", "thu", "fri", "sat"]
holidays = ["2026-06-12"]
closed = ["07-15..09-05", "2026-05-09..2026-05-11", 2026-06-01]
reduced = [{ period = "11-15..03-15", rate = 0.7 }]

[calendars.pave]
open = ["04-20..10-25"]
also = ["site"]

[resources]
rig = 1
crane = { capacity = 2, name = "crawler crane" }

[[activities]]
id = "piles 1"
quantity = 240
rate = 12
crews = 2
calendar = "site"
uses = { rig = 1 }
front = "west"
chainage = [120.0, 122.5]

[[activities]]
id = "cap 1"
duration = "12 d"
after = ["piles 1FS+7d max 30d", "piles 1 SS+2"]
uses = { crane = 2 }

[[activities]]
id = "done"
milestone = true
after = ["cap 1"]
"""


@pytest.fixture
def reads(tmp_path):
    def read(text=PLAN, name="plan.toml"):
        (tmp_path / name).write_text(text)
        return read_plan(tmp_path / name)

    return read


@pytest.fixture
def told(reads):
    def tell(*changes, text=PLAN, name="plan.toml"):
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        with pytest.raises((InputError, InputErrors)) as raised:
            reads(text, name)
        return str(raised.value).splitlines()

    return tell


def test_a_plan_gives_its_network(reads):
    network = reads()
    assert network.name == "Two piers"
    assert network.ids == ("piles 1", "cap 1", "done")
    assert network.durations.tolist() == [10.0, 12.0, 0.0]
    assert network.activities[0].chainage == (120.0, 122.5)
    assert [str(link) for link in network.links] == [
        "piles 1 -FS+7 d at most 30 d-> cap 1",
        "piles 1 -SS+2 d-> cap 1",
        "cap 1 -FS-> done",
    ]
    closed = [str(day) for day in DAYS if not network.calendars[0].mask(day, 1)[0]]
    assert closed == ["2026-05-09", "2026-05-10", "2026-05-11", "2026-05-17"]
    pave = network.calendars[1]
    assert not pave.mask(date(2026, 5, 9), 1)[0]
    assert not pave.mask(date(2026, 11, 2), 1)[0]
    assert network.calendars[0].rates(date(2026, 11, 16), 1).tolist() == [0.7]


DAYS = [date(2026, 5, day) for day in range(4, 19)]


def test_json_gives_the_same(reads):
    data = {
        "resources": {"rig": 1},
        "activities": [
            {"id": "1", "duration": 3, "uses": {"rig": 1}},
            {"id": 2, "duration": 2, "after": [1]},
        ],
    }
    network = reads(json.dumps(data), "plan.json")
    assert network.ids == ("1", "2")
    assert str(network.links[0]) == "1 -FS-> 2"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12", ("12", Kind.FS, 0.0, None)),
        ("12FS+3d", ("12", Kind.FS, 3.0, None)),
        ("12 SS - 2.5 d", ("12", Kind.SS, -2.5, None)),
        ("12FF", ("12", Kind.FF, 0.0, None)),
        ("pile cap SF+1 max 9d", ("pile cap", Kind.SF, 1.0, 9.0)),
        ("AFS", ("AFS", Kind.FS, 0.0, None)),  # an id as it stands
    ],
)
def test_links_as_planners_write_them(text, read):
    assert read_link(text, {"12", "pile cap", "AFS"}) == read


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("rate = 12", "rate = 0", "plan.toml:23: activities[0].rate: must be above 0 (got 0)"),
        ("rate = 12", "rate = -3", "plan.toml:23: activities[0].rate: must be above 0 (got -3)"),
        (
            '"12 d"',
            '"-2 d"',
            "plan.toml:32: activities[1].duration: must be above 0 (got -2 d)",
        ),
        ("quantity = 240\n", "", "plan.toml:20: activities[0]: needs either a duration, or a"),
        ("crews = 2", "crew = 2", "activities[0].crew: is not a key of a plan; did you mean"),
        ("{ rig = 1 }", "{ rig = 2 }", "needs more than the 1 there are (got 2)"),
        ("{ rig = 1 }", "{ rigs = 1 }", 'no such resource; did you mean "rig"?'),
        ('"cap 1"]', '"cap 2"]', "no activity has this id (got cap 2); did you mean"),
        ("max 30d", "max 3d", "the greatest lag must not be below the least"),
        ('calendar = "site"', 'calendar = "sit"', "no such calendar (got sit)"),
        ('also = ["site"]', 'also = ["sea"]', "calendars.pave.also: no such calendar (got sea)"),
        ('"wed"', '"wen"', "calendars.site.week: must list days of mon, tue, wed"),
        ('"07-15..09-05"', '"07-15..09-31"', 'must be a period such as "07-15..09-05"'),
        ('"07-15..09-05"', '"2026-07-15..2026-06-01"', "must end after it begins"),
        ('"04-20..10-25"', '"2026-04-20"', 'must be a period such as "07-15..09-05"'),
        ("rate = 0.7", "rate = 1.7", "calendars.site.reduced[0].rate: must be at most 1 (got 1.7)"),
        ("2026-05-04", '"soon"', 'plan.start: must be a day such as "2026-05-04" (got soon)'),
        ("start = 2026-05-04", "", "plan.start: is needed because the plan has calendars"),
        ("rig = 1\n", "rig = 0\n", "resources.rig.capacity: must be a whole number, 1 or more"),
        ("milestone = true", "milestone = 1", "activities[2].milestone: must be true or false"),
        ("milestone = true", "milestone = true\nduration = 2", "a milestone takes no time (got 2)"),
        ('id = "done"', "", "activities[2].id: is needed"),
        (
            'id = "done"',
            'id = "cap 1"',
            "plan.toml:37: activities[2].id: is used twice (got cap 1)",
        ),
        ("[120.0, 122.5]", "[120.0]", "activities[0].chainage: must be two stations, from and to"),
        ("[plan]", "[project]", "project: is not a key of a plan"),
        ("start = 2026-05-04", "start = 2026-05-", "broken TOML"),
        ('after = ["cap 1"]', 'after = "cap 1"', "activities[2].after: must be a list"),
        ('after = ["cap 1"]', "after = [1.5]", 'must be a text such as "12FS+3d" (got 1.5)'),
    ],
)
def test_each_mistake_gives_its_line(told, old, new, line):
    lines = told((old, new))
    assert any(line in found for found in lines), lines


def test_a_circle_is_named_with_the_line_where_it_begins(told):
    (line,) = told(("uses = { rig = 1 }", 'uses = { rig = 1 }\nafter = ["cap 1"]'))
    assert line == (
        "plan.toml:20: activities.piles 1: precedence runs in a circle: "
        "piles 1 -> cap 1 -> piles 1; remove one of these links"
    )


def test_a_calendar_without_working_days_is_refused(told):
    (line,) = told(('"07-15..09-05"', '"01-01..12-31"'))[:1]
    assert "calendars.site: has no working day in the 4 years from 2026-05-04" in line


def test_files_that_are_no_plans(told, tmp_path):
    assert told(text="{", name="plan.json") == [
        "plan.json:1: broken JSON: expecting property name enclosed in double quotes"
    ]
    assert told(text="[1]", name="plan.json") == [
        "plan.json:1: file: must hold an object with activities"
    ]
    assert told(text="x", name="plan.mpp") == [
        "plan.mpp: must end in .toml, .json, .sm or .sch (got .mpp)"
    ]
    with pytest.raises(InputError, match="no such file"):
        read_plan(tmp_path / "none.toml")
    (tmp_path / "empty.toml").write_text("")
    with pytest.raises(InputError, match="file: is empty"):
        read_plan(tmp_path / "empty.toml")
