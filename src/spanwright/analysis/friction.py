"""Friction of sliding bearings while a deck grows and shrinks: on piers, abutments and the deck."""

from __future__ import annotations

import numpy as np

from spanwright.actions.types import Actions, Case
from spanwright.analysis.static import Static, collect, joined
from spanwright.codes.data import Data
from spanwright.codes.eurocode.resistance.bearings import adverse_friction, sliding_friction
from spanwright.codes.eurocode.resistance.sliding import pot_strength, ptfe_strength
from spanwright.datum.arrays import Array
from spanwright.datum.units import kN
from spanwright.engine.loads import LoadBook
from spanwright.engine.statics import solve
from spanwright.layout.curve import triad
from spanwright.layout.types import Layout
from spanwright.structure.types import Structure

CLAUSE = "EN 1337-1 6.2, EN 1337-2 6.7"
SIDES = ("before", "after")


def add_friction(static: Static, layout: Layout, structure: Structure, parameters: Data) -> Static:
    """The static effects with two cases more: every deck grows, the bearings on one side of the
    support that holds it rub with their adverse friction, those on the other with the least.

    Force mu N under the permanent actions, on the support away from where the deck is held and on
    the deck towards it; the combinations take either sign.  Laminated bearings do not slide.
    """
    push = friction_forces(static, layout, parameters)
    # Held at its end, with few bearings that slide, a deck has nothing that rubs on one side.
    rubs = np.flatnonzero(np.any(push != 0.0, axis=1))
    if not len(rubs):
        return static
    push = push[rubs]
    springs = structure.models["short term"].springs
    below = springs.node[structure.bearing_spring]
    above = springs.other[structure.bearing_spring]
    book, cases = LoadBook(), []
    for side, row in zip((SIDES[k] for k in rubs), push, strict=True):
        name = f"friction of sliding bearings, adverse {side} where a deck is held"
        for i in np.flatnonzero(row):
            along = triad(layout.axis, layout.bearings[i].station)[0]
            force = np.concatenate([row[i] * along, np.zeros(3)])
            book.nodal(name, int(below[i]), force)
            book.nodal(name, int(above[i]), -force)
        value = f"up to {np.abs(row).max() / kN:.0f} kN a bearing"
        cases.append(Case(name, "short term", "friction", value, CLAUSE, reversible=True))
    ready = static.prepared["short term"]
    solution = solve(ready, book.close())
    none = Actions((), {})
    more = collect(structure, none, [(tuple(cases), solution)], static.prepared, ())
    # A sliding bearing's spring lets go along the bridge: its force on the support is what rubs.
    bearing = np.array(more.effects.bearing)
    bearing[:, :, 0] += push
    return joined(static, more, bearing)


def friction_forces(static: Static, layout: Layout, parameters: Data) -> Array:
    """On the supports along the bridge, both patterns, while the decks grow.  (2, b) [N]"""
    bearings = layout.bearings
    lasting = np.array([case.kind == "permanent" for case in static.cases])
    force = np.maximum(-static.effects.bearing[lasting][:, :, 2].sum(axis=0), 0.0)
    held = {b.deck: b.station for b in bearings if b.kind in ("fixed", "transverse")}
    away = np.array([np.sign(b.station - held[b.deck]) for b in bearings])
    slides = np.array([b.kind in ("guided", "free") and b.make != "elastomeric" for b in bearings])
    share = parameters.number("bearings.lasting_share")
    strength = {"pot": pot_strength(), "spherical": ptfe_strength(), "elastomeric": 1.0}
    pressure = share * np.array([strength[b.make] for b in bearings])
    greatest = np.where(slides, sliding_friction(pressure), 0.0)
    found = np.zeros((2, len(bearings)))
    for deck in held:
        own = np.array([b.deck == deck for b in bearings]) & slides
        for side, sign in enumerate((-1.0, 1.0)):
            here = own & (away == sign)
            adverse, least = adverse_friction(greatest[here], float(here.sum()))
            found[side, here] = sign * adverse * force[here]
            found[1 - side, here] = sign * least * force[here]
    return found
