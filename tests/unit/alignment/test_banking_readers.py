"""Superelevation and cant of files: what is read, and what is refused in words."""

from __future__ import annotations

import numpy as np
import pytest

from spanwright.alignment import banked, read_ifc, read_landxml

HEAD = "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4X3_ADD2'));\nENDSEC;\nDATA;\n"
TAIL = "ENDSEC;\nEND-ISO-10303-21;\n"
ROAD = "#60=IFCROAD('r',$,'A1',$,$,$,$,$,$,$);\n{}('s',$,$,$,(#20),#60);\n".format(
    "#61=IFCRELREFERENCEDINSPATIALSTRUCTURE"
)


def ifc(tmp_path, cants, more="", unit="$,.METRE.", apart="1.5"):
    """A straight of 300 m with cant segments: start, length, left, right from and to, kind."""
    scale = 1000.0 if "MILLI" in unit else 1.0
    rows = [
        f"#8=IFCSIUNIT(*,.LENGTHUNIT.,{unit});", "#9=IFCUNITASSIGNMENT((#8));",
        "#20=IFCALIGNMENT('a',$,'road',$,$,$,$,$);",
        "#21=IFCALIGNMENTHORIZONTAL('b',$,$,$,$,$,$);",
        f"#30=IFCALIGNMENTCANT('f',$,$,$,$,$,$,{apart});",
        "#22=IFCRELNESTS('c',$,$,$,#20,(#21,#30));",
        "#23=IFCCARTESIANPOINT((0.,0.));",
        f"#24=IFCALIGNMENTHORIZONTALSEGMENT($,$,#23,0.,0.,0.,{300 * scale},$,.LINE.);",
        "#25=IFCALIGNMENTSEGMENT('d',$,$,$,$,$,$,#24);", "#26=IFCRELNESTS('e',$,$,$,#21,(#25));",
    ]  # fmt: skip
    for k, row in enumerate(cants):
        rows += [f"#{100 + k}=IFCALIGNMENTCANTSEGMENT($,$,{row});",
                 f"#{200 + k}=IFCALIGNMENTSEGMENT('g',$,$,$,$,$,$,#{100 + k});"]  # fmt: skip
    numbers = ",".join(f"#{200 + k}" for k in range(len(cants)))
    path = tmp_path / "road.ifc"
    nests = f"#27=IFCRELNESTS('h',$,$,$,#30,({numbers}));\n"
    path.write_text(HEAD + "\n".join(rows) + "\n" + nests + more + TAIL)
    return path


def banking(path):
    (line,) = (read_ifc if path.suffix == ".ifc" else read_landxml)(path)
    return line.banking


# The share of the change reached after a quarter and a half of the transition, in closed form.
@pytest.mark.parametrize(
    ("kind", "quarter"),
    [
        ("LINEARTRANSITION", 0.25),
        ("BLOSSCURVE", 3 / 16 - 2 / 64),
        ("COSINECURVE", (1 - np.sqrt(0.5)) / 2),
        ("SINECURVE", 0.25 - 1 / (2 * np.pi)),
        ("HELMERTCURVE", 0.125),
        ("VIENNESEBEND", (35 - 84 / 4 + 70 / 16 - 20 / 64) / 256),
    ],
)
def test_every_transition_of_cant(tmp_path, kind, quarter):
    path = ifc(tmp_path, [
        "0.,100.,0.,0.,0.,0.,.CONSTANTCANT.", f"100.,80.,0.,0.12,0.,0.,.{kind}.",
        "180.,120.,0.12,$,0.,$,.CONSTANTCANT.", "300.,0.,0.12,$,0.,$,.CONSTANTCANT.",
    ])  # fmt: skip
    found = banking(path)
    slope = banked(found, [50.0, 100.0, 120.0, 140.0, 180.0, 300.0])
    wanted = 0.08 * np.array([0.0, 0.0, quarter, 0.5, 1.0, 1.0])
    assert slope[:, 0] == pytest.approx(wanted, abs=1e-12)
    assert slope[:, 1] == pytest.approx(wanted, abs=1e-12)
    assert slope[:, 2] == pytest.approx(wanted * 1.5 / 2, abs=1e-12)  # turned about the right rail
    assert np.isnan(banked(found, [-1.0, 301.0])).all()


def test_cant_in_millimetres_and_a_right_rail_that_is_higher(tmp_path):
    path = ifc(tmp_path, ["0.,300000.,-30.,-30.,30.,30.,.CONSTANTCANT."], ROAD,
               unit=".MILLI.,.METRE.", apart="1500.")  # fmt: skip
    assert banked(banking(path), [10.0])[0] == pytest.approx([-0.04, -0.04, 0.0])


def test_a_railway_unless_the_file_places_the_alignment_in_a_road(tmp_path):
    level = ["0.,300.,0.,0.,0.,0.,.CONSTANTCANT."]
    assert banking(ifc(tmp_path, level)).is_rail
    assert not banking(ifc(tmp_path, level, ROAD)).is_rail


