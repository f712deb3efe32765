from itertools import pairwise

import numpy as np
import pytest

from spanwright.alignment import levels, locate, misfits, read_alignments, read_ifc, read_landxml
from spanwright.alignment.step import Enumeration, Reference, read_step
from spanwright.datum.errors import InputError, ScopeError

HEAD = "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4X3_ADD2'));\nENDSEC;\nDATA;\n"
TAIL = "ENDSEC;\nEND-ISO-10303-21;\n"


def ifc(tmp_path, plan, more="", placement="$", units="#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);"):
    """A file with one alignment of the given design parameters."""
    rows = [units, "#9=IFCUNITASSIGNMENT((#8));",
            f"#20=IFCALIGNMENT('a',$,'road',$,$,{placement},$,$);",
            "#21=IFCALIGNMENTHORIZONTAL('b',$,$,$,$,$,$);",
            "#22=IFCRELNESTS('c',$,$,$,#20,(#21));"]  # fmt: skip
    for k, row in enumerate(plan):
        rows += [f"#{100 + k}=IFCALIGNMENTHORIZONTALSEGMENT($,$,#{200 + k},{row});",
                 f"#{300 + k}=IFCALIGNMENTSEGMENT('d',$,$,$,$,$,$,#{100 + k});"]  # fmt: skip
    numbers = ",".join(f"#{300 + k}" for k in range(len(plan)))
    rows += [f"#23=IFCRELNESTS('e',$,$,$,#21,({numbers}));", more]
    path = tmp_path / "road.ifc"
    path.write_text(HEAD + "\n".join(rows) + "\n" + TAIL)
    return path


ORIGIN = "#200=IFCCARTESIANPOINT((1000.,2000.));\n"


def test_values_of_step(tmp_path):
    path = tmp_path / "x.ifc"
    values = (
        "$,*,.LINE.,-1.5E-3,7,'it''s; (1)','\\X2\\00C4\\X0\\',#5,(1.,(2.,#6)),"
        "IFCLABEL('a'),IFCLENGTHMEASURE(2.)"
    )
    path.write_text(HEAD + f"#1 = THING ({values});\n/* #2=NO(); */" + TAIL)
    found = read_step(path)[1].values
    assert found == (
        None, None, Enumeration("LINE"), -1.5e-3, 7, "it's; (1)", "Ä", Reference(5),
        (1.0, (2.0, Reference(6))), "a", 2.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello", "not a STEP file"),
        (HEAD + "#20=IFCALIGNMENT('a',$,$,$,$,#99,$,$);" + TAIL, "#99: is named but not"),
        (HEAD + "#20=IFCALIGNMENT('a',$,?);" + TAIL, "is not STEP"),
        (HEAD + "#20=IFCALIGNMENT(('a',$);" + TAIL, "open bracket"),
        (HEAD + "#20=IFCALIGNMENT('a'),$);" + TAIL, "bracket too many"),
        (HEAD + "#20=IFCWALL('a');" + TAIL, "holds no IfcAlignment"),
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path, text, message):
    path = tmp_path / "bad.ifc"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_ifc(path)


@pytest.mark.parametrize(
    ("plan", "more", "placement"),
    [
        (["0.,0.,0.,-5.,$,.LINE."], "", "$"),
        (["0.,0.,'x',5.,$,.LINE."], "", "$"),
        (["0.,0."], "", "$"),
        (["0.,0.,0.,5.,$,.LINE."], "#30=IFCLOCALPLACEMENT(#30,#31);\n#31=IFCAXIS2PLACEMENT3D"
         "(#32,$,$);\n#32=IFCCARTESIANPOINT((0.,0.,0.));\n", "#30"),
    ],
)  # fmt: skip
def test_a_file_against_the_schema_is_refused_in_words(tmp_path, plan, more, placement):
    with pytest.raises(InputError, match=r"IfcAlignment: is not as IFC 4\.3 has it"):
        read_ifc(ifc(tmp_path, plan, ORIGIN + more, placement))


