"""Transitions in the IFC file: read back by our reader and by ifcopenshell's geometry kernel."""

from dataclasses import replace

import numpy as np
import pytest
from sample_results import sample_results

from spanwright.alignment import Alignment, PlanSegment, levels, locate, read_ifc
from spanwright.alignment.evaluate import segment_at
from spanwright.datum.errors import ScopeError
from spanwright.deliverables.ifc import write
from spanwright.deliverables.ifc.axis import alignment
from spanwright.deliverables.ifc.frame import frame
from spanwright.deliverables.ifc.model import Model
from spanwright.layout.curve import points

WHOLE = ["bloss", "cosine", "sine", "helmert", "cubic", "viennese"]


def along(kind, first, last, *, length=None, start=0.0, swing=0.0):
    """The sample bridge on one transition, or on a part of it."""
    plain = sample_results()
    own = plain.layout.length if length is None else length
    bend = PlanSegment(kind, 900.0, -40.0, 0.1, own, first, last, swing)
    axis = replace(plain.layout.axis, plan=Alignment("axis", (bend,)), start=start)
    return replace(plain, layout=replace(plain.layout, axis=axis))


def axis_only(results):
    """The file's frame and alignment, without the bridge on it."""
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    model = Model(results.name)
    alignment(model, results.layout, frame(model, results))
    return model.to_bytes(results.day)


@pytest.mark.parametrize("ends", [(0.0, 1 / 700), (1 / 600, 0.0), (-1 / 2000, 1 / 700)])
@pytest.mark.parametrize("kind", ["clothoid", *WHOLE])
@pytest.mark.parametrize("beyond", [(0.0, 0.0), (35.0, 55.0)])
def test_two_readers_find_the_axis_where_the_bridge_stands(tmp_path, kind, ends, beyond):
    """Ours to rounding; ifcopenshell integrates spirals by steps, which leaves it some 1e-6 m."""
    geom = pytest.importorskip("ifcopenshell.geom", reason="extra ifc is not installed")
    import ifcopenshell

    length = sample_results().layout.length + sum(beyond)
    results = along(kind, *ends, length=length, start=beyond[0])
    content = axis_only(results)
    path = tmp_path / "axis.ifc"
    path.write_bytes(content)
    layout = results.layout
    station, level = layout.axis.station[::5], layout.axis.level[::5]
    plan = points(layout.axis, station, 0.0)

    (line,) = read_ifc(path)
    lead = 0.0 if kind == "clothoid" else beyond[0]
    assert line.start_station == pytest.approx(-lead)
    assert {row.kind for row in line.plan} == {kind}
    at = locate(line, station + lead)
    assert np.stack([at.x, at.y], axis=1) == pytest.approx(plan, abs=1e-9)
    assert levels(line, station + lead).level == pytest.approx(level, abs=1e-5)

    model = ifcopenshell.file.from_string(content.decode())
    settings, wrapper = geom.settings(), ifcopenshell.ifcopenshell_wrapper
    (curve,) = model.by_type("IfcGradientCurve")
    at = wrapper.function_item_evaluator(settings, wrapper.map_shape(settings, curve))
    seen = np.array([np.array(at.evaluate(float(s + lead)))[:3, 3] for s in station[:-1]])
    assert seen[:, :2] == pytest.approx(plan[:-1], abs=1e-5)
    assert seen[:, 2] == pytest.approx(level[:-1], abs=1e-5)


# The rules' own module leaves a file open when it is imported.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_schema_and_rules_hold_for_all_transitions_one_behind_the_other():
    """S-shaped; the bridge begins in the first and ends in the last of them."""
    pytest.importorskip("ifcopenshell", reason="extra ifc is not installed")
    chain, at = [], (0.0, 0.0, 0.2)
    for k, kind in enumerate(WHOLE):
        bends = (0.0, (-1) ** k / 700)
        chain.append(PlanSegment(kind, *at, 30.0, *(bends if k % 2 else bends[::-1])))
        at = tuple(segment_at(chain[-1], np.array([30.0]))[:3, 0])
    results = along("line", 0.0, 0.0)
    axis = replace(results.layout.axis, plan=Alignment("axis", tuple(chain)), start=10.0)
    layout = replace(results.layout, axis=axis)
    content = write(replace(results, layout=layout))
    import ifcopenshell

    validate = pytest.importorskip("ifcopenshell.validate")
    model = ifcopenshell.file.from_string(content.decode())
    (plan,) = model.by_type("IfcAlignmentHorizontal")
    pieces = [p.DesignParameters for p in plan.IsNestedBy[0].RelatedObjects]
    assert len(pieces) == len(WHOLE) + 1
    assert sum(p.SegmentLength for p in pieces) == pytest.approx(180.0)
    logger = validate.json_logger()
    validate.validate(model, logger, express_rules=True)
    assert logger.statements == []


# ifcopenshell 0.9 looks for a cant under every Viennese bend and fails where there is none
@pytest.mark.parametrize("kind", [kind for kind in WHOLE if kind != "viennese"])
def test_curve_segments_are_those_the_standard_makes_of_the_design_parameters(kind):
    """ifcopenshell's own translation of the design parameters: same parents, same terms."""
    content = axis_only(along(kind, -1 / 2000, 1 / 700))
    import ifcopenshell

    mapped = pytest.importorskip("ifcopenshell.api.alignment._map_alignment_horizontal_segment")
    model = ifcopenshell.file.from_string(content.decode())
    (layout,) = model.by_type("IfcAlignmentHorizontal")
    (composite,) = model.by_type("IfcCompositeCurve", include_subtypes=False)
    piece = layout.IsNestedBy[0].RelatedObjects[0]
    meant = mapped._map_alignment_horizontal_segment(model, piece)
    meant = [segment for segment in meant if segment is not None]
    ours = composite.Segments[: len(meant)]
    assert len(ours) == len(composite.Segments) - 1
    for mine, theirs in zip(ours, meant, strict=True):
        assert mine.ParentCurve.is_a() == theirs.ParentCurve.is_a()
        # its middle of a Helmert curve is integrated by steps: 4e-6 rad off the closed form
        assert numbers(mine) == pytest.approx(numbers(theirs), rel=1e-9, abs=5e-6)


def numbers(segment):
    """Where a curve segment stands, which part of its parent it is, and the parent's terms."""
    place, parent = segment.Placement, segment.ParentCurve
    terms = []
    for value in list(parent)[1:]:
        terms += [0.0 if v is None else v for v in (value if isinstance(value, tuple) else [value])]
    return [
        *place.Location.Coordinates, *place.RefDirection.DirectionRatios,
        segment.SegmentStart.wrappedValue, segment.SegmentLength.wrappedValue, *terms,
    ]  # fmt: skip


def test_a_viennese_bend_that_swings_with_its_cant_is_refused():
    with pytest.raises(ScopeError, match="cant of two rails"):
        axis_only(along("viennese", 0.0, 1 / 700, swing=0.18))
