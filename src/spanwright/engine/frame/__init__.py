"""`Frame`: any frame, truss, beam or grillage built and solved in a few lines."""

from spanwright.engine.frame.builder import Frame

__all__ = ["Frame"]
