"""Incentives: what pay and objectives pull toward, and how joint work is rewarded (specification 04)."""
