"""Momentum Index: is the engine of the partnership running (specification 05 c3)."""
