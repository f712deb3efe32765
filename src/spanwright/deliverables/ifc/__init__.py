"""IFC 4.3: the bridge, its quantities, checks, structural model, programme (extra `ifc`)."""

from __future__ import annotations

from spanwright.deliverables.results import Results


def write(results: Results) -> bytes:
    """The whole file (schema IFC4X3_ADD2); the same results give the same bytes.

    Bodies are triangles in the axes of the conventions: x along the bridge, y to the left, z up;
    their volumes are those of the quantities.  Raises MissingExtra without ifcopenshell.
    """
    from spanwright.deliverables.ifc.axis import alignment
    from spanwright.deliverables.ifc.bodies import products
    from spanwright.deliverables.ifc.context import context
    from spanwright.deliverables.ifc.costs import costs
    from spanwright.deliverables.ifc.frame import frame
    from spanwright.deliverables.ifc.loads import structural
    from spanwright.deliverables.ifc.model import Model
    from spanwright.deliverables.ifc.plan import elements
    from spanwright.deliverables.ifc.programme import programme
    from spanwright.deliverables.ifc.properties import define

    model = Model(results.name)
    place = frame(model, results)
    alignment(model, results.layout, place)
    listed = elements(results.layout)
    made = products(model, results.layout, listed, place)
    counted = define(model, results, listed, made)
    context(model, results.layout, results.neighbours, place)
    programme(model, results, place.project, made)
    if results.works is not None:
        costs(model, results.works.cost, place.project, counted)
    return model.to_bytes(results.day, structural(model, results, place, made))
