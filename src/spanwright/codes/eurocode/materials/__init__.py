"""Materials of the Eurocodes: strengths, stiffness, creep and shrinkage."""
