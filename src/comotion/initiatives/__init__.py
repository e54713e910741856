"""Initiatives of a partnership: who leads, who does what, and what a leader may commit."""
