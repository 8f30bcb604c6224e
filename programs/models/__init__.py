"""Programmes, the revisions of their terms, and reference rates."""

from programs.models.programmes import Programme
from programs.models.rate_proposals import (
    ProposalState,
    ProposedRate,
    RateProposal,
    RateUpload,
)
from programs.models.reference_rates import RateSeries, ReferenceRate
from programs.models.revisions import Revision, RevisionEvent, RevisionState
from programs.models.terms import TermsRow

__all__ = [
    "Programme",
    "ProposalState",
    "ProposedRate",
    "RateProposal",
    "RateSeries",
    "RateUpload",
    "ReferenceRate",
    "Revision",
    "RevisionEvent",
    "RevisionState",
    "TermsRow",
]
