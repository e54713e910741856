"""One file a report: brief and portfolio, as PDF, XLSX, CSV."""
