"""A proposal of rates: its difference and its effect, and a second person's decision."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PortalRequest
from accounts.models import Membership
from files.downloads import file_response
from programs import rate_proposals
from programs.forms import RateRejectionForm
from programs.models import ProposalState, RateProposal
from programs.rate_effect import effect_of
from programs.rate_errors import RateRefusal
from programs.rate_pages import shown_rates
from programs.revision_views import STATE_TAGS, administrator_only


@administrator_only
def rate_proposal(request: PortalRequest, proposal_id: int) -> HttpResponse:
    proposal = _visible(request, proposal_id)
    return render(request, "programs/rate_proposal.html", _page(request, proposal))


def _page(
    request: PortalRequest, proposal: RateProposal, form: RateRejectionForm | None = None
) -> dict[str, Any]:
    today = timezone.localdate()
    rates = shown_rates(proposal)
    is_open = proposal.state == ProposalState.PROPOSED
    return {
        "proposal": proposal,
        "state_tag": STATE_TAGS[proposal.state],
        "rates": rates,
        "effect": effect_of(proposal, today=today) if is_open else None,
        "begins_in_the_past": is_open and any(one.rate.effective_from < today for one in rates),
        "may_decide": rate_proposals.may_decide(proposal, request.membership),
        "may_withdraw": rate_proposals.may_withdraw(proposal, request.membership),
        "has_second_person": rate_proposals.has_second_person(request.membership),
        "form": form or RateRejectionForm(),
    }


@administrator_only
@require_POST
def approve_rates(request: PortalRequest, proposal_id: int) -> HttpResponse:
    done = _("The rates are approved: each counts by itself from its first day on.")
    return _act(request, proposal_id, rate_proposals.approve_rates, done)


@administrator_only
@require_POST
def withdraw_rates(request: PortalRequest, proposal_id: int) -> HttpResponse:
    done = _("The proposal is withdrawn.")
    return _act(request, proposal_id, rate_proposals.withdraw_rates, done)


@administrator_only
@require_POST
def reject_rates(request: PortalRequest, proposal_id: int) -> HttpResponse:
    proposal = _visible(request, proposal_id)
    form = RateRejectionForm(request.POST)
    if not form.is_valid():
        return render(request, "programs/rate_proposal.html", _page(request, proposal, form))

    def act(pk: int, *, by: Membership) -> RateProposal:
        return rate_proposals.reject_rates(pk, by=by, reason=form.cleaned_data["reason"])

    return _act(request, proposal_id, act, _("The proposal is rejected."))


@administrator_only
def proposed_file(request: PortalRequest, proposal_id: int) -> HttpResponse:
    """The file of a proposal exactly as it was uploaded."""
    upload = _visible(request, proposal_id).upload
    if upload is None:
        raise Http404
    return cast(HttpResponse, file_response(upload.file, name=upload.name))


def _act(
    request: PortalRequest, proposal_id: int, act: Callable[..., RateProposal], done: str
) -> HttpResponse:
    _visible(request, proposal_id)
    try:
        act(proposal_id, by=request.membership)
    except RateRefusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, done)
    return redirect("programs:rate_proposal", proposal_id)


def _visible(request: PortalRequest, proposal_id: int) -> RateProposal:
    related = RateProposal.objects.visible_to(request.membership).select_related(
        "proposed_by__user", "closed_by__user", "upload__file"
    )
    return get_object_or_404(related, pk=proposal_id)
