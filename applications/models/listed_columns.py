"""What lists show, filter, sort and search by, kept beside the case.

``applications.list_columns`` writes them in the transaction that changes what they
repeat; a list reads one table and its indexes, however many submissions there are.
"""

from django.db import models

from applications.models.states import OPEN_STATES, CaseState

# What waits for the reader comes first, then what is open or to be reopened, then what is over.
AGENT_FIRST = (CaseState.AGENT_REVIEW, CaseState.SUBMITTED)
MINISTRY_FIRST = (CaseState.AWAITING_DECISION, CaseState.HEARING)
LAST_OPEN_RANK = 2
OVER_RANK = 3


def _rank(first: tuple[str, ...]) -> models.Case:
    waiting = [models.When(state=state, then=models.Value(n)) for n, state in enumerate(first)]
    others = [state for state in OPEN_STATES if state not in first]
    is_open = [models.When(state=state, then=models.Value(LAST_OPEN_RANK)) for state in others]
    to_reopen = models.When(reopening_proposed_at__isnull=False, then=models.Value(LAST_OPEN_RANK))
    return models.Case(*waiting, *is_open, to_reopen, default=models.Value(OVER_RANK))


class ListedColumns(models.Model):
    """Of the last submission; of a draft the buyer's name alone, as typed so far."""

    buyer_name = models.CharField(max_length=300, blank=True, default="")
    buyer_country = models.CharField(max_length=2, blank=True, default="")
    lender_kind = models.CharField(max_length=30, blank=True, default="")
    lender_name = models.CharField(max_length=300, blank=True, default="")
    contract_number = models.CharField(max_length=300, blank=True, default="")
    contract_key = models.CharField(max_length=400, blank=True, default="", db_index=True)
    financing_amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    financing_currency = models.CharField(max_length=3, blank=True, default="")
    # Of an approval that stands: written by ``applications.commitments``.
    taken_year = models.PositiveSmallIntegerField(null=True, blank=True)
    taken_currency = models.CharField(max_length=3, blank=True, default="")
    taken_hundredths = models.BigIntegerField(null=True, blank=True)
    # On PostgreSQL with an index of trigrams, made by the migration.
    search_text = models.TextField(blank=True, default="")
    agent_rank = models.GeneratedField(
        expression=_rank(AGENT_FIRST),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    ministry_rank = models.GeneratedField(
        expression=_rank(MINISTRY_FIRST),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        abstract = True


# Officers see no draft, and so they are counted from these indexes alone.
FILED = ~models.Q(state=CaseState.DRAFT)
LIST_INDEXES = [
    models.Index(
        fields=["agent_rank", "submitted_at", "id"], name="case_agent_waiting", condition=FILED
    ),
    models.Index(
        fields=["ministry_rank", "submitted_at", "id"],
        name="case_ministry_waiting",
        condition=FILED,
    ),
    models.Index(fields=["state", "submitted_at", "id"], name="case_state_order"),
    models.Index(fields=["reviewer", "agent_rank", "submitted_at"], name="case_reviewer_order"),
    models.Index(
        fields=["buyer_country", "agent_rank", "submitted_at"], name="case_country_waiting"
    ),
    models.Index(fields=["submitted_at", "id"], name="case_filed_order", condition=FILED),
    models.Index(fields=["buyer_name", "id"], name="case_buyer_order"),
    models.Index(
        fields=["taken_year", "taken_currency", "taken_hundredths"],
        name="case_taken",
        condition=models.Q(taken_year__isnull=False),
    ),
    models.Index(fields=["financing_currency", "financing_amount", "id"], name="case_amount_order"),
]
