"""Nothing in the rooms of actions and materials is without a clause."""

import inspect
import sys

from spanwright.codes import listing
from spanwright.codes.clause import clauses_of

ROOMS = (
    "spanwright.codes.eurocode.actions.",
    "spanwright.codes.eurocode.materials.",
    "spanwright.codes.aashto.",
    "spanwright.codes.iso.",
    "spanwright.codes.jtg.",
    "spanwright.codes.russia.",
)
HELPERS = {"ice_force_sp38"}  # refuses: there is no clause to name


def test_every_public_formula_names_its_clause_and_says_what_it_is():
    covered = listing.covered()
    assert len(covered) > 100
    assert all(entry.summary for entry in covered)
    bare = [
        f"{name}.{function.__name__}"
        for name, module in sys.modules.items()
        if name.startswith(ROOMS)
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == name
        and not function.__name__.startswith("_")
        and function.__name__ not in HELPERS
        and not clauses_of(function)
    ]
    assert bare == []


def test_standards_are_dated_or_named_with_their_edition():
    standards = {entry.standard for entry in listing.covered()}
    assert {"EN 1991-1-4:2005", "EN 1990:2002/A1:2005"} <= standards
    assert all(any(c.isdigit() for c in name) for name in standards)


def test_numbers_by_evidence():
    counts = listing.by_tag()
    assert set(counts) <= {"read", "remembered", "computed"}
    assert counts["read"] > 100
