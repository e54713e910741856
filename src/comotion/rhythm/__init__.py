"""Meetings of the parties, and what they promise, decide and learn."""
