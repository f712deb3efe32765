"""Transition curves against points published for the IFC Rail work, and a road alignment.

buildingSMART Railway Room, IFC-Rail-Unit-Test-Reference-Code, alignment_testset/DomainExpert,
HorizontalAlignment (commit 4731ec5c): files "<type>_100.0_<start>_<end>_1_Meter", columns length,
x, y with 16 decimals.  The points were computed apart from this code by domain experts.
Tolerance 1e-10 m: the published numbers carry 13 decimals of metres.

buildingSMART InfraRoom, IFC-infra-unit-test (commit bc13603c, CC BY 4.0), Alignment-INDOT,
PR_Twin_Branch_section: horizontal and vertical parameters in US survey feet, from LandXML and IFC.
"""

import numpy as np
import pytest

from spanwright.alignment import (
    Alignment,
    PlanSegment,
    levels,
    locate,
    misfits,
    read_ifc,
    read_landxml,
)

INF = float("inf")
POINTS = {  # (kind, start radius, end radius): x, y at 25, 50, 75, 100 m
    ("clothoid", -1000, -300): [
        (24.9961237849499, -0.373233220707878), (49.9566969512643, -1.7352795134757500),
        (74.8052843570738, -4.44651886368147), (99.4068642447563, -8.85797863212199)],
    ("clothoid", INF, 300): [
        (24.9997287340016, 0.0868048827717645), (49.9913201421206, 0.6943583325787990),
        (74.9341088479006, 2.34227902818108), (99.7225792178274, 5.5445423656288)],
    ("clothoid", 300, 1000): [
        (24.9747370655794, 0.980417647611907), (49.8252008723562, 3.67440418550316),
        (74.4949888006786, 7.7101131029272), (98.9869256442883, 12.7191586166162)],
    ("cosine", -1000, -300): [
        (24.9970139829455, -0.330839542487676), (49.966493009278, -1.525682424326050),
        (74.8321941816242, -4.07037082514947), (99.4404746164793, -8.43996456272690)],
    ("cosine", INF, 300): [
        (24.9999687662837, 0.026228509493942), (49.9965364029406, 0.394622286404052),
        (74.9533422950049, 1.80376228472027), (99.7484553577365, 4.94582068772272)],
    ("cosine", 300, 1000): [
        (24.9722807825435, 1.02274528097491), (49.8036538655621, 3.88306775608843),
        (74.4461948057091, 8.08398531918359), (98.9298874350011, 13.1346246946288)],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "start", "end"), POINTS)
def test_points_of_the_domain_experts(kind, start, end):
    line = Alignment("one", (PlanSegment(kind, 0.0, 0.0, 0.0, 100.0, 1 / start, 1 / end),))
    at = locate(line, [25.0, 50.0, 75.0, 100.0])
    found = np.column_stack([at.x, at.y])
    assert found == pytest.approx(np.array(POINTS[kind, start, end]), abs=1e-10)
    assert at.curvature[-1] == pytest.approx(1 / end, rel=1e-12)


FOOT = 1200 / 3937
PLAN = (  # direction, radius, length, kind: PR_Twin_Branch_section, US survey feet
    (627930.523989, 1320681.488589, 0.908688606493032, 0.0, 741.371391, "LINE"),
    (628515.242270, 1321137.269317, 0.908688606493032, 2600.0, 1705.315296, "CIRCULARARC"),
    (630097.507083, 1321686.603750, 1.56457910492884, 0.0, 349.992338, "LINE"),
)
LANDXML = """<?xml version="1.0"?>
<LandXML xmlns="http://www.landxml.org/schema/LandXML-1.2" version="1.2">
<Units><Imperial linearUnit="USSurveyFoot"/></Units>
<Alignments><Alignment name="PR_Twin_Branch_section" staStart="2103.72056">
<CoordGeom>
<Line><Start>627930.52398891689 1320681.4885891825 0</Start>
<End>628515.24226994836 1321137.2693168621 0</End></Line>
<Curve crvType="arc" rot="ccw" radius="2600">
<Start>628515.24226994917 1321137.2693168628</Start>
<Center>630113.67175591353 1319086.6539998422</Center>
<End>630097.50708320097 1321686.6037500021</End></Curve>
<Line><Start>630097.50708320097 1321686.6037500014</Start>
<End>630447.49265700008 1321688.7797160002</End></Line>
</CoordGeom>
<Profile><ProfAlign name="road">
<PVI>2103.7224673486326 796.56280347515894</PVI>
<ParaCurve length="346.27753265136721">2276.8612336743163 797.16981264013839</ParaCurve>
<ParaCurve length="499.99999999999983">3150.0000000000005 783.52400000000023</ParaCurve>
<ParaCurve length="399.99999999999864">3990.0000000000009 808.32700000000057</ParaCurve>
<ParaCurve length="15.000000000000211">4932.5000000000018 714.47918750000042</ParaCurve>
<PVI>4940.0000000000018 713.75733171875027</PVI>
</ProfAlign></Profile></Alignment></Alignments></LandXML>"""