def test_quotes_without_end_do_not_hang_the_reader(tmp_path):
    path = tmp_path / "quotes.ifc"
    path.write_text(HEAD + "#1=IFCALIGNMENT('" + "''a" * 20_000 + TAIL)
    with pytest.raises(InputError):
        read_ifc(path)


def test_millimetres_and_degrees(tmp_path):
    units = (
        "#8=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n#7=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);"
        "\n#6=IFCMEASUREWITHUNIT(IFCPLANEANGLEMEASURE(0.017453292519943295),#7);"
        "\n#5=IFCCONVERSIONBASEDUNIT(#4,.PLANEANGLEUNIT.,'degree',#6);"
        "\n#3=IFCUNITASSIGNMENT((#5));"
    )
    path = ifc(tmp_path, ["90.,0.,0.,50000.,$,.LINE."], ORIGIN, units=units)
    (line,) = read_ifc(path)
    end = locate(line, line.length)
    assert line.length_unit == 0.001
    assert (end.x[0], end.y[0]) == pytest.approx((1.0, 52.0))


def test_a_placement_turns_and_shifts_the_line(tmp_path):
    more = ORIGIN + (
        "#30=IFCLOCALPLACEMENT(#34,#31);\n#31=IFCAXIS2PLACEMENT3D(#32,$,#33);\n"
        "#32=IFCCARTESIANPOINT((10.,20.,5.));\n#33=IFCDIRECTION((0.,1.,0.));\n"
        "#34=IFCLOCALPLACEMENT($,#35);\n#35=IFCAXIS2PLACEMENT3D(#36,$,$);\n"
        "#36=IFCCARTESIANPOINT((100.,0.,0.));\n"
    )
    path = ifc(tmp_path, ["0.,0.,0.,50.,$,.LINE."], more, placement="#30")
    (line,) = read_ifc(path)
    at = locate(line, [0.0, 50.0])
    assert at.x == pytest.approx([110.0 - 2000.0] * 2)
    assert at.y == pytest.approx([1020.0, 1070.0])


def test_what_leans_or_is_unknown_is_refused(tmp_path):
    more = ORIGIN + (
        "#30=IFCLOCALPLACEMENT($,#31);\n#31=IFCAXIS2PLACEMENT3D(#200,#33,$);\n"
        "#33=IFCDIRECTION((0.,0.1,1.));\n"
    )
    with pytest.raises(ScopeError, match="leans"):
        read_ifc(ifc(tmp_path, ["0.,0.,0.,50.,$,.LINE."], more, placement="#30"))
    with pytest.raises(ScopeError, match="WAVE in plan is not read"):
        read_ifc(ifc(tmp_path, ["0.,0.,0.,50.,$,.WAVE."], ORIGIN))
    with pytest.raises(ScopeError, match="needs the cant segment"):
        read_ifc(ifc(tmp_path, ["0.,0.,300.,50.,1.8,.VIENNESEBEND."], ORIGIN))


def test_a_viennese_bend_swings_with_its_cant(tmp_path):
    cant = ORIGIN + (
        "#40=IFCALIGNMENTCANT('f',$,$,$,$,$,$,1.5);\n#41=IFCRELNESTS('g',$,$,$,#20,(#40));\n"
        "#42=IFCALIGNMENTCANTSEGMENT($,$,0.,100.,0.,0.,0.,0.15,.VIENNESEBEND.);\n"
        "#43=IFCALIGNMENTSEGMENT('h',$,$,$,$,$,$,#42);\n#44=IFCRELNESTS('i',$,$,$,#40,(#43));\n"
    )
    (line,) = read_ifc(ifc(tmp_path, ["0.,0.,500.,100.,1.8,.VIENNESEBEND."], cant))
    assert line.plan[0].swing == pytest.approx(1.8 * 0.1)
    at = locate(line, np.linspace(0.0, 100.0, 4001))
    # The centre of gravity, 1.8 m up and carried inwards by the cant, follows the plain law.
    u = np.linspace(0.0, 1.0, 4001)
    f = u**4 * (35 - 84 * u + 70 * u**2 - 20 * u**3)
    inward = 1.8 * 0.1 * f
    bend = at.curvature + np.gradient(np.gradient(inward, 0.025), 0.025)
    assert bend[10:-10] == pytest.approx(f[10:-10] / 500, abs=2e-7)
    assert at.curvature[[0, -1]] == pytest.approx([0.0, 1 / 500], abs=1e-12)


