"""Rows of the packed operators as influence surfaces again: for a placement asked by the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from spanwright.datum.arrays import Array
from spanwright.datum.errors import InputError
from spanwright.engine.surfaces import Surfaces


class Packed:
    """The operators of one finished run."""

    def __init__(self, folder: Path) -> None:
        self.manifest: dict[str, Any] = json.loads((folder / "operators.json").read_bytes())
        self.raw = np.memmap(folder / "operators.bin", dtype=np.uint8, mode="r")

    def array(self, entry: dict[str, Any]) -> Array:
        """One array of the binary, as floats."""
        kind, shape = np.dtype(f"<{entry['kind']}"), entry["shape"]
        size = int(np.prod(shape)) * kind.itemsize
        part = self.raw[entry["at"] : entry["at"] + size]
        return np.frombuffer(part, dtype=kind).reshape(shape).astype(float)

    def surface(self, deck: int, section: int, response: str) -> Surfaces:
        """Influence surface of one response at one section, in the operators' order.

        Raises InputError for a deck, section or response that is not there.
        """
        decks = self.manifest["decks"]
        if not 0 <= deck < len(decks):
            raise InputError("deck", f"must be 0 to {len(decks) - 1}", got=str(deck))
        own = decks[deck]
        spans = own["sections"]["span"]
        if not 0 <= section < len(spans):
            raise InputError("section", f"must be 0 to {len(spans) - 1}", got=str(section))
        components = self.manifest["components"]
        if response not in components:
            raise InputError("response", f"must be one of {', '.join(components)}", got=response)
        span = int(spans[section])
        where = own["row"][span]
        count = where["sections"]
        row = components.index(response) * count + section - where["first"]
        value, slope = self._row(own, span, row)
        line = sum(own["rows"][:span]) + row
        jump = own["jump"]
        return Surfaces(
            np.array(own["x"]), np.array(own["y"]), value[None], slope[None],
            self.array(jump["element"])[line : line + 1].astype(np.int64),
            self.array(jump["line"])[line : line + 1].astype(np.int64),
            self.array(jump["data"])[line : line + 1],
            (response,), np.array(own["spans"]),
        )  # fmt: skip

    def _row(self, own: dict[str, Any], span: int, row: int) -> tuple[Array, Array]:
        lines, nodes = len(own["y"]), len(own["x"])
        full = np.zeros((2, lines, nodes))
        block = own["blocks"][span]
        for j, other in enumerate(own["blocks"]):
            first, last = other["nodes"]
            if j == span:
                part = self.array(block["dense"])[:, row]
            else:
                side, seen = ("left", "seen_right") if j < span else ("right", "seen_left")
                coupling = self.array(block["couplings"][str(j)])
                part = self.array(block[side])[row] @ coupling @ self.array(other[seen]).T
            full[:, :, first:last] = part.reshape(2, lines, last - first)
        return full[0], full[1]
