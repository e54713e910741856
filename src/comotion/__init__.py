"""Comotion: partnerships scored, explained and worked on together."""
