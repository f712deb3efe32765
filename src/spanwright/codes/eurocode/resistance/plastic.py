"""Plastic moment of composite I-sections in closed form, n sections at a time (EN 1994-2 6.2.1.2).

The section is a stack of blocks, bottom to top.  As the plastic neutral axis rises through a block
the sum of forces changes linearly, so the axis follows from one cumulative sum and one division;
a block may have no height (bars).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spanwright.codes.clause import clause
from spanwright.codes.eurocode.resistance.section import SlabSection, SteelSection, fibre_levels
from spanwright.datum.arrays import Array, freeze


@dataclass(frozen=True, slots=True, eq=False)
class DesignStrengths:
    """Design strengths of the parts of n sections.  (n,) or () each [Pa]

    slab_compression is the stress block's value, 0.85 f_ck/gamma_C in EN 1994-2.
    """

    top: Array
    web: Array
    bottom: Array
    slab_compression: Array
    bars: Array

    def __post_init__(self) -> None:
        freeze(self)


def design_strengths(
    top: Array | float,
    web: Array | float,
    bottom: Array | float,
    f_ck: Array | float = 0.0,
    f_sk: Array | float = 0.0,
    *,
    gamma_M0: float = 1.0,
    gamma_C: float = 1.5,
    gamma_S: float = 1.15,
) -> DesignStrengths:
    """Design strengths from characteristic ones; f_cd = f_ck/gamma_C without alpha_cc, since the
    composite stress block already has its 0.85 (EN 1994-2 2.4.1.2, 6.2.1.2).  [Pa]"""

    def column(value: Array | float) -> Array:
        return np.asarray(value, dtype=float)

    return DesignStrengths(
        top=column(top) / gamma_M0,
        web=column(web) / gamma_M0,
        bottom=column(bottom) / gamma_M0,
        slab_compression=0.85 * column(f_ck) / gamma_C,
        bars=column(f_sk) / gamma_S,
    )


@dataclass(frozen=True, slots=True, eq=False)
class PlasticMoment:
    """Plastic resistance and where its neutral axis lies.

    resistance   : (n,) moment about the neutral axis, positive for either sign       [N m]
    neutral_axis : (n,) its level above the underside                                 [m]
    depth_factor : (n,) x_pl/h, depth of the compressed part over the whole depth     [-]
    web_share    : (n,) compressed share alpha of the web's clear height, 0 to 1      [-]
    web_idle     : (n,) height of web left out by the hole-in-web rule                [m]
    steel_force, slab_force : (n,) greatest force of steel and slab (or bars)         [N]
    """

    resistance: Array
    neutral_axis: Array
    depth_factor: Array
    web_share: Array
    web_idle: Array
    steel_force: Array
    slab_force: Array

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Stack of k blocks of n sections, bottom to top.

    bottom, height : (k, n) [m];  below, above : (k, n) stress times width times height of a block
    that lies wholly below / above the neutral axis, tension positive                   [N]
    """

    bottom: Array
    height: Array
    below: Array
    above: Array

    def __post_init__(self) -> None:
        freeze(self)


def neutral_axis_of(blocks: Blocks, axial: Array | float = 0.0) -> tuple[Array, Array]:
    """Level of the plastic neutral axis, and the share of each block below it.

    axial   : (n,) tension that the stack must carry                                   [N]
    returns : (n,) level [m], (k, n) shares 0 to 1
    """
    change = blocks.below - blocks.above
    start = np.sum(blocks.above, axis=0) - axial
    direction = np.where(start > 0, -1.0, 1.0)  # hogging stacks start in tension
    need = np.maximum(-start * direction, 0.0)
    gain = np.maximum(change * direction, 0.0)
    gain = np.where(gain > 1e-12 * np.sum(gain, axis=0), gain, 0.0)  # dust cannot hold the axis
    before = np.cumsum(gain, axis=0) - gain
    share = np.clip((need - before) / np.where(gain > 0, gain, 1.0), 0.0, 1.0)
    # A block that changes nothing (no area) lies below the axis when the next one does.
    share = np.where(gain > 0, share, (need > before).astype(float))
    inside = np.argmax(share < 1.0, axis=0)  # first block not wholly below
    column = np.arange(blocks.bottom.shape[1])
    level = blocks.bottom[inside, column] + share[inside, column] * blocks.height[inside, column]
    whole = np.all(share >= 1.0, axis=0)
    top = blocks.bottom[-1] + blocks.height[-1]
    return np.where(whole, top, level), share


def moment_of(blocks: Blocks, share: Array) -> Array:
    """Sagging moment of the stack about level zero (equals any level when it carries no force)."""
    lower = blocks.bottom + 0.5 * share * blocks.height
    upper = blocks.bottom + 0.5 * (1.0 + share) * blocks.height
    return np.asarray(
        -np.sum(blocks.below * share * lower + blocks.above * (1.0 - share) * upper, axis=0),
        dtype=float,
    )