def test_a_road_in_us_survey_feet_from_landxml(tmp_path):
    path = tmp_path / "road.xml"
    path.write_text(LANDXML)
    (line,) = read_landxml(path)
    assert line.length_unit == pytest.approx(0.3048006096, rel=1e-9)
    assert [s.kind for s in line.plan] == ["line", "arc", "line"]
    assert line.length / FOOT == pytest.approx(2796.679025, rel=1e-9)
    assert line.start_station / FOOT == pytest.approx(2103.72056)
    assert line.plan[1].first == pytest.approx(1 / (2600 * FOOT), rel=1e-9)  # ccw: left
    # Feet printed with 10 decimals: ends and tangents agree to well below a millimetre.
    assert np.abs(misfits(line)).max() < 1e-6
    assert [s.kind for s in line.profile] == [
        "parabola", "grade", "parabola", "grade", "parabola", "grade", "parabola",
    ]  # fmt: skip
    second = line.profile[1]
    assert second.first == pytest.approx(-0.01562845812, rel=1e-9)
    end = levels(line, second.start + second.length)
    assert end.level[0] / FOOT == pytest.approx(787.431115, rel=1e-9)
    # All seven starts as the IFC file of the same road states them.
    stated = [796.562803475159, 794.463920682131, 787.431114529333, 790.905845238096,
              802.421523809524, 788.412344827587, 715.225987068966]  # fmt: skip
    assert [s.level / FOOT for s in line.profile] == pytest.approx(stated, abs=1e-6)


def test_the_same_road_from_ifc(tmp_path):
    rows = ["#8=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
            "#11=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.304800609601219),#8);",
            "#12=IFCCONVERSIONBASEDUNIT(#13,.LENGTHUNIT.,'USSurveyFoot',#11);",
            "#15=IFCUNITASSIGNMENT((#12));",
            "#22=IFCALIGNMENT('a',$,'PR_Twin_Branch_section',$,$,$,$,$);",
            "#24=IFCALIGNMENTHORIZONTAL('b',$,$,$,$,$,$,2103.72056);",
            "#25=IFCRELNESTS('c',$,$,$,#22,(#24));"]  # fmt: skip
    for k, (east, north, direction, radius, length, kind) in enumerate(PLAN):
        # the published file has its own eastings and northings, LandXML's in the other order
        rows += [f"#{100 + k}=IFCCARTESIANPOINT(({north},{east}));",
                 f"#{200 + k}=IFCALIGNMENTHORIZONTALSEGMENT($,$,#{100 + k},{direction},{radius},"
                 f"{radius},{length},$,.{kind}.);",
                 f"#{300 + k}=IFCALIGNMENTSEGMENT('d{k}',$,$,$,$,$,$,#{200 + k});"]  # fmt: skip
    rows.append("#400=IFCRELNESTS('e',$,$,$,#24,(#300,#301,#302));")
    path = tmp_path / "road.ifc"
    path.write_text("ISO-10303-21;\nDATA;\n" + "\n".join(rows) + "\nENDSEC;")
    (line,) = read_ifc(path)
    assert line.length_unit == pytest.approx(0.304800609601219, rel=1e-12)
    assert line.length / line.length_unit == pytest.approx(2796.679025, rel=1e-9)
    assert line.start_station / line.length_unit == pytest.approx(2103.72056)
    # Points are printed here to 1e-6 ft.
    assert np.abs(misfits(line)).max() < 2e-6
