"""The friction audit: who is asked, what is gathered, and the report that is drawn from it."""
