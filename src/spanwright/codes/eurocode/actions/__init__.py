"""Actions of the Eurocodes: wind, temperature, ice, water, earth, impact, earthquake, traffic."""
