"""What a valid project gives: SI values, a ledger line for each, notices."""

from pathlib import Path

import pytest

from spanwright.datum.errors import InputErrors
from spanwright.datum.units import deg
from spanwright.project.reader import read_project
from spanwright.project.template import project_text

TUMEN = Path(__file__).parents[3] / "examples" / "tumen"
CLAIM = """[[claim]]
id = "B01"
key = "bridge.length"
quantity = "length"
value = "0.12"
number = 0.12
unit = "km"
reported_by = "ministry"
publisher = "agency"
exactness = "exact"
access = "read"
confidence = "high"
status = "{status}"
[[assumption]]
id = "A01"
quantity = "width"
value = "7"
range = "6.5 to 7.5 m"
basis = "two lanes"
"""


@pytest.fixture(scope="module")
def tumen():
    return read_project(TUMEN)


def project(tmp_path, *changes, status="adopted"):
    text = project_text("my-bridge", 120.0)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / "project.toml").write_text(text)
    (tmp_path / "claims.toml").write_text(CLAIM.format(status=status))
    return tmp_path


def line(reading, address):
    (found,) = (item for item in reading.ledger if item.address == address)
    return found


def test_the_tumen_bridge_is_what_was_published(tumen):
    brief = tumen.brief
    assert brief.layout.total == brief.layout.length == 1005.0
    assert [(part.name, part.length) for part in brief.layout.parts] == [("RU", 424), ("KP", 581)]
    assert (brief.road.carriageway, brief.road.lanes, brief.road.clear_width) == (7.0, 2, 10.0)
    assert brief.road.deck_width == 13.0
    assert brief.site.banks[1] - brief.site.banks[0] == 627.0
    assert brief.site.latitude == pytest.approx(42.412 * deg, rel=1e-12)
    assert str(brief.programme.promised[0].date) == "2026-12-31"


def test_the_basic_wind_speed_has_the_assumed_pressure(tumen):
    # A18: 0.48 kPa; q = rho v^2 / 2 with rho = 1.25 kg/m3 (EN 1991-1-4 4.5); speed given to 0.1 m/s
    assert 0.5 * 1.25 * tumen.brief.site.climate.wind_speed**2 == pytest.approx(480.0, rel=0.004)


def test_soil_thickness_becomes_depths_without_a_gap(tumen):
    strata = tumen.brief.site.strata()
    assert [(layer.kind, layer.top, layer.bottom) for layer in strata] == [
        ("sand", 0.0, 25.0),
        ("gravel", 25.0, 40.0),
        ("rock", 40.0, 60.0),
    ]


def test_every_value_has_one_ledger_line_and_every_assumption_a_basis(tumen):
    addresses = [item.address for item in tumen.ledger]
    assert len(addresses) == len(set(addresses))
    for item in tumen.ledger:
        assert item.value, item.address
        assert item.source, item.address


def test_the_notices_say_that_the_russian_rules_are_not_verified(tumen):
    assert any("no A14 or N14 number is verified" in notice.text for notice in tumen.notices)


def test_a_value_may_be_taken_from_its_claim(tmp_path):
    reading = read_project(project(tmp_path, ('length = "120 m"', 'length = { source = "B01" }')))
    assert reading.brief.layout.length == 120.0  # 0.12 km
    assert line(reading, "layout.length").kind == "reported"
    assert "ministry → agency" in line(reading, "layout.length").note


def test_a_value_that_differs_from_its_claim_is_noticed(tmp_path):
    change = ('carriageway = "7 m"', 'carriageway = { value = "7 m", source = "B01" }')
    (notice,) = read_project(project(tmp_path, change)).notices
    assert notice.text == "7 m is used, but claim B01 says 0.12 km"


def test_a_value_on_a_rejected_claim_is_noticed(tmp_path):
    change = ('length = "120 m"', 'length = { value = "120 m", source = "B01" }')
    (notice,) = read_project(project(tmp_path, change, status="rejected")).notices
    assert notice.text == 'rests on claim B01, which is "rejected" and not adopted'
    assert notice.level == "warning"


def test_an_assumption_brings_its_basis_and_range(tmp_path):
    change = ('carriageway = "7 m"', 'carriageway = { value = "7 m", assumed = "A01" }')
    found = line(read_project(project(tmp_path, change)), "road.carriageway")
    assert (found.kind, found.source) == ("assumed", "A01: two lanes")
    assert found.span == "6.5 to 7.5 m"


def test_a_section_may_say_once_where_its_values_come_from(tmp_path):
    change = ("[site.climate]", '[site.climate]\nassumed = "map of 2010"')
    reading = read_project(project(tmp_path, change))
    assert line(reading, "site.climate.t_max").source == "map of 2010"
    assert line(reading, "site.climate.humidity").note == "default"


def test_a_given_value_names_its_file_and_line(tmp_path):
    reading = read_project(project(tmp_path))
    number = (tmp_path / "project.toml").read_text().splitlines().index("lanes = 2") + 1
    assert line(reading, "road.lanes").source == f"project.toml:{number}"


def test_rates_carry_their_sources_too(tmp_path):
    programme = """
[programme]
start = 2026-05-01
rates = { bored_pile = { value = 0.5, assumed = "one rig" } }
[[programme.fronts]]
name = "A"
parts = ["deck"]
"""
    text = project_text("my-bridge", 120.0) + programme
    (tmp_path / "project.toml").write_text(text)
    reading = read_project(tmp_path)
    assert reading.brief.programme.rates == {"bored_pile": 0.5}
    assert line(reading, "programme.rates.bored_pile").source == "one rig"


def test_a_project_without_claims_has_an_empty_register(tmp_path):
    (tmp_path / "project.toml").write_text(project_text("my-bridge", 120.0))
    assert read_project(tmp_path).register.adopted == {}


def test_the_project_file_itself_may_be_named(tmp_path):
    folder = project(tmp_path)
    assert read_project(folder / "project.toml").brief == read_project(folder).brief


def test_the_brief_cannot_be_changed(tumen):
    with pytest.raises(ValueError, match="frozen"):
        tumen.brief.road.lanes = 3


def test_problems_of_both_files_come_together(tmp_path):
    folder = project(tmp_path, ("lanes = 2", 'lanes = "two"\nsource = "B77"'), status="sure")
    with pytest.raises(InputErrors) as caught:
        read_project(folder)
    told = [(problem.place.split(":")[0], problem.address) for problem in caught.value.problems]
    # With claims.toml unreadable the id B77 cannot be looked up, so it is not blamed.
    assert told == [("project.toml", "road.lanes"), ("claims.toml", "claim[0].status")]
