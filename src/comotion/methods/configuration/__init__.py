"""The groups of settings that make up one configuration object; each group refuses what cannot work."""
