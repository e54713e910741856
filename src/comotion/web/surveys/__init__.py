"""Surveys: the respondent's questions behind a link, and rounds as their owner leads them."""
