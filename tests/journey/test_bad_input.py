# ruff: noqa: E501  (a message is compared as the one line it is)
"""Every kind of bad input a user may hand in: one clear line, exit code 2, nothing written."""

import re

import pytest

from spanwright.cli import main
from spanwright.project.template import project_text

CLAIMS = """[[claim]]
id = "B01"
key = "bridge.length"
quantity = "length"
value = "120"
number = 120
unit = "m"
reported_by = "ministry"
publisher = "agency"
exactness = "exact"
access = "read"
confidence = "high"
status = "adopted"
"""
PROGRAMME = """
[programme]
start = "2026-05-01"
[[programme.fronts]]
name = "A"
parts = ["deck"]
[[programme.promised]]
what = "opening"
date = "2027-09-01"
"""
NEIGHBOUR = """[[site.neighbours]]
name = "old"
use = "rail"
distance = "400 m"
side = "left"
middle = "60 m"
spans = ["30 m", "40 m"]
level = "9 m"
"""
CRS = """[site.crs]
name = "EPSG:5186"
easting = "200000 m"
northing = "600000 m"
bearing = "90 deg"
"""
TEXT = project_text("my-bridge", 120.0) + PROGRAMME


@pytest.fixture
def told(tmp_path, capsys):
    """Exit code and lines of stderr of ``spanwright check`` on a changed project."""

    def tell(*changes, claims=CLAIMS, text=TEXT):
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        (tmp_path / "project.toml").write_text(text)
        (tmp_path / "claims.toml").write_text(claims)
        code = main(["check", str(tmp_path)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        # The line number is checked against the file; the rest is compared as text.
        lines = []
        for line in captured.err.splitlines():
            match = re.match(r"(project|claims)\.toml:(\d+): (.*)", line)
            lines.append(match.group(3) if match else line)
        return code, lines

    return tell


def test_the_unchanged_project_is_valid(told):
    assert told() == (0, [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # unknown keys and sections
        (
            'carriageway = "7 m"',
            'carrigeway = "7 m"',
            'road.carrigeway: unknown key; did you mean "carriageway"?',
        ),
        ("[materials]", "[material]", 'material: unknown section; did you mean "materials"?'),
        # wrong units
        (
            'carriageway = "7 m"',
            'carriageway = "7 kN"',
            "road.carriageway: must be a length in m, mm, cm, km, ft, in (got 7 kN)",
        ),
        (
            't_max = "35 degC"',
            't_max = "308 K"',
            "site.climate.t_max: must be an air temperature in degC, C (got 308 K)",
        ),
        # negative and zero lengths
        (
            'length = "120 m"\nside',
            'length = "-25 m"\nside',
            "layout.parts[0].length: must be longer than 0 m (got -25 m)",
        ),
        ('carriageway = "7 m"', 'carriageway = "0 m"', "road.carriageway: must be longer than 0 m (got 0 m)"),
        ("lanes = 2", "lanes = 0", "road.lanes: must be a whole number of at least 1 and at most 12 (got 0)"),
        # a unit left out: a bare number is SI
        (
            '[codes]',
            '[layout.slab]\nthickness = 250\n[codes]',
            "layout.slab.thickness: must be between 22 mm and 3200 mm; usual is 220 to 320 mm (got 250 m)",
        ),
        (
            "unit_weight = \"19 kN/m3\"",
            "unit_weight = 19",
            "site.soil[0].unit_weight: must be between 1.7 kN/m3 and 210 kN/m3; usual is 17 to 21 kN/m3 (got 19 N/m3)",
        ),
        (
            'diameter = "1.2 m"',
            'diameter = "1.2 m"\nlength = 3000',
            "layout.piles.length: must be at most 200 m (got 3000)",
        ),
        (
            "lanes = 2", "lanes = 3e30", "road.lanes: must be a whole number of at least 1 and at most 12 (got 3e+30)",
        ),
        # precast girders
        (
            'side = "A"',
            'side = "A"\ngirders = "prestresed"',
            """layout.parts[0].girders: must be "steel" or "prestressed" (got "prestresed")""",
        ),
        (
            "[layout.piers]",
            '[layout.precast]\ncover = "40 MPa"\n[layout.piers]',
            "layout.precast.cover: must be a length in m, mm, cm, km, ft, in (got 40 MPa)",
        ),
        # not a number
        ('carriageway = "7 m"', "carriageway = nan", "road.carriageway: must be a finite number (got nan)"),
        ('carriageway = "7 m"', "carriageway = inf", "road.carriageway: must be a finite number (got inf)"),
        ('carriageway = "7 m"', "carriageway = -inf", "road.carriageway: must be a finite number (got -inf)"),
        ('carriageway = "7 m"', "carriageway = true", "road.carriageway: must be a length in m, mm, cm, km, ft, in (got true)"),
        (
            "[24, 1.0]",
            "[nan, 1.0]",
            "site.ground[1][0]: must be a finite number (got nan)",
        ),
        # what does not add up
        (
            'length = "120 m"\nriver',
            'length = "130 m"\nriver',
            "layout.length: must be the sum of the parts, 120 m (got 130 m)",
        ),
        (
            'spans = "choose"',
            'spans = ["36 m", "48 m", "35 m"]',
            "layout.parts[0].spans: must add up to the length of the part, 120 m (got 119 m)",
        ),
        (
            'spans = "choose"',
            'spans = ["36 m", "-48 m"]',
            "layout.parts[0].spans[1]: must be longer than 0 m (got -48 m)",
        ),
        (
            'spans = "choose"',
            'spans = "four"',
            'layout.parts[0].spans: must be "choose" or a list of lengths (got "four")',
        ),
        # carriageway against deck
        (
            "[layout.girders]",
            '[layout.slab]\nwidth = "9 m"\n[layout.girders]',
            "road.carriageway: must fit on the deck: carriageway, strips, barriers and walkways "
            "need 11 m, layout.slab.width is 9 m (got 7 m)",
        ),
        # soil
        (
            'kind = "gravel"\n',
            'kind = "gravel"\ntop = "18 m"\n',
            "site.soil[1].top: must start at 15 m, where the layer above ends (got 18 m); "
            "there is a gap of 3 m",
        ),
        (
            'kind = "gravel"\n',
            'kind = "gravel"\ntop = "10 m"\n',
            "site.soil[1].top: must start at 15 m, where the layer above ends (got 10 m); "
            "there is an overlap of 5 m",
        ),
        # dates
        (
            '"2027-09-01"',
            '"2027-02-30"',
            "programme.promised[0].date: must be a day that is in the calendar (got 2027-02-30)",
        ),
        (
            '"2027-09-01"',
            "2027-02-30",
            "programme.promised[0].date: must be a day that is in the calendar (got 2027-02-30)",
        ),
        (
            '"2027-09-01"',
            "2026-04-30",
            "programme.promised[0].date: must be after the start of works, 2026-05-01 "
            "(got 2026-04-30)",
        ),
        ('["deck"]', '["dock"]', "programme.fronts[0].parts[0]: no part has this name (got dock); parts: deck"),
        # claims
        (
            'carriageway = "7 m"',
            'carriageway = { value = "7 m", source = "B99" }',
            "road.carriageway.source: no claim has this id (got B99)",
        ),
        (
            'carriageway = "7 m"',
            'carriageway = { value = "7 m", assumed = "A99" }',
            "road.carriageway.assumed: no claim has this id (got A99)",
        ),
        (
            'carriageway = "7 m"',
            'carriageway = { value = "7 m", sorce = "B01" }',
            'road.carriageway.sorce: unknown key; did you mean "source"?',
        ),
        (
            'carriageway = "7 m"',
            'carriageway = { value = "7 m", source = "B01", assumed = "guess" }',
            "road.carriageway: has both a source and an assumption; keep one of them",
        ),
        # choices and structure
        ('"S355"', '"S350"', 'materials.steel: must be "S235", "S275", "S355", "S420" or "S460" (got S350)'),
        ('kind = "gravel"', 'kind = "cheese"', 'site.soil[1].kind: must be "sand", "gravel", "clay", "silt", "rock" or "fill" (got "cheese")'),
        ("mean = \"1.0 m\"", "", "site.water.mean: is missing; mean water level"),
        ("[site.climate]", "[site.earthquake]", 'site.climate: is missing'),
        ('annex = "recommended"', 'annex = "XX"', "codes.annex: must be one of DE, FR, UK, recommended (got XX)"),
        ("[site.climate]", NEIGHBOUR + 'forms = ["girder", "truss", "girder"]\n[site.climate]', "site.neighbours[0].forms: must be one word, or one for each of 2 spans (got 3 words)"),
        ("[site.climate]", NEIGHBOUR.replace("left", "upstream") + "[site.climate]", 'site.neighbours[0].side: must be "left" or "right" (got "upstream")'),
        ("[site.climate]", NEIGHBOUR + NEIGHBOUR + "[site.climate]", "site.neighbours[1].name: is given twice (got old)"),
        ('t_min = "-20 degC"', 't_min = "40 degC"', "site.climate.t_min: must be below t_max, 35 degC (got 40 degC)"),
        ('flood = "3.0 m"', 'flood = "0.5 m"', "site.water.flood: must not be below mean water, 1 m (got 0.5 m)"),
        ('banks = ["24 m", "96 m"]', 'banks = ["24 m", "196 m"]', "site.banks[1]: must lie on the bridge, at most 120 m (got 196 m)"),
        ("[120, 4.0]]", "[110, 4.0]]", "site.ground: must reach from 0 m to the end of the bridge, 120 m (got 0 m to 110 m)"),
        ("[36, -3.0], [84", "[84, -3.0], [36", "site.ground[3][0]: stations must increase: must be beyond 84 m (got 36 m)"),
        ("lanes = 2", "lanes = 4", "road.carriageway: must give each of 4 lanes at least 2.5 m (got 7 m)"),
        ('depth = "auto"', 'support_depth = "3 m"', 'layout.girders.support_depth: needs haunched = true; leave it "auto" for a constant depth'),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_line_and_exit_code_2(told, old, new, message):
    code, lines = told((old, new))
    assert code == 2
    assert message in lines
    # Leaving out [site.climate] puts its keys into the wrong table, which is told as well.
    assert len(lines) == 1 or message == "site.climate: is missing"


def test_the_line_named_is_the_line_in_the_file(tmp_path, capsys):
    text = TEXT.replace('= "7 m"\n', '= "7 kN"\n')
    (tmp_path / "project.toml").write_text(text)
    assert main(["check", str(tmp_path)]) == 2
    number = int(capsys.readouterr().err.split(":")[1])
    assert "7 kN" in text.splitlines()[number - 1]


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order(told):
    code, lines = told(
        ("lanes = 2", "lanes = 2.5"),
        ('= "7 m"\n', '= "7 kN"\n'),
        ("t_max", "tmax"),
        ('"S355"', "355"),
    )
    assert code == 2
    assert [line.split(":")[0] for line in lines] == [
        "site.climate.tmax",
        "road.carriageway",
        "road.lanes",
        "materials.steel",
    ]


def test_a_missing_folder(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path}/nowhere: no such file; spanwright new makes a project folder\n"
    )


def test_a_folder_without_a_project_file(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}/project.toml: no such file")


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_an_empty_file(told, text):
    assert told(text=text) == (2, ["file: is empty"])


ROADS_BELOW = """
[site.navigation]
cemt = "IV"
level = "ice"

[[site.roads]]
name = "quay"
start = "20 m"
end = "12 m"

[[site.roads]]
name = "quay"
start = "100 m"
end = "130 m"

[[codes.overrides]]
name = "combinations.gama.B.road"
value = 1.4
basis = "client"

[[codes.overrides]]
name = "thermal.effective.composite"
value = 4
basis = "client"

[[codes.overrides]]
name = "aashto.eta_D"
value = 1.05
basis = "owner"
"""


def test_what_is_wrong_with_ships_roads_below_and_overrides(told):
    code, lines = told(text=TEXT + ROADS_BELOW)
    assert code == 2
    assert lines == [
        "site.navigation.level: needs the ice water level; give site.water.ice or another level",
        "site.roads[0].end: must lie beyond its start, 20 m (got 12 m)",
        "site.roads[1].name: is given twice (got quay)",
        "site.roads[1].end: must lie under the bridge, at most 120 m (got 130 m)",
        "codes.overrides[0]: is not a known parameter (got combinations.gama.B.road); nearest: "
        "combinations.gamma.B.road, combinations.gamma.C.road, combinations.gamma.EQU.road",
        "codes.overrides[1]: must be 2 finite number(s), like (4.0, 4.0) (got 4.0)",
        "codes.overrides[2]: is not a known parameter (got aashto.eta_D); nearest: aashto.eta",
    ]


def test_a_file_of_comments_only_misses_every_section(told):
    code, lines = told(text="# nothing yet\n")
    assert code == 2
    assert lines[0] == "project: is missing; add a [project] section"
    assert len(lines) == 4


def test_broken_toml(told):
    assert told(("lanes = 2", "lanes = ")) == (2, ["broken TOML: invalid value (got lanes =)"])


def test_a_key_given_twice(told):
    code, lines = told(("lanes = 2", "lanes = 2\nlanes = 3"))
    assert (code, lines) == (2, ["broken TOML: cannot overwrite a value (got lanes = 3)"])


def test_two_adopted_claims_for_one_quantity(told):
    twice = CLAIMS + CLAIMS.replace("B01", "B02").replace("120", "130")
    assert told(claims=twice) == (
        2,
        [
            'claim[1].status: only one claim may be adopted for "bridge.length" (got B01 and B02); '
            'make the other one "supporting" or "conflict"'
        ],
    )


def test_a_source_without_any_claims_file(tmp_path, capsys):
    text = TEXT.replace('carriageway = "7 m"', 'carriageway = { value = "7 m", source = "B15" }')
    (tmp_path / "project.toml").write_text(text)
    assert main(["check", str(tmp_path)]) == 2
    assert "(got B15); there is no claims.toml beside the project file" in capsys.readouterr().err


def test_a_value_with_a_line_end_or_a_terminal_code_still_gives_one_plain_line(told):
    assert told(('"S355"', '"S3\\n55\\u001b[31m"')) == (
        2,
        [
            'materials.steel: must be "S235", "S275", "S355", "S420" or "S460" '
            "(got S3\\n55\\x1b[31m)"
        ],
    )


def test_a_map_projection_needs_its_code_and_the_place_it_projects(told):
    wrong = CRS.replace("EPSG:5186", "Gauss")
    code, lines = told(("[site.climate]", wrong + "[site.climate]"))
    assert code == 2
    first = 'site.crs.name: must be a code of the EPSG registry, such as "EPSG:5186" (got Gauss)'
    assert lines[-1] == first
    assert lines[:-1] == [
        f"site.{name}: is needed beside site.crs" for name in ("latitude", "longitude", "bearing")
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            (('basis = "EN"', 'basis = "AASHTO"'),),
            'layout.parts[0].girders: prestressed girders are checked by Eurocode only; codes.basis = "EN", or girders = "steel"',
        ),
        (
            (("[programme]\n", '[programme]\nerection = "launch"\n'),),
            'programme.erection: precast girders are not launched; erection = "crane" or "auto"',
        ),
    ],
)
def test_what_precast_girders_cannot_do_is_told_in_one_line(told, changes, message):
    precast = ('side = "A"', 'side = "A"\ngirders = "prestressed"')
    assert told(precast, *changes) == (2, [message])


def test_a_claim_that_is_wrong_is_told_once_and_not_where_it_is_used(told):
    sourced = ('carriageway = "7 m"', 'carriageway = { source = "B01" }')
    wrong = CLAIMS.replace("number = 120", "number = 1200")
    line = 'claim[0].number: must be the number of value (got 1200); the words say "120"'
    assert told(sourced, claims=wrong) == (2, [line])
    code, lines = told(('carriageway = "7 m"', 'carriageway = { source = "B99" }'))
    assert code == 2
    assert len(lines) == 1
    assert lines[0].startswith("road.carriageway.source: no claim has this id (got B99)")


@pytest.mark.parametrize(
    ("words", "number", "fits"),
    [
        ("about 1,005", 1005, True), ("12 to 14", 13, True), ("12 to 14", 15, False),
        ("-23", -23, True), ("6,5", 6.5, True), ("2 thousand", 2000, True),
        ("over six hundred", 600, True), ("1 005.5", 1005.5, True), ("1.2", 1200, False),
    ],
)  # fmt: skip
def test_the_number_of_a_claim_stands_in_its_words(told, words, number, fits):
    text = CLAIMS.replace('"120"', f'"{words}"').replace("number = 120", f"number = {number}")
    code, _ = told(claims=text)
    assert code == (0 if fits else 2)
