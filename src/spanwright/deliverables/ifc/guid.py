"""Global ids that stay: the same project and element give the same id in every file."""

from __future__ import annotations

import uuid
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://spanwright.org/ifc")


def global_id(project: str, identity: str) -> str:
    """22 characters of IfcGloballyUniqueId: a name-based UUID written in base 64.

    The first character stands for two bits, the other 21 for six each (ISO 16739-1, 8.16.3.2).
    """
    number = uuid.uuid5(NAMESPACE, f"{project}\n{identity}").int
    return "".join(ALPHABET[(number >> shift) & 63] for shift in range(126, -1, -6))
