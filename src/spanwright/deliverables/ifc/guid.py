"""Global ids that stay: the same project and element give the same id in every file."""

from __future__ import annotations

import uuid
from base64 import b64encode
from hashlib import sha1
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://spanwright.org/ifc")
_USUAL: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TO_IFC: Final = bytes.maketrans(_USUAL.encode(), ALPHABET.encode())


def global_id(project: str, identity: str) -> str:
    """22 characters of IfcGloballyUniqueId: a name-based UUID written in base 64.

    The first character stands for two bits, the other 21 for six each (ISO 16739-1, 8.16.3.2).
    """
    # uuid.uuid5 gives the same bits at five times the cost, and a file needs fifty thousand
    name = NAMESPACE.bytes + f"{project}\n{identity}".encode()
    bits = bytearray(sha1(name, usedforsecurity=False).digest()[:16])
    bits[6] = bits[6] & 0x0F | 0x50  # version 5
    bits[8] = bits[8] & 0x3F | 0x80  # variant of RFC 4122
    return b64encode(b"\0\0" + bits)[2:].translate(_TO_IFC).decode()
