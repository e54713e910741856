"""Meetings of the parties."""