def test_the_station_of_the_start_from_a_referent(tmp_path):
    more = ORIGIN + (
        "#50=IFCREFERENT('j',$,'1+030',$,$,#51,$,.STATION.);\n"
        "#51=IFCLINEARPLACEMENT($,#52,$);\n#52=IFCAXIS2PLACEMENTLINEAR(#53,$,$);\n"
        "#53=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(30.),$,$,$,#60);\n"
        "#54=IFCPROPERTYSET('k',$,'Pset_Stationing',$,(#55));\n"
        "#55=IFCPROPERTYSINGLEVALUE('Station',$,IFCLENGTHMEASURE(1030.),$);\n"
        "#56=IFCRELDEFINESBYPROPERTIES('l',$,$,$,(#50),#54);\n"
        "#57=IFCRELNESTS('m',$,$,$,#20,(#50));\n"
    )
    (line,) = read_ifc(ifc(tmp_path, ["0.,0.,0.,50.,$,.LINE.", "0.,0.,0.,0.,$,.LINE."], more))
    assert line.start_station == pytest.approx(1000.0)
    assert len(line.plan) == 1  # the empty segment that closes a layout is dropped


def xml(tmp_path, geometry, profile="", extra="", unit='<Metric linearUnit="meter"/>'):
    path = tmp_path / "road.xml"
    path.write_text(
        f'<LandXML xmlns="http://www.landxml.org/schema/LandXML-1.2"><Units>{unit}</Units>'
        f'<Alignments><Alignment name="r" staStart="500">{extra}<CoordGeom>{geometry}'
        f"</CoordGeom>{profile}</Alignment></Alignments></LandXML>"
    )
    return path


LINE = "<Line><Start>0 0</Start><End>0 1000</End></Line>"
SPIRAL = (
    '<Spiral length="60" radiusStart="INF" radiusEnd="200" rot="{}" spiType="{}">'
    "<Start>0 1000</Start><PI>0 1040</PI><End>3 1059.9</End></Spiral>"
)


@pytest.mark.parametrize(("rot", "side"), [("ccw", 1.0), ("cw", -1.0)])
@pytest.mark.parametrize("kind", ["clothoid", "bloss", "cosine", "sinusoid", "biquadratic"])
def test_spirals_of_landxml(tmp_path, rot, side, kind):
    (line,) = read_landxml(xml(tmp_path, LINE + SPIRAL.format(rot, kind)))
    assert np.abs(misfits(line)).max() < 1e-12
    end = locate(line, line.length)
    assert end.curvature[0] == pytest.approx(side / 200)
    assert end.direction[0] == pytest.approx(side * 60 / 400)  # half of L / R, by symmetry
    assert np.sign(end.y[0]) == side  # x is the easting: ccw turns north


def test_arcs_go_the_way_round_that_rot_says(tmp_path):
    arc = '<Curve rot="{}"><Start>0 0</Start><Center>100 0</Center><End>100 100</End></Curve>'
    (left,) = read_landxml(xml(tmp_path, arc.format("ccw")))
    (right,) = read_landxml(xml(tmp_path, arc.format("cw")))
    assert left.length == pytest.approx(50 * np.pi)
    assert right.length == pytest.approx(150 * np.pi)
    for line in (left, right):
        end = locate(line, line.length)
        assert (end.x[0], end.y[0]) == pytest.approx((100.0, 100.0))


