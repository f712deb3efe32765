"""Quantities to programme, forecast, cost and carbon."""
