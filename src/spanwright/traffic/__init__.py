"""Load models as data and their exact placement on influence surfaces."""
