"""From structure and actions to effects: cases by stage, traffic extremes, self-checks."""
