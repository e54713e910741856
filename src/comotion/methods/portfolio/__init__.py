"""Portfolio counts, transformation phases, tiers of attention, anchoring (specification 11)."""