def _stack(
    steel: SteelSection, slab: SlabSection | None, strength: DesignStrengths, sign: float
) -> Blocks:
    """Flange, web, flange, slab below bars, bars, slab above bars."""
    levels = fibre_levels(steel, slab)
    zero = np.zeros(len(steel))
    bottom = [levels[0], levels[1], levels[2]]
    height = [steel.bottom_thickness, steel.web_height, steel.top_thickness]
    tension = [
        steel.bottom_area * strength.bottom,
        steel.web_height * steel.web_thickness * strength.web,
        steel.top_area * strength.top,
    ]
    compression = list(tension)
    if slab is not None:
        under = slab.thickness - slab.bar_depth
        concrete = slab.width * strength.slab_compression
        bottom += [levels[4], levels[5], levels[5]]
        height += [under, zero, slab.bar_depth]
        tension += [zero, slab.bar_area * strength.bars, zero]
        compression += [concrete * under, zero, concrete * slab.bar_depth]
    pull = np.stack([zero + t for t in tension])
    push = np.stack([zero + c for c in compression])
    below, above = (pull, -push) if sign > 0 else (-push, pull)
    return Blocks(np.stack(bottom), np.stack(height), below, above)


@clause("EN 1994-2:2005", "6.2.1.2", tag="remembered")
def plastic_moment(
    steel: SteelSection,
    slab: SlabSection | None,
    strength: DesignStrengths,
    *,
    sagging: bool,
    web_limit: Array | float | None = None,
) -> PlasticMoment:
    """Plastic moment of n sections, sagging or hogging.

    The slab works in compression only, bars in tension only.  ``web_limit`` is the height of web
    kept at each side of the compressed part, 20 t_w eps (EN 1993-1-1 6.2.2.4), for class 3 webs
    that count as class 2; None counts the whole web.  Flanges are taken as given: pass effective
    widths for class 4 flanges.  The idle strip stored in ``steel`` is ignored here.

    Check: D3's section, f_y 345, C35/45: M_pl,Rd = 47,718.1 kNm, x_pl = 355.335 mm from the top.
    """
    blocks = _stack(steel, slab, strength, 1.0 if sagging else -1.0)
    idle = np.zeros(len(steel))
    depth = blocks.bottom[-1] + blocks.height[-1]
    if web_limit is None:
        level, share = neutral_axis_of(blocks)
        moment = moment_of(blocks, share)
    elif sagging:  # the same stack upside down hogs
        over, moment, idle = _with_hole(_upside_down(blocks), len(blocks.bottom) - 2, web_limit)
        level, moment = depth - over, -moment
    else:
        level, moment, idle = _with_hole(blocks, 1, web_limit)
    up = np.clip((level - steel.bottom_thickness) / steel.web_height, 0.0, 1.0)
    compressed = depth - level if sagging else level
    return PlasticMoment(
        resistance=moment if sagging else -moment,
        neutral_axis=level,
        depth_factor=compressed / depth,
        web_share=1.0 - up if sagging else up,
        web_idle=idle,
        steel_force=np.sum(np.maximum(blocks.below, blocks.above)[:3], axis=0),
        slab_force=np.sum(np.abs(blocks.above[3:]), axis=0),
    )


def _upside_down(blocks: Blocks) -> Blocks:
    """The stack seen from its top; what was above the axis is now below."""
    top = blocks.bottom[-1] + blocks.height[-1]
    start = top - blocks.bottom - blocks.height
    return Blocks(start[::-1], blocks.height[::-1], blocks.above[::-1], blocks.below[::-1])


def _with_hole(blocks: Blocks, web: int, limit: Array | float) -> tuple[Array, Array, Array]:
    """Level, moment and idle height of a hogging stack that keeps ``limit`` of compressed web at
    each end of the compressed part; ``web`` is the web's place in the stack.

    The web is cut into a lower block that can be compressed (2 limit high) and an upper one that
    can only lose its tension; the axis follows as before, then the upper half of the compressed
    web is moved up to the axis.
    """
    clear = blocks.height[web]
    kept = np.minimum(2.0 * np.asarray(limit, dtype=float), clear)
    share = kept / clear
    bottom, height, below, above = (
        np.insert(a, web + 1, a[web], axis=0)
        for a in (blocks.bottom, blocks.height, blocks.below, blocks.above)
    )
    bottom[web + 1] = bottom[web] + kept
    height[web], height[web + 1] = kept, clear - kept
    above[web], above[web + 1] = above[web] * share, above[web] * (1.0 - share)
    below[web], below[web + 1] = below[web] * share, 0.0
    cut = Blocks(bottom, height, below, above)
    level, under = neutral_axis_of(cut)
    idle = np.clip(level - bottom[web + 1], 0.0, height[web + 1])
    moment = moment_of(cut, under) - 0.5 * below[web] * idle
    return level, moment, idle
