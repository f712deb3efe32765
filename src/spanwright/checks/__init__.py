"""The standard's questions put to every member: demand, resistance, utilisation."""
