"""Balanced scorecard, derived KPIs, early warnings, participation (specification 10)."""
