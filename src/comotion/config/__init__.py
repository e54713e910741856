"""Settings, urls, policy table, schedule and subscriptions."""
