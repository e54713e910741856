"""Friction audit: one guided flow from the first name to the report."""
