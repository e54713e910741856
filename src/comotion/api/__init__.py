"""The REST API: one module a noun, schemas beside endpoints."""
