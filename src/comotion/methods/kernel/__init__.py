"""Scoring kernel: scales, weights, missing data, bands, trends, counts, disagreement (specification 01)."""
