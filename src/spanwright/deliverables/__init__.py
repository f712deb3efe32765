"""Deliverables: report, drawings, tables and GLB, each one module from values to bytes."""

from spanwright.deliverables.write import DELIVERABLES, write_all, write_into

__all__ = ["DELIVERABLES", "write_all", "write_into"]
