"""The bridge in the river: uniform flow and scour, as pure functions of a surveyed section."""
