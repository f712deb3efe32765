"""Russian bridge standards (SP, SNiP).  Unverified: the texts were not available."""
