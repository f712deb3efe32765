"""Deliverables: report, drawings, tables and models, each one module from values to bytes."""

from spanwright.deliverables.labelled import labelled
from spanwright.deliverables.write import DELIVERABLES, write_all, write_into

__all__ = ["DELIVERABLES", "labelled", "write_all", "write_into"]
