"""Clusters, network effects and the dashboard of an ecosystem (specification 12)."""
