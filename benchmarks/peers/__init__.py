"""Peer programs, each a script that prints one line of JSON; run by `benchmarks.tools.peer`."""