def test_curves_of_a_profile_leave_and_meet_its_tangents(tmp_path):
    profile = (
        "<Profile><ProfAlign><PVI>500 10</PVI><ParaCurve length='80'>700 14</ParaCurve>"
        "<CircCurve length='50' radius='2000'>900 10</CircCurve>"
        "<UnsymParaCurve lengthIn='60' lengthOut='100'>1200 16</UnsymParaCurve>"
        "<PVI>1500 13</PVI></ProfAlign></Profile>"
    )
    (line,) = read_landxml(xml(tmp_path, LINE, profile))
    rows = line.profile
    for a, b in pairwise(rows):
        ends = levels(line, [b.start - 1e-9, b.start])
        assert ends.level[0] == pytest.approx(ends.level[1], abs=1e-8)
        assert a.last == pytest.approx(b.first)
        assert a.start + a.length == pytest.approx(b.start)
    # Off the point of intersection by L |dg| / 8, and by l1 l2 |dg| / (2 (l1 + l2)).
    assert levels(line, 200.0).level[0] == pytest.approx(14.0 - 80 * 0.04 / 8)
    assert levels(line, 700.0).level[0] == pytest.approx(16.0 - 60 * 100 * 0.03 / 320)
    assert levels(line, 1000.0).level[0] == pytest.approx(13.0)
    circle = next(row for row in rows if row.kind == "circle")
    bend = abs(np.sin(np.arctan(circle.last)) - np.sin(np.arctan(circle.first)))
    assert circle.length / bend == pytest.approx(2000.0)


@pytest.mark.parametrize(
    ("geometry", "profile", "extra", "error", "message"),
    [
        (SPIRAL.format("cw", "japaneseCubic"), "", "", ScopeError, "japaneseCubic"),
        ("<IrregularLine/>", "", "", ScopeError, "IrregularLine"),
        (SPIRAL.format("cw", "bloss").replace('"60"', '"0"'), "", "", InputError, "longer than 0"),
        (LINE, "", "<StaEquation/>", ScopeError, "station equations"),
        (SPIRAL.format("left", "clothoid"), "", "", InputError, "rot must be"),
        ('<Line><Start pntRef="7"/><End>0 9</End></Line>', "", "", InputError, "references"),
        ("<Line><Start>0 x</Start><End>0 9</End></Line>", "", "", InputError, "numbers"),
        ("", "", "", InputError, "no Alignment"),
        (LINE, "<Profile><ProfAlign><PVI>0 1</PVI><PVI>0 2</PVI></ProfAlign></Profile>", "",
         InputError, "increase"),
        (LINE, "<Profile><ProfAlign><PVI>500 1</PVI><ParaCurve length='90'>520 2</ParaCurve>"
         "<PVI>600 1</PVI></ProfAlign></Profile>", "", InputError, "overlaps"),
        (LINE, "<Profile><ProfAlign/><ProfAlign/></Profile>", "", ScopeError, "2 profiles"),
    ],
)  # fmt: skip
def test_landxml_that_is_not_read_is_refused_in_words(
    tmp_path, geometry, profile, extra, error, message
):
    with pytest.raises(error, match=message):
        read_landxml(xml(tmp_path, geometry, profile, extra))


def test_units_of_landxml(tmp_path):
    (line,) = read_landxml(xml(tmp_path, LINE, unit='<Imperial linearUnit="foot"/>'))
    assert line.length == pytest.approx(304.8)
    with pytest.raises(InputError, match="unit of LandXML"):
        read_landxml(xml(tmp_path, LINE, unit='<Imperial linearUnit="foots"/>'))


def test_entities_are_not_expanded(tmp_path):
    path = tmp_path / "bomb.xml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><LandXML>&a;</LandXML>')
    with pytest.raises(InputError, match="entities"):
        read_landxml(path)


def test_the_reader_goes_by_the_kind_of_file(tmp_path):
    assert read_alignments(xml(tmp_path, LINE))[0].start_station == 500.0
    with pytest.raises(ScopeError, match=r"\.dwg"):
        read_alignments(tmp_path / "road.dwg")
    with pytest.raises(InputError, match="can be read"):
        read_alignments(tmp_path / "absent.ifc")
