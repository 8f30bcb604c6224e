"""Who may do what to a case in which state, written by hand from the order's life of a case.

Nothing here is derived from the code. ``ALLOWED`` lists every pair of a person and an
act that is ever allowed, with the states in which it is; whatever is not listed is refused.
"""

STATES = (
    "draft",
    "submitted",
    "agent_review",
    "returned",
    "awaiting_decision",
    "approved",
    "refused",
    "withdrawn",
)

ACTS = (
    "submit",
    "take",
    "take_over",
    "return",
    "conclude",
    "remit",
    "recompute",
    "recheck",
    "approve",
    "refuse",
    "withdraw",
)

# Everybody who may come along. The case's own three people are "its applicant",
# "its reviewer" and "a ministry officer"; nobody else has touched the case unless it says so.
PEOPLE = {
    "nobody signed in": "no membership at all",
    "its applicant": "who filed the case",
    "a colleague of its applicant": "applicant in the same organisation, filed nothing",
    "an applicant elsewhere": "applicant in another exporter",
    "its applicant, membership ended": "the membership that filed, since ended",
    "its reviewer": "the agent's officer who took the case, where one did",
    "another officer of the agent": "same role, same organisation",
    "an officer of an agent, membership ended": "had the role once",
    "agent's role in an exporter": "a role that the organisation's kind does not have",
    "its applicant, as agent's officer": "the same person in a second membership",
    "a ministry officer": "neither filed nor concluded",
    "ministry's role in an exporter": "a role that the organisation's kind does not have",
    "a ministry officer, membership ended": "had the role once",
    "its applicant, as ministry officer": "the same person in a second membership",
    "its reviewer, as ministry officer": "the same person in a second membership",
    "a lender's officer": "",
    "a programme administrator": "",
    "a reporter": "",
    "a supervisor": "",
}

# "submit" in state "submitted" is the second click: allowed, and changes nothing.
ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("its applicant", "submit"): ("draft", "submitted", "returned"),
    ("a colleague of its applicant", "submit"): ("draft", "submitted", "returned"),
    ("its applicant", "withdraw"): ("submitted", "agent_review", "returned", "awaiting_decision"),
    ("a colleague of its applicant", "withdraw"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("its reviewer", "take"): ("submitted",),
    ("another officer of the agent", "take"): ("submitted",),
    ("another officer of the agent", "take_over"): ("agent_review",),
    ("its reviewer", "return"): ("agent_review",),
    ("its reviewer", "conclude"): ("agent_review",),
    ("its reviewer", "recompute"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("another officer of the agent", "recompute"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("its reviewer", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("another officer of the agent", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("a ministry officer", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("its reviewer, as ministry officer", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
    ),
    ("a ministry officer", "remit"): ("awaiting_decision",),
    ("a ministry officer", "approve"): ("awaiting_decision",),
    ("a ministry officer", "refuse"): ("awaiting_decision",),
    # Until somebody has concluded, the reviewer has written nothing: but no decision is
    # due before the conclusion, so that person never decides on this case.
}


def is_allowed(person: str, state: str, act: str) -> bool:
    return state in ALLOWED.get((person, act), ())


# The officers' addresses: who is let in (200), sent to sign in (302), refused (403) or
# told that there is no such case (404). Applicants' addresses are the filing's own.
PAGES = ("queue", "review", "case_notice")
PAGE_STATUS: dict[tuple[str, str], int] = {
    **{("nobody signed in", page): 302 for page in PAGES},
    **{("its reviewer", page): 200 for page in PAGES},
    **{("another officer of the agent", page): 200 for page in PAGES},
    **{("a ministry officer", page): 200 for page in PAGES},
    ("its applicant", "queue"): 403,
    ("its applicant", "review"): 403,
    ("its applicant", "case_notice"): 200,
    ("a colleague of its applicant", "queue"): 403,
    ("a colleague of its applicant", "review"): 403,
    ("a colleague of its applicant", "case_notice"): 200,
    ("an applicant elsewhere", "queue"): 403,
    ("an applicant elsewhere", "review"): 403,
    ("an applicant elsewhere", "case_notice"): 404,
    **{("its applicant, membership ended", page): 403 for page in PAGES},
    **{("an officer of an agent, membership ended", page): 403 for page in PAGES},
    **{("a ministry officer, membership ended", page): 403 for page in PAGES},
    **{("a lender's officer", page): 403 for page in PAGES},
    **{("a programme administrator", page): 403 for page in PAGES},
    **{("a reporter", page): 403 for page in PAGES},
    **{("a supervisor", page): 403 for page in PAGES},
}
