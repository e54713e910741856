"""Pulse rounds and their answers."""
