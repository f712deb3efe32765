"""Places of every element kind by words a user would write, and what is said of unknown ones."""

import numpy as np
import pytest

from spanwright.checks.series import placed_series
from spanwright.checks.types import CheckSeries
from spanwright.datum.errors import InputError
from spanwright.notes.find import find


def _series(name, element, places):
    n = len(places)
    use = np.linspace(0.5, 0.9, n)
    return placed_series(
        name, "EN", "read", element, "N", "ULS persistent", places, demand=use,
        resistance=np.ones(n), utilisation=use, combination=[""] * n, cause=[""] * n,
    )  # fmt: skip


def _girder(name, stations=(0.0, 10.0, 20.0), deck=0, label="deck"):
    n = len(stations)
    use = np.linspace(0.4, 0.8, n)
    return CheckSeries(
        name, "EN", "ULS persistent", "read", "girder", "N",
        tuple(f"{label} girder 1 @ {x:.2f} m" for x in stations), np.full(n, deck),
        np.zeros(n, dtype=np.int64), np.array(stations), use, np.ones(n), use,
        np.zeros(n, dtype=np.int64), ("",) * n, ("",) * n,
    )  # fmt: skip


PIERS = [f"pier {k}" for k in range(1, 13)]
FEET = [f"{p} shaft {s} foot" for p in PIERS for s in (1, 2)]
BEARINGS = [f"{p} deck girder {g} bearing" for p in ("abutment 1", *PIERS) for g in (1, 2)]
SERIES = (
    _girder("shear"),
    _girder("bending"),
    _girder("bending with shear"),
    _girder("decompression", (30.0, 40.0), 1, "land"),
    _series("slab bending", "deck", ["deck slab bay 1 y -3.08 m across below", "deck slab bay 2"]),
    _series("slab punching", "deck", ["deck slab wheel of 150 kN", "deck slab wheel of 200 kN"]),
    _series("pier shafts", "pier", FEET),
    _series("pier shafts, earthquake", "pier", FEET),
    _series("shaft shear", "pier", FEET),
    _series("crosshead shear", "crosshead", [f"{p} crosshead left of shaft 1" for p in PIERS]),
    _series("piles, axial", "pile", ["abutment 1 piles", *(f"{p} piles" for p in PIERS)]),
    _series("cap ties", "cap", ["abutment 1 cap", *(f"{p} cap" for p in PIERS)]),
    _series("stem bending", "abutment", ["abutment 1 stem", "abutment 2 stem"]),
    _series("footings, bearing", "footing", ["pier 1 footing", "abutment 1 footing"]),
    _series("footings, sliding", "footing", ["pier 1 footing", "abutment 1 footing"]),
    _series("bearings, contact pressure", "bearing", BEARINGS),
    _series("bearings, uplift", "bearing", BEARINGS),
    _series("expansion joints, movement", "deck", ["abutment 1 joint", "abutment 2 joint"]),
)


@pytest.mark.parametrize(
    ("words", "check", "place"),
    [
        ("pier 2 shaft shear", "shaft shear", "pier 2 shaft 2 foot"),
        ("shaft 5.1 shear", "shaft shear", "pier 5 shaft 1 foot"),
        ("column 5.1 shear", "shaft shear", "pier 5 shaft 1 foot"),
        ("pier 1 shaft bending", "pier shafts", "pier 1 shaft 2 foot"),
        ("pier 1 shaft earthquake", "pier shafts, earthquake", "pier 1 shaft 2 foot"),
        ("pile 5.2 axial", "piles, axial", "pier 5 piles"),
        ("abutment 1 piles", "piles, axial", "abutment 1 piles"),
        ("pile cap pier 3", "cap ties", "pier 3 cap"),
        ("cap 3 ties", "cap ties", "pier 3 cap"),
        ("crosshead 4", "crosshead shear", "pier 4 crosshead left of shaft 1"),
        ("slab punching", "slab punching", "deck slab wheel of 200 kN"),
        ("slab bay 1 bending", "slab bending", "deck slab bay 1 y -3.08 m across below"),
        ("wheel 150", "slab punching", "deck slab wheel of 150 kN"),
        ("bearing 3 uplift", "bearings, uplift", "pier 1 deck girder 1 bearing"),
        ("bearing pier 2 girder 1 uplift", "bearings, uplift", "pier 2 deck girder 1 bearing"),
        ("footing 1 bearing", "footings, bearing", "pier 1 footing"),
        ("abutment 1 sliding", "footings, sliding", "abutment 1 footing"),
        ("stem 2 bending", "stem bending", "abutment 2 stem"),
        ("joint 2", "expansion joints, movement", "abutment 2 joint"),
        ("girder 1 @ 10 m shear", "shear", "deck girder 1 @ 10.00 m"),
        ("girder 1 @ 10 m bend", "bending", "deck girder 1 @ 10.00 m"),
        ("land girder 1 decompression", "decompression", "land girder 1 @ 40.00 m"),
        ("girder 1 @ 30 m", "decompression", "land girder 1 @ 30.00 m"),
        ("shear", "shear", "deck girder 1 @ 20.00 m"),
    ],
)
def test_one_check_is_found(words, check, place):
    found = find(SERIES, words)
    assert len(found.pairs) == 1
    k, row = found.pairs[0]
    assert (SERIES[k].name, SERIES[k].place[row]) == (check, place)


def test_a_number_belongs_to_the_word_before_it():
    """Pier 1 is not pier 12, and shaft 1 of pier 2 is not pier 1."""
    found = find(SERIES, "pier 1")
    assert {SERIES[k].place[row].split()[1] for k, row in found.pairs} == {"1"}


def test_an_event_is_shown_where_it_is_asked_for_only():
    names = [SERIES[k].name for k, _ in find(SERIES, "pier 2 shaft").pairs]
    assert "pier shafts" in names
    assert "pier shafts, earthquake" not in names


def test_what_was_taken_for_the_number_is_said():
    told = "bearing 3 of 26 along the bridge: pier 1 deck girder 1 bearing"
    assert find(SERIES, "bearing 3").remark == told
    assert "the worst is checked" in find(SERIES, "pile 5.2").remark


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("pier 13 shear", "pier must be one of 1 to 12 (got 13)"),
        ("bearing 27", "bearing must be one of 1 to 26 (got 27)"),
        ("pyer 2 shear", 'did you mean "pier"?'),
        ("pile 2 axal", 'did you mean "axial"?'),
        (
            "abutment 2 sliding",
            'nothing of abutment 2 is checked for "sliding"; its parts: stem, joint; list them',
        ),
        ("pier 3 punching", 'nothing of pier 3 is checked for "punching"; its parts: shaft'),
        ("5 shear", "a number needs a word before it"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(words, told):
    with pytest.raises(InputError) as caught:
        find(SERIES, words)
    assert told in str(caught.value)
