"""Logging in, passwords and time-based codes: allauth's views under our own addresses and templates."""
