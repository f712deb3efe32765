"""The bridge as a structural model, stage by stage."""
