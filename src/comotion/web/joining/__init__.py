"""Coming in by a link: what is offered, an account, a company, or no."""
