"""One file format per module: report, drawings, tables, models."""
