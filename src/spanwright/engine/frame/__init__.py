"""`Frame`: any frame, truss, beam, grillage or slab built and solved in a few lines."""

from spanwright.engine.frame.builder import Frame
from spanwright.engine.frame.staging import Concrete, FrameStage

__all__ = ["Concrete", "Frame", "FrameStage"]
