"""Readings of KPIs and of the amounts they are made from."""
