"""Partnership strategy and partner selection (specification 07)."""
