"""Ecosystem: what partners offer, and the links between them."""
