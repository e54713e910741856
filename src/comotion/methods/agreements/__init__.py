"""Agreements: clauses, data, amendments and goals (specification 09 c2 and c3)."""
