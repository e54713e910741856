"""Horizon grades, contributions and returns, shared goals, roadmap themes."""
