"""AASHTO LRFD Bridge Design Specifications: formulas (.py) and values (.toml)."""
