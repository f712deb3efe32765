"""The general arrangement: what stands where, immutable, in SI units."""
