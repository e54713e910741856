"""Operating model, approach, escalation and safeguards (specification 06)."""
