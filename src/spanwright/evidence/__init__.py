"""Claims, who said them, conflicts, and how one value is adopted."""
