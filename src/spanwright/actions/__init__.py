"""Actions on the bridge: cases, combinations, factors."""
