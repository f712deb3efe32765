"""Design standards as data and small functions; imports nothing but datum."""
