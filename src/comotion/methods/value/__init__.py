"""Horizons, value equation, fairness, value types, ROI, strategic alignment (specification 08)."""
