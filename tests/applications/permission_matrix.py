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
    "hearing",
    "approved",
    "refused",
    "withdrawn",
)
# What stands beside the state and changes what may be done.
SITUATIONS = (
    *STATES,
    "hearing, answered",
    "refused, appealed",
    "refused, reopening proposed",
    "approved, reopening proposed",
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
    "announce",
    "answer",
    "note_appeal",
    "note_outcome",
    "propose_reopening",
    "reject_reopening",
    "reopen",
    "write_message",
    "write_note",
    "assign",
    "reassign",
    "release",
    "hand_over",
)
# The situations in which the case is with the agent, with the ministry, and all but a draft.
WITH_AGENT = ("submitted", "agent_review", "returned")
WITH_MINISTRY = tuple(
    situation
    for situation in SITUATIONS
    if situation.startswith(("awaiting", "hearing", "approved", "refused"))
)
FILED = tuple(situation for situation in SITUATIONS if situation != "draft")

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
    "a lead of the agent": "another officer of the agent, who may assign",
    "a lead of the agent, who filed": "the applicant's own second membership, which may assign",
    "who stands in for its reviewer": "another officer, while the reviewer is away",
    "who stands in for who stands in": "as the one before, who is away too",
    "who stood in for its reviewer": "another officer; the absence is over",
    "an officer who may end memberships": "another officer of the agent, who may invite",
    "a lead of another agent": "may assign in another organisation",
    "an officer of an agent, membership ended": "had the role once",
    "agent's role in an exporter": "a role that the organisation's kind does not have",
    "its applicant, as agent's officer": "the same person in a second membership",
    "a ministry officer": "neither filed nor concluded; announced, decided and proposed to reopen",
    "another officer of the ministry": "same role, same organisation, did nothing",
    "ministry's role in an exporter": "a role that the organisation's kind does not have",
    "a ministry officer, membership ended": "had the role once",
    "its applicant, as ministry officer": "the same person in a second membership",
    "its reviewer, as ministry officer": "the same person in a second membership",
    "a lender's officer": "",
    "a programme administrator": "",
    "a reporter": "",
    "a supervisor": "",
}

WITH_A_REVIEWER = (
    "agent_review",
    "returned",
    "awaiting_decision",
    "hearing",
    "hearing, answered",
)
OPEN = ("submitted", *WITH_A_REVIEWER)

