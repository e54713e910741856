"""Ours beside its peers and floors, as ratios taken in one run."""
