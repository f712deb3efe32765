"""Load models by name: those that come along, and the user's own files."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from spanwright.datum.errors import InputError
from spanwright.traffic.model import LoadModel
from spanwright.traffic.modelfile import read_model


def available_models() -> tuple[str, ...]:
    """Names of the models that come with the package, variants as ``name:variant``."""
    names = []
    for name, data in sorted(_shipped().items()):
        variants = data.get("variant", {})
        if not data.get("variant_required", False):
            names.append(name)
        names += [f"{name}:{v}" for v in variants]
    return tuple(names)


def load_model(name: str | Path) -> LoadModel:
    """A load model by name (``lm1``, ``lm1:uk``, ``hl93``) or from the user's TOML file.

    Raises InputError that names the file, the key, what is wrong and what would be right.
    """
    text = str(name)
    path = Path(text.rpartition(":")[0] if ".toml:" in text else text)
    if path.suffix == ".toml" or path.is_file():
        variant = text.rpartition(":")[2] if ".toml:" in text else ""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputError("load model", "the file does not exist", got=str(path)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("load model", "cannot be read", got=f"{path}: {error}") from None
        except tomllib.TOMLDecodeError as error:
            raise InputError("load model", f"is not valid TOML: {error}", place=str(path)) from None
        return read_model(data, variant, str(path))
    base, _, variant = text.lower().partition(":")
    shipped = _shipped()
    if base not in shipped:
        near = get_close_matches(base, sorted(shipped), 3)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(shipped)}"
        raise InputError("load model", "is not known", got=repr(text), hint=hint)
    return read_model(shipped[base], variant, f"{base}.toml")


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    folder = resources.files("spanwright.traffic") / "models"
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    return {f[:-5]: tomllib.loads((folder / f).read_text(encoding="utf-8")) for f in files}
