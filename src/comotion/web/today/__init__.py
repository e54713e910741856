"""Today: what needs me."""
