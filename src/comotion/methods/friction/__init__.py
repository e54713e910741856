"""Friction audit: which of three root causes keeps a partnership from moving (specification 02)."""
