"""Who hears of what, by which road: on the page, by mail, by webhook, and what comes back by mail."""
