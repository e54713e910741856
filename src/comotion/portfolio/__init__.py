"""Phases, tiers, counts and the list of all partnerships of a program."""
