"""Wording of instruments, as data."""
