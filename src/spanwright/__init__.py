"""spanwright: from the few facts known about a crossing to a checked, scheduled, drawn bridge."""

__version__ = "0.1.0"
