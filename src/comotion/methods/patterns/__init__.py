"""Patterns, leverage points, and claims as hypotheses (specification 13)."""
