"""Snapshots, explanation, scorecards and early warnings."""
