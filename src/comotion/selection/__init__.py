"""Candidates for partnerships, and what the panel thinks of them."""
