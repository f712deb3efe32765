"""Hot-rolled I and H sections: cross-frames, bracings, columns of temporary works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.data import load
from spanwright.datum.errors import InputError

_NAME = re.compile(r"^\s*(IPE|HE)\s*-?\s*([ABM]?)\s*(\d{2,4})\s*([ABM]?)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RolledSection:
    """A doubly symmetric rolled section with root fillets; y is the strong axis.  [m]

    plastic_y, plastic_z : W_pl;  torsion : I_t;  warping : I_w
    shear_area : A_v for loads along the web
    """

    name: str
    depth: float
    width: float
    web: float
    flange: float
    fillet: float
    area: float
    inertia_y: float
    inertia_z: float
    plastic_y: float
    plastic_z: float
    torsion: float
    warping: float
    shear_area: float

    @property
    def elastic_y(self) -> float:
        return self.inertia_y / (self.depth / 2)

    @property
    def elastic_z(self) -> float:
        return self.inertia_z / (self.width / 2)

    @property
    def radius_y(self) -> float:
        return float(np.sqrt(self.inertia_y / self.area))

    @property
    def radius_z(self) -> float:
        return float(np.sqrt(self.inertia_z / self.area))

    def curve(self, axis: Literal["y", "z"], *, grade_460: bool = False) -> str:
        """Buckling curve for flexure about an axis (EN 1993-1-1 Table 6.2), flanges to 100 mm."""
        if self.flange > 0.100:
            raise InputError("section", f"{self.name}: flanges above 100 mm are not covered")
        good = self.depth / self.width > 1.2 and self.flange <= 0.040
        if grade_460:
            return "a0" if good else "a"
        return {"y": "a" if good else "b", "z": "b" if good else "c"}[axis]

    @property
    def lateral_curve(self) -> str:
        """Curve of lateral torsional buckling, general case (Table 6.4): a to h/b = 2, then b."""
        return "a" if self.depth / self.width <= 2.0 else "b"


@clause("EN 10365:2017", "sizes; properties of the shape", tag="computed")
def i_section(
    depth: float, width: float, web: float, flange: float, fillet: float = 0.0, name: str = ""
) -> RolledSection:
    """Properties of a doubly symmetric I-section from its sizes.  [m]

    The torsion constant uses the customary formula with the circles inscribed at the roots.
    Check: IPE 400: A 84.46 cm2, I_y 23,130 cm4, I_z 1318 cm4, W_pl 1307 cm3, I_t 51.08 cm4.
    """
    clear = depth - 2 * flange
    root = (1 - np.pi / 4) * fillet**2  # area of one fillet
    # Its centroid from the two faces it touches, and its inertia about that centroid.
    arm = (10 - 3 * np.pi) / (3 * (4 - np.pi)) * fillet
    own = (1 / 3 - np.pi / 16 - 1 / (9 * (4 - np.pi))) * fillet**4
    up, side = clear / 2 - arm, web / 2 + arm
    area = 2 * width * flange + clear * web + 4 * root
    iy = (width * depth**3 - (width - web) * clear**3) / 12 + 4 * (own + root * up**2)
    iz = (2 * flange * width**3 + clear * web**3) / 12 + 4 * (own + root * side**2)
    wy = width * flange * (depth - flange) + web * clear**2 / 4 + 4 * root * up
    wz = flange * width**2 / 2 + clear * web**2 / 4 + 4 * root * side
    circle = ((fillet + web / 2) ** 2 + (fillet + flange) ** 2 - fillet**2) / (2 * fillet + flange)
    torsion = (
        2 / 3 * (width - 0.63 * flange) * flange**3
        + clear * web**3 / 3
        + 2 * web / flange * (0.145 + 0.1 * fillet / flange) * circle**4
    )
    shear = max(area - 2 * width * flange + (web + 2 * fillet) * flange, clear * web)
    return RolledSection(
        name, depth, width, web, flange, fillet, area, iy, iz, wy, wz, torsion,
        flange * width**3 / 24 * (depth - flange) ** 2, shear,
    )  # fmt: skip


def rolled_section(name: str) -> RolledSection:
    """The section of a name such as ``"IPE 400"``, ``"HE 340 B"`` or ``"HEB 340"``.

    Raises InputError for a name or a size that is not in the list.
    """
    found = _NAME.match(name)
    if found is None:
        raise InputError("section", "must be a name such as IPE 400 or HE 340 B", got=name)
    family = found[1].upper() + (found[2] or found[4]).upper()
    data = load("eurocode/resistance/rolled.toml")
    sizes = data.names(family) if family in data.names() else ()
    if found[3] not in sizes:
        raise InputError(
            "section", "must be one of IPE, HE A, HE B, HE M in its rolled sizes", got=name
        )
    h, b, tw, tf, r = data.array(f"{family}.{found[3]}")
    return i_section(float(h), float(b), float(tw), float(tf), float(r), name.strip())
