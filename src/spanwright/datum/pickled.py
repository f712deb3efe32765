"""Pickles of values that hold read-only tables, for another process or for a later run."""

from __future__ import annotations

import io
import pickle
from types import MappingProxyType
from typing import Any


def dumps(value: Any) -> bytes:
    """Pickle of a value that may hold read-only tables; ``pickle.loads`` reads it."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=5).dump(value)
    return buffer.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """Read-only views of dicts, which pickle does not know by itself."""
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        return NotImplemented


def _read_only(value: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """What `MappingProxyType` would be pickled as, had its class a public name."""
    return MappingProxyType(value)
