"""Ownership: who answers for joint work, and may that person act (specification 03 c1–c3)."""
