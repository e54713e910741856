"""The seven steps of a partnership (specification 09 c1)."""
