"""Where the rules stand. The order's own body is known only as far as it was amended."""

from applications.checks.facts import Edition
from applications.checks.finding import Source

ORDER_DATE = "2022-09-30"
PRACTICE = Source(sure="P")
PORTAL = Source(sure="A")
"""A rule of the portal's own: no text that we hold sets it."""


def order(edition: Edition, paragraph: str, *, annex: str = "") -> Source:
    """A place in the order, in the edition that the case belongs to."""
    return Source(
        sure="S",
        act=edition.act,
        paragraph=paragraph,
        annex=annex,
        effective_from=edition.effective_from.isoformat(),
        verified=edition.verified,
    )
