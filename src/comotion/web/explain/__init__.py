"""Explain: what stands behind a figure, as a panel and as a page of its own."""
