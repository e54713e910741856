"""The Django ground with no business noun: principal, access, policy, audit log, events, clock, jobs."""
