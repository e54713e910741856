"""Accounts and opportunities of an organization's CRM; private to it."""
