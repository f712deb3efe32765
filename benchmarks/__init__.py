"""Benchmarks beside peers: ``python -m benchmarks [name ...]``."""
