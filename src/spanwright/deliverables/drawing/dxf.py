"""All drawings as one DXF: model space in metres, one layout a page, dimensions that measure.

Every view stands in model space at true size; its layout shows it at the view's scale inside the
frame and title column of the PDF.  Views without a scale (schedules) are drawn at 1 : 100.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from spanwright.datum.errors import MissingExtra
from spanwright.deliverables.drawing.pages import Page
from spanwright.deliverables.drawing.sheet import BOLD, Circle, Dimension, Item, Label, Path, Sheet
from spanwright.deliverables.drawing.svg import LAYERS, TEXTS, Layer

VERSION = "R2010"  # the oldest with true colours and transparency read by every CAD of today
TEXT, BOLD_TEXT = "SW-TEXT", "SW-BOLD"
CAPITAL = 0.716  # height of Arial's capitals in its size: DXF text height is that of capitals
TICK = 0.9  # mm, half length of an oblique tick as the sheets draw it
GAP_BETWEEN = 60.0  # mm of paper kept between views in model space
UNSCALED = 100.0
WEIGHTS = (0, 5, 9, 13, 15, 18, 20, 25, 30, 35, 40, 50, 53, 60, 70, 80, 90, 100)  # 1/100 mm


@dataclass(frozen=True, slots=True)
class Frame:
    """Where paper millimetres of a sheet stand in a space: x = left + unit * paper x."""

    left: float
    top: float
    unit: float  # drawing units per millimetre of paper

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + self.unit * x, self.top - self.unit * y


def denominator(sheet: Sheet) -> float:
    """The scale a sheet names, 1000 for 1 : 1000; `UNSCALED` when it names none or several."""
    scales = set(sheet.scales)
    return float(next(iter(scales)).split(":")[1]) if len(scales) == 1 else UNSCALED


def to_dxf(sheets: Sequence[Page]) -> bytes:
    """The drawing set as DXF text; the same bytes whenever it is made.

    Raises MissingExtra without ezdxf.
    """
    try:
        from ezdxf import filemanagement
        from ezdxf._options import options
    except ImportError:
        raise MissingExtra(
            "DXF needs ezdxf; install it with: pip install 'spanwright[drawings]'"
        ) from None
    with _fixed_dates(options):
        document = filemanagement.new(VERSION, units=6)  # 6: metres
        _set_up(document, sorted({denominator(v.drawn.sheet) for p in sheets for v in p.views}))
        top = 0.0
        for page in sheets:
            top = _page(document, page, top)
        document.layouts.delete("Layout1")
        document.classes.add_required_classes(document.dxfversion)
        # ezdxf takes them from a set: their order would change from process to process
        document.classes.classes = dict(sorted(document.classes.classes.items()))
        buffer = io.StringIO()
        document.write(buffer)
    return buffer.getvalue().encode("utf-8")


@contextmanager
def _fixed_dates(options: Any) -> Iterator[None]:
    """No time of writing and no random ids in the file."""
    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


def _set_up(document: Any, scales: Sequence[float]) -> None:
    """Layers, line types, text styles and one dimension style a scale."""
    document.header["$LTSCALE"] = 1.0
    document.header["$MEASUREMENT"] = 1
    document.header["$PSLTSCALE"] = 0  # every entity brings the scale of its dashes
    for name, font in ((TEXT, "arial.ttf"), (BOLD_TEXT, "arialbd.ttf")):
        document.styles.add(name, font=font)
    for name, layer in LAYERS.items():
        line = _line_type(document, name, layer)
        made = document.layers.add(name, linetype=line, lineweight=_weight(layer.width))
        made.rgb = _rgb(layer.fill if layer.stroke == "none" else layer.stroke)
    for name, (colour, _) in TEXTS.items():
        document.layers.add(name).rgb = _rgb(colour)
    document.layers.add("viewport").dxf.plot = 0
    for scale in scales:
        _dimension_style(document, scale)


def _line_type(document: Any, name: str, layer: Layer) -> str:
    if not layer.dash:
        return "Continuous"
    lengths = [float(length) for length in layer.dash.split()]
    pattern = [sum(lengths)] + [v if k % 2 == 0 else -v for k, v in enumerate(lengths)]
    document.linetypes.add(f"SW-{name}", pattern, description=f"{name}, mm of paper")
    return f"SW-{name}"


def _style_name(scale: float) -> str:
    return f"SW-{scale:g}"


def _dimension_style(document: Any, scale: float) -> None:
    """Sizes in millimetres of paper; dimscale makes metres of them at this scale."""
    style = document.dimstyles.new(_style_name(scale))
    for name, value in {
        "dimscale": scale / 1000.0, "dimtxsty": TEXT, "dimtsz": TICK, "dimdle": 1.4, "dimexo": 0.0,
        "dimexe": 1.5, "dimtad": 1, "dimgap": 0.7, "dimzin": 0, "dimdec": 1, "dimlfac": 1.0,
        "dimtih": 0, "dimtoh": 0, "dimtxt": 2.4 * CAPITAL, "dimtmove": 2, "dimdsep": ord("."),
        "dimlwd": _weight(LAYERS["dimension"].width), "dimlwe": _weight(LAYERS["extension"].width),
    }.items():  # fmt: skip
        style.dxf.set(name, value)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _weight(width: float) -> int:
    return min(WEIGHTS, key=lambda weight: abs(weight - 100.0 * width))


def _page(document: Any, page: Page, top: float) -> float:
    """Draw the views of a page below `top` in model space and lay the page out; the new top."""
    layout = document.layouts.new(f"Sheet {page.number}")
    layout.page_setup(size=(page.width, page.height), margins=(0, 0, 0, 0), units="mm")
    layout.delete_all_entities()
    paper = Frame(0.0, page.height, 1.0)
    for view in page.views:
        sheet, scale = view.drawn.sheet, denominator(view.drawn.sheet)
        unit = scale / 1000.0
        frame = Frame(0.0, top, unit)
        _draw(document.modelspace(), sheet, frame, scale)
        width, height = sheet.width, sheet.height
        port = layout.add_viewport(
            center=paper.at(view.x + width / 2, view.y + height / 2), size=(width, height),
            view_center_point=frame.at(width / 2, height / 2), view_height=height * unit,
            status=2,
        )  # fmt: skip
        port.dxf.layer = "viewport"
        top -= (height + GAP_BETWEEN) * unit
    _draw(layout, page.furniture, paper, 0.0)
    return top


def _draw(space: Any, sheet: Sheet, frame: Frame, scale: float) -> None:
    """All items of a sheet; chains of dimensions as dimensions."""
    chained = {k for one in sheet.dimensions for k in range(one.first, one.last)}
    for k, item in enumerate(sheet.items):
        if k not in chained:
            _item(space, item, frame)
    for one in sheet.dimensions:
        _dimension(space, one, frame, scale)


def _item(space: Any, item: Item, frame: Frame) -> None:
    attributes = {"layer": item.layer}
    if isinstance(item, Label):
        _text(space, item, frame)
        return
    layer = LAYERS[item.layer]
    if layer.fill != "none" and (isinstance(item, Circle) or item.is_closed):
        _fill(space, item, layer, frame)
    if layer.stroke == "none":
        return
    attributes["ltscale"] = frame.unit  # type: ignore[assignment]
    if isinstance(item, Circle):
        space.add_circle(frame.at(item.x, item.y), item.radius * frame.unit, attributes)
    else:
        points = [frame.at(x, y) for x, y in item.points]
        space.add_lwpolyline(points, close=item.is_closed, dxfattribs=attributes)


def _fill(space: Any, item: Path | Circle, layer: Layer, frame: Frame) -> None:
    hatch = space.add_hatch(dxfattribs={"layer": item.layer})
    hatch.rgb = _rgb(layer.fill)
    if isinstance(item, Circle):
        edges = hatch.paths.add_edge_path()
        edges.add_arc(frame.at(item.x, item.y), item.radius * frame.unit, 0.0, 360.0)
    else:
        hatch.paths.add_polyline_path([frame.at(x, y) for x, y in item.points], is_closed=True)


def _text(space: Any, label: Label, frame: Frame) -> None:
    from ezdxf.enums import TextEntityAlignment as Alignment

    sides = {"start": Alignment.LEFT, "middle": Alignment.CENTER, "end": Alignment.RIGHT}
    text = space.add_text(
        label.text, height=label.size * CAPITAL * frame.unit, rotation=label.angle,
        dxfattribs={"layer": label.layer, "style": BOLD_TEXT if label.layer in BOLD else TEXT},
    )  # fmt: skip
    text.set_placement(frame.at(label.x, label.y), align=sides[label.anchor])


def _dimension(space: Any, one: Dimension, frame: Frame, scale: float) -> None:
    """A linear dimension with its text where the sheet found room for it."""
    printed = one.label.text
    measured = math.dist(one.start, one.end) if not one.reaches else _apart(one)
    text, override = _wording(printed, measured * frame.unit)
    override["dimtxt"] = one.label.size * CAPITAL
    if not one.reaches:
        override |= {"dimse1": 1, "dimse2": 1}
    made = space.add_linear_dim(
        base=frame.at(*one.line), p1=frame.at(*one.start), p2=frame.at(*one.end), text=text,
        angle=90.0 if one.upright else 0.0, dimstyle=_style_name(scale), override=override,
        text_rotation=None if one.is_usual else one.label.angle,
        dxfattribs={"layer": "dimension"},
    )  # fmt: skip
    if not one.is_usual:
        x0, y0, x1, y1 = one.label.box
        made.set_location(frame.at((x0 + x1) / 2, (y0 + y1) / 2))
    made.render()
    if one.leader:
        space.add_lwpolyline([frame.at(*p) for p in one.leader], dxfattribs={"layer": "extension"})


def _apart(one: Dimension) -> float:
    """What the dimension measures, along its line [mm of paper]."""
    axis = 1 if one.upright else 0
    return abs(one.end[axis] - one.start[axis])


def _wording(printed: str, measured: float) -> tuple[str, dict[str, Any]]:
    """The text of a dimension: measured where the print says just that, else the print.

    measured : [m]
    """
    try:
        value = float(printed)
    except ValueError:
        return printed, {}
    decimals = len(printed.partition(".")[2])
    for factor in (1.0, 1000.0):  # metres, or millimetres of a plate
        if f"{measured * factor:.{decimals}f}" == f"{value:.{decimals}f}":
            return "<>", {"dimdec": decimals, "dimlfac": factor}
    return printed, {}
