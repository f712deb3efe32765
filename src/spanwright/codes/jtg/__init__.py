"""Chinese highway bridge standards (JTG): actions."""
