"""Pages of telling: one's notices, how one wants to be told, stopping mails, webhooks."""
