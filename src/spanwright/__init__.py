"""spanwright: from the few facts known about a crossing to a checked, scheduled, drawn bridge."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spanwright.engine.frame import Frame

__version__ = "0.1.0"
__all__ = ["Frame", "__version__"]


def __getattr__(name: str) -> Any:
    """`Frame` is imported when first asked for, so that the command line starts quickly."""
    if name == "Frame":
        from spanwright.engine.frame import Frame

        return Frame
    raise AttributeError(f"module 'spanwright' has no attribute '{name}'")
