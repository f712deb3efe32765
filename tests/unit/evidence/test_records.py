from pathlib import Path

import pytest

from spanwright.datum.errors import InputErrors
from spanwright.datum.toml import parse_document
from spanwright.evidence.records import read_records

CLAIM = """[[claim]]
id = "B01"
key = "bridge.length"
quantity = "length"
value = "1005"
number = 1005
unit = "m"
reported_by = "ministry"
publisher = "agency"
date = "2025-04-30"
exactness = "exact"
access = "read"
confidence = "high"
status = "adopted"
"""


def problems(text):
    with pytest.raises(InputErrors) as caught:
        read_records(parse_document(text, Path("claims.toml")))
    return str(caught.value).splitlines()


def test_a_claim_is_read_with_all_its_fields():
    (claim,) = read_records(parse_document(CLAIM, Path("claims.toml"))).claims
    assert (claim.id, claim.number, claim.text, claim.status) == ("B01", 1005, "1005 m", "adopted")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "status =",
            "statsu =",
            'claims.toml:14: claim[0].statsu: unknown key; did you mean "status"?',
        ),
        (
            '"adopted"',
            '"adpted"',
            "claims.toml:14: claim[0].status: must be one of adopted, supporting, context, "
            "conflict, rejected (got adpted)",
        ),
        (
            "2025-04-30",
            "2025-04-31",
            "claims.toml:10: claim[0].date: must be a day that is in the calendar (got 2025-04-31)",
        ),
        (
            "number = 1005",
            "number = nan",
            "claims.toml:6: claim[0].number: must be a finite number (got nan)",
        ),
        (
            '"B01"',
            '"first"',
            "claims.toml:2: claim[0].id: must be letters and a number, e.g. B15 (got first)",
        ),
        ("[[claim]]", "[[clam]]", 'claims.toml:1: clam: unknown table; did you mean "claim"?'),
    ],
)
def test_each_mistake_is_told_with_its_line(old, new, message):
    assert message in problems(CLAIM.replace(old, new, 1))


def test_a_missing_key_is_named():
    assert problems(CLAIM.replace('unit = "m"\n', "")) == [
        'claims.toml:1: claim[0]: "unit" is missing'
    ]


def test_two_adopted_claims_for_one_quantity_are_refused():
    text = CLAIM + CLAIM.replace("B01", "B02").replace("1005", "850")
    assert problems(text) == [
        'claims.toml:28: claim[1].status: only one claim may be adopted for "bridge.length" '
        '(got B01 and B02); make the other one "supporting" or "conflict"'
    ]


def test_an_id_given_twice_and_an_id_that_does_not_exist_are_refused():
    text = CLAIM + CLAIM.replace("adopted", "supporting")
    assert problems(text) == [
        "claims.toml:16: claim[1].id: is given twice (got B01); first in claims.toml:1"
    ]
    conflict = '[[conflict]]\nid = "K01"\ntopic = "t"\nclaims = ["B01", "B09"]\n'
    assert problems(CLAIM + conflict + 'resolution = "r"\nbasis = "b"\n') == [
        'claims.toml:18: conflict[0].claims[1]: no claim has this id (got B09); did you mean "B01"?'
    ]


def test_all_problems_come_at_once_in_the_order_of_the_lines():
    text = CLAIM.replace('"high"', '"sure"').replace('"exact"', '"precise"')
    assert [line.split(":")[1] for line in problems(text)] == ["11", "13"]
