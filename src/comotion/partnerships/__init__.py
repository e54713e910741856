"""Partnerships, their parties and sponsors, and each organization's private standing."""