# "submit" in state "submitted" is the second click: allowed, and changes nothing.
ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("its applicant", "submit"): ("draft", "submitted", "returned"),
    ("a colleague of its applicant", "submit"): ("draft", "submitted", "returned"),
    ("its applicant", "withdraw"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("a colleague of its applicant", "withdraw"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("its applicant", "answer"): ("hearing",),
    ("a colleague of its applicant", "answer"): ("hearing",),
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
        "hearing",
        "hearing, answered",
    ),
    ("another officer of the agent", "recompute"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    # "refuse" in state "hearing" is let through once the last day to answer has passed.
    ("a ministry officer", "remit"): ("awaiting_decision", "hearing", "hearing, answered"),
    ("a ministry officer", "approve"): ("awaiting_decision", "hearing", "hearing, answered"),
    ("a ministry officer", "refuse"): ("awaiting_decision", "hearing", "hearing, answered"),
    ("a ministry officer", "announce"): ("awaiting_decision",),
    ("a ministry officer", "note_appeal"): (
        "approved",
        "refused",
        "refused, appealed",
        "refused, reopening proposed",
        "approved, reopening proposed",
    ),
    ("a ministry officer", "note_outcome"): ("refused, appealed",),
    ("a ministry officer", "propose_reopening"): ("approved", "refused", "refused, appealed"),
    ("another officer of the ministry", "remit"): (
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("another officer of the ministry", "approve"): (
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("another officer of the ministry", "refuse"): (
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("another officer of the ministry", "announce"): ("awaiting_decision",),
    ("another officer of the ministry", "note_appeal"): (
        "approved",
        "refused",
        "refused, appealed",
        "refused, reopening proposed",
        "approved, reopening proposed",
    ),
    ("another officer of the ministry", "note_outcome"): ("refused, appealed",),
    ("another officer of the ministry", "propose_reopening"): (
        "approved",
        "refused",
        "refused, appealed",
    ),
    # A second pair of eyes: not the officer who proposed.
    ("another officer of the ministry", "reopen"): (
        "refused, reopening proposed",
        "approved, reopening proposed",
    ),
    ("another officer of the ministry", "reject_reopening"): (
        "refused, reopening proposed",
        "approved, reopening proposed",
    ),
    ("its reviewer", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("another officer of the agent", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("a ministry officer", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("its reviewer, as ministry officer", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    ("another officer of the ministry", "recheck"): (
        "submitted",
        "agent_review",
        "returned",
        "awaiting_decision",
        "hearing",
        "hearing, answered",
    ),
    # The applicant writes as long as the case is not withdrawn; of the officers those who
    # have it: the reviewer, any of the agent's until there is one, then the ministry's.
    ("its applicant", "write_message"): (*WITH_AGENT, *WITH_MINISTRY),
    ("a colleague of its applicant", "write_message"): (*WITH_AGENT, *WITH_MINISTRY),
    ("its reviewer", "write_message"): WITH_AGENT,
    ("another officer of the agent", "write_message"): ("submitted",),
    ("a ministry officer", "write_message"): WITH_MINISTRY,
    ("another officer of the ministry", "write_message"): WITH_MINISTRY,
    ("its reviewer, as ministry officer", "write_message"): WITH_MINISTRY,
    # Notes: officers of both, but nobody who also acts for the applicant.
    ("its reviewer", "write_note"): FILED,
    ("another officer of the agent", "write_note"): FILED,
    ("a ministry officer", "write_note"): FILED,
    ("another officer of the ministry", "write_note"): FILED,
    ("its reviewer, as ministry officer", "write_note"): FILED,
    # Whoever acts for the agent does what another officer does; standing in or leading adds to it.
    **{
        (person, act): states
        for person in (
            "a lead of the agent",
            "who stands in for its reviewer",
            "who stands in for who stands in",
            "who stood in for its reviewer",
            "an officer who may end memberships",
            "a lead of another agent",
        )
        for act, states in {
            "take": ("submitted",),
            "take_over": ("agent_review",),
            "recompute": OPEN,
            "recheck": OPEN,
            "write_note": FILED,
        }.items()
    },
    **{
        (person, "write_message"): ("submitted",)
        for person in (
            "a lead of the agent",
            "who stood in for its reviewer",
            "an officer who may end memberships",
            "a lead of another agent",
        )
    },
    **{
        (person, act): states
        for person in ("who stands in for its reviewer", "who stands in for who stands in")
        for act, states in {
            "return": ("agent_review",),
            "conclude": ("agent_review",),
            "release": ("agent_review", "returned"),
            "write_message": WITH_AGENT,
        }.items()
    },
    ("its reviewer", "release"): ("agent_review", "returned"),
    ("a lead of the agent", "assign"): ("submitted",),
    ("a lead of another agent", "assign"): ("submitted",),
    ("a lead of the agent", "reassign"): WITH_A_REVIEWER,
    ("a lead of the agent", "release"): ("agent_review", "returned"),
    # Who leaves hands over; so does who ends another's membership, and who gives out cases.
    ("its reviewer", "hand_over"): WITH_A_REVIEWER,
    ("a lead of the agent", "hand_over"): WITH_A_REVIEWER,
    ("an officer who may end memberships", "hand_over"): WITH_A_REVIEWER,
    # Who filed never chooses the reviewer: such a case goes to nobody.
    ("a lead of the agent, who filed", "hand_over"): WITH_A_REVIEWER,
    # Until somebody has concluded, the reviewer has written nothing: but no decision is
    # due before the conclusion, so that person never decides on this case.
}


def is_allowed(person: str, state: str, act: str) -> bool:
    return state in ALLOWED.get((person, act), ())


# The officers' addresses: who is let in (200), sent to sign in (302), refused (403) or
# told that there is no such case (404). Applicants' addresses are the filing's own.
PAGES = ("queue", "review", "case_notice", "messages", "notes", "openings")
FOR_BOTH = ("case_notice", "messages", "openings")
PAGE_STATUS: dict[tuple[str, str], int] = {
    **{("nobody signed in", page): 302 for page in PAGES},
    **{("its reviewer", page): 200 for page in PAGES},
    **{("another officer of the agent", page): 200 for page in PAGES},
    **{("a ministry officer", page): 200 for page in PAGES},
    **{("another officer of the ministry", page): 200 for page in PAGES},
    **{("its applicant", page): 200 if page in FOR_BOTH else 403 for page in PAGES},
    **{("a colleague of its applicant", page): 200 if page in FOR_BOTH else 403 for page in PAGES},
    **{("an applicant elsewhere", page): 404 if page in FOR_BOTH else 403 for page in PAGES},
    ("its applicant, as agent's officer", "review"): 200,
    ("its applicant, as agent's officer", "notes"): 403,
    ("its applicant, as ministry officer", "notes"): 403,
    **{("its applicant, membership ended", page): 403 for page in PAGES},
    **{("an officer of an agent, membership ended", page): 403 for page in PAGES},
    **{("a ministry officer, membership ended", page): 403 for page in PAGES},
    **{("a lender's officer", page): 403 for page in PAGES},
    **{("a programme administrator", page): 403 for page in PAGES},
    **{("a reporter", page): 403 for page in PAGES},
    **{("a supervisor", page): 403 for page in PAGES},
}