@pytest.mark.parametrize(
    ("row", "apart", "text"),
    [
        ("0.,300.,0.,0.1,0.,0.,.WIGGLE.", "1.5", "a WIGGLE of cant is not read"),
        ("0.,300.,0.,$,0.,0.,.BLOSSCURVE.", "1.5", "needs both heights at both ends"),
        ("0.,-1.,0.,0.1,0.,0.,.BLOSSCURVE.", "1.5", "a length below 0"),
        ("0.,300.,0.,0.1,0.,0.,.BLOSSCURVE.", "0.", "no distance of its rail heads"),
    ],
)
def test_cant_that_cannot_be_used_says_why(tmp_path, row, apart, text):
    assert text in banking(ifc(tmp_path, [row], apart=apart)).fault


CURVE = (
    '<Line><Start>0 0</Start><End>0 100</End></Line><Curve rot="{}" radius="200">'
    "<Start>0 100</Start><Center>{} 100</Center><End>{} 300</End></Curve>"
)
RECORD = (
    "<Superelevation><BeginRunoutSta>550</BeginRunoutSta><BeginRunoffSta>570</BeginRunoffSta>"
    "<FullSuperSta>620</FullSuperSta><FullSuperelev>{}</FullSuperelev><RunoffSta>800</RunoffSta>"
    "<StartofRunoutSta>850</StartofRunoutSta><EndofRunoutSta>870</EndofRunoutSta></Superelevation>"
)


def xml(tmp_path, extra, rot="ccw"):
    at = 200 if rot == "ccw" else -200
    path = tmp_path / "road.xml"
    path.write_text(
        '<LandXML xmlns="http://www.landxml.org/schema/LandXML-1.2"><Units>'
        '<Metric linearUnit="meter"/></Units><Alignments><Alignment name="r" staStart="500">'
        f"<CoordGeom>{CURVE.format(rot, at, at)}</CoordGeom>{extra}</Alignment></Alignments>"
        "</LandXML>"
    )
    return path


@pytest.mark.parametrize(("rot", "sign"), [("ccw", -1.0), ("cw", 1.0)])
@pytest.mark.parametrize("written", ["5", "-5.0", "0.05"])
def test_a_record_falls_to_the_inside_by_percent_or_ratio(tmp_path, rot, sign, written):
    found = banking(xml(tmp_path, RECORD.format(written), rot))
    assert found.keeps_crown
    assert not found.is_rail
    slope = banked(found, [20.0, 60.0, 95.0, 120.0, 200.0, 325.0, 360.0, 400.0])[:, 0]
    wanted = [0.0, np.nan, 0.025, 0.05, 0.05, 0.025, np.nan, 0.0]
    assert sign * slope == pytest.approx(wanted, nan_ok=True)


def section(station, *surfaces):
    drawn = "".join(
        f"<DesignCrossSectSurf>{''.join(f'<CrossSectPnt>{p}</CrossSectPnt>' for p in points)}"
        "</DesignCrossSectSurf>"
        for points in surfaces
    )
    return f'<CrossSect sta="{station}">{drawn}</CrossSect>'


def test_sections_give_the_slope_beside_the_axis(tmp_path):
    extra = "<CrossSects>{}{}{}</CrossSects>".format(
        section(520, ["-8 8.0", "-4 9.9", "0 10"], ["0 10", "4 9.9", "8 8.0"]),
        section(540, ["-4 10.1", "4 9.9"], ["-4 9.6", "4 9.4"]),  # two layers, alike
        section(550, ["4 9.9", "8 9.0"]),  # does not reach the axis: passed over
    )
    slope = banked(banking(xml(tmp_path, extra)), [20.0, 30.0, 40.0])
    assert slope[:, 0] == pytest.approx([-0.025, 0.0, 0.025])
    assert slope[:, 1] == pytest.approx([0.025, 0.025, 0.025])


@pytest.mark.parametrize(
    ("extra", "text"),
    [
        (RECORD.format("steep"), "FullSuperelev must be a number"),
        (RECORD.format(5).replace("800<", "600<"), "must not decrease"),
        (RECORD.format(5).replace("RunoffSta>800</RunoffSta", "AdverseSE>non-adverse</AdverseSE"),
         "needs RunoffSta"),
        (RECORD.format(5).replace("</Sup", "<AdverseSE>adverse</AdverseSE></Sup"), "AdverseSE"),
        (RECORD.format(5) * 2, "overlaps"),
        (RECORD.format(5).replace(">620", ">575").replace(">800", ">580"), "on a straight"),
        (RECORD.format(5).replace(">8", ">98"), "beyond the alignment"),
        ("<CrossSects>" + section(520, ["-4 1", "4 1"], ["-4 1", "4 2"]) + "</CrossSects>",
         "lie differently"),
        ("<CrossSects>" + section(520, ["-4 1 3", "4 1"]) + "</CrossSects>", "Offset Elevation"),
        ('<Cant gauge="1.435"><CantStation station="510" appliedCant="20"/></Cant>', "rail cant"),
    ],
)  # fmt: skip
def test_slopes_that_cannot_be_used_say_why(tmp_path, extra, text):
    assert text in banking(xml(tmp_path, extra)).fault


def test_no_word_on_the_slope(tmp_path):
    assert banking(xml(tmp_path, "")) is None
