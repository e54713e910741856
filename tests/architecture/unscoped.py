"""The modules that may read past the scope, each with its reason. A line here is a decision; keep the list short."""

MAY_SAY_UNSCOPED = {
    "audits.facts": "nobody may see single answers of interviews or small cells; results of groups are computed here",
    "audits.models": "the rule itself: who has not graded an element does not see the other side's grade",
    "core.access": "defines it",
    "core.audit": "an append locks the chain's head, also for organizations that have none yet",
    "core.jobs": "the worker looks a job up before it knows for whom to act",
    "core.links": "whether a link holds, and whether its member is still active, is asked before anybody acts",
    "identity.entering": "whoever comes from a provider is nobody here yet; it speaks for proven domains only",
    "identity.joining": "whoever comes in by a link is nobody here yet; the link went to their address",
    "identity.operations": "the operator makes organizations and people before anybody acts",
    "identity.queries": "who may act is asked before anybody acts",
    "imports.recovery": "after a crash the runs of every organization are given back before anybody acts",
    "imports.writing": "bulk writes of rows whose owner the engine has already set to whoever acts",
    "notices.queries": "the schedule looks for mails and digests of every organization before anybody acts",
    "notices.reactions": "which organizations share a room is asked to tell each of them, in its own name",
    "notices.stopping": "a mail program stops mails by a signed address before anybody acts",
    "partnerships.deeds": "deeds of all parties about rows that whoever reads sees now; nothing else of an entry is read",
    "partnerships.joining": "the invited are no party yet; their invitation's link has been checked",
    "partnerships.moving": "counts and moves the rows of a partnership over every model, one organization's at a time",
    "partnerships.parting": "a room ends for all its parties at once, and what belongs to it passes to those who stay",
    "partnerships.models": "the rule itself: in which rooms an organization is an active party",
    "surveys.answering": "whoever holds a link is nobody here: it finds the one respondent that the link is for",
    "surveys.response": "nobody may see single responses; how many of a group there are is counted here",
    "surveys.facts": "nobody may see single answers; results of groups are computed here, for the own organization",
}
MAY_TALK_TO_THE_DATABASE: dict[str, str] = {
    "core.wall": "writes the rules of row-level security, and asks for which role they count",
    "core.postgresql.base": "tells the database who acts, before any question of Django's",
    "imports.writing": "upserts in bulk, which managers cannot say",
    "cli.checks": "asks SQLite whether its file is whole",
}
