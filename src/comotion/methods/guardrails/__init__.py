"""Guardrails, foundations and debts of steps (specification 09 c1, c4 and c5)."""
