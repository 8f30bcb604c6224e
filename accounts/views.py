"""One's own organisation and colleagues; organisations the agent confirms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access, invitations, leaving, registration
from accounts.absences import ROLES_WITH_SUBSTITUTES, absences_from
from accounts.access import PortalRequest, back_or, role_required
from accounts.forms import InvitationForm, OrganisationForm, RejectionForm
from accounts.models import Absence, Invitation, Membership, Organisation, OrganisationKind, Role


@login_required
@require_POST
def act_as(request: PortalRequest) -> HttpResponse:
    membership_id = request.POST.get("membership", "")
    if membership_id.isdecimal():
        access.act_as(request, int(membership_id))
    return redirect("portal:home")


@login_required
def register_organisation(request: PortalRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            membership = registration.register_exporter(by=request.user, **form.cleaned_data)
        except registration.OrganisationAlreadyRegistered:
            form.add_error("business_number", _already_registered())
        else:
            access.act_as(request, membership.pk)
            return redirect("accounts:team")
    return render(request, "accounts/register_organisation.html", {"form": form})


@login_required
def correct_organisation(request: PortalRequest) -> HttpResponse:
    """Correct one's unconfirmed organisation and ask again."""
    if request.membership is None or request.membership.organisation.is_verified:
        return redirect("accounts:team")
    form = OrganisationForm(request.POST or None, instance=request.membership.organisation)
    if form.is_valid():
        try:
            registration.correct_organisation(by=request.membership, **form.cleaned_data)
        except registration.OrganisationAlreadyRegistered:
            form.add_error("business_number", _already_registered())
        else:
            messages.success(request, _("The financial agent looks at it again."))
            return redirect("accounts:team")
    return render(request, "accounts/correct_organisation.html", {"form": form})


def _already_registered() -> str:
    return _(
        "This organisation is already registered. Ask a colleague there to invite you, "
        "or write to the financial agent if nobody can."
    )


@login_required
def team(request: PortalRequest) -> HttpResponse:
    """One's organisation: is it confirmed, who works here, who is invited."""
    if request.membership is None:
        return redirect("accounts:register_organisation")
    form = InvitationForm(request.POST or None)
    if form.is_valid() and _invited(request, form):
        return redirect("accounts:team")
    context = {
        "organisation": request.membership.organisation,
        "colleagues": _colleagues(request.membership),
        "open_invitations": invitations.open_invitations(request.membership).order_by("pk"),
        "form": form,
        "now": timezone.now(),
        "assigns": request.membership.role in invitations.ROLES_THAT_ASSIGN,
        "absences": _absences(request.membership),
    }
    return render(request, "accounts/team.html", context)


def _absences(membership: Membership) -> list[Absence] | None:
    """Those of now and to come; None where nobody has a substitute."""
    if membership.role not in ROLES_WITH_SUBSTITUTES:
        return None
    return absences_from(membership.organisation_id, timezone.localdate())


def _invited(request: PortalRequest, form: InvitationForm) -> bool:
    """Every error of a mail server is an OSError; a later invitation takes this one's place."""
    try:
        invitations.invite(by=request.membership, **form.cleaned_data, at=timezone.now())
    except OSError:
        form.add_error("email", _("The letter could not be sent. Try again in a few minutes."))
        return False
    messages.success(request, _("The invitation is on its way."))
    return True


def _colleagues(membership: Membership) -> list[Membership]:
    active = Membership.objects.active().filter(organisation=membership.organisation)
    return list(active.select_related("user").order_by("pk"))


@login_required
@require_POST
def end_membership(request: PortalRequest, membership_id: int) -> HttpResponse:
    if request.membership is None:
        return redirect("portal:home")
    mine = {"pk": membership_id, "organisation": request.membership.organisation}
    colleague = get_object_or_404(Membership, **mine)
    if page := leaving.page_to_hand_over(colleague):
        return redirect(page)
    invitations.end_membership(membership_id, by=request.membership, at=timezone.now())
    return redirect("accounts:team")


@login_required
@require_POST
def withdraw_invitation(request: PortalRequest, invitation_id: int) -> HttpResponse:
    if request.membership is None:
        return redirect("portal:home")
    get_object_or_404(Invitation, pk=invitation_id, organisation=request.membership.organisation)
    invitations.withdraw_invitation(invitation_id, by=request.membership, at=timezone.now())
    return redirect("accounts:team")


@login_required
@require_POST
def resend_invitation(request: PortalRequest, invitation_id: int) -> HttpResponse:
    if request.membership is None:
        return redirect("portal:home")
    mine = {"pk": invitation_id, "organisation": request.membership.organisation}
    get_object_or_404(Invitation, **mine)
    try:
        invitations.resend_invitation(invitation_id, by=request.membership, at=timezone.now())
    except invitations.InvitationNotUsable:
        messages.error(request, _("This invitation was taken or withdrawn meanwhile."))
    except OSError:
        messages.error(request, _("The letter could not be sent. Try again in a few minutes."))
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("accounts:team")


@login_required
@require_POST
def allow_inviting(request: PortalRequest, membership_id: int) -> HttpResponse:
    if request.membership is None:
        return redirect("portal:home")
    colleagues = Membership.objects.active().filter(organisation=request.membership.organisation)
    get_object_or_404(colleagues, pk=membership_id)
    invitations.allow_inviting(membership_id, by=request.membership)
    return redirect("accounts:team")


@login_required
@require_POST
def allow_assigning(request: PortalRequest, membership_id: int) -> HttpResponse:
    """``may`` is 1 to allow it, 0 to take it back; oneself too."""
    if request.membership is None:
        return redirect("portal:home")
    colleagues = Membership.objects.active().filter(organisation=request.membership.organisation)
    get_object_or_404(colleagues, pk=membership_id)
    may_assign = request.POST.get("may") == "1"
    invitations.allow_assigning(membership_id, may_assign=may_assign, by=request.membership)
    return redirect("accounts:team")


@login_required
def leave(request: PortalRequest) -> HttpResponse:
    """Say what leaving means, then leave; the last who may invite is told to hand it on."""
    if request.membership is None:
        return redirect("portal:home")
    if page := leaving.page_to_hand_over(request.membership):
        return redirect(page)
    if request.method == "POST":
        try:
            invitations.leave(by=request.membership, at=timezone.now())
        except invitations.LastToInvite:
            messages.error(request, _("First let a colleague invite: nobody else here may."))
            return redirect("accounts:team")
        messages.success(request, _("You have left the organisation."))
        return redirect("accounts:account")
    return render(request, "accounts/leave.html", {"own": request.membership})


@login_required
def accept_invitation(request: PortalRequest, token: str) -> HttpResponse:
    try:
        invitation = invitations.usable_invitation(token, user=request.user, at=timezone.now())
        if request.method == "POST":
            joined = invitations.accept_invitation(token, user=request.user, at=timezone.now())
            access.act_as(request, joined.pk)
            return redirect("portal:home")
    except invitations.InvitationNotUsable:
        return render(request, "accounts/invitation_not_usable.html", status=404)
    return render(request, "accounts/accept_invitation.html", {"invitation": invitation})


@role_required(Role.AGENT_OFFICER)
def organisations_to_confirm(request: PortalRequest) -> HttpResponse:
    waiting = Organisation.objects.to_confirm().select_related("registered_by")
    page = Paginator(waiting, 25).get_page(request.GET.get("page"))
    return render(request, "accounts/organisations_to_confirm.html", {"page": page})


@role_required(Role.AGENT_OFFICER)
def organisation_to_confirm(request: PortalRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(
        Organisation.objects.select_related("registered_by", "verified_by__user"),
        pk=organisation_id,
        kind=OrganisationKind.EXPORTER,
    )
    form = RejectionForm(request.POST if "reject" in request.POST else None)
    if "confirm" in request.POST:
        return _confirmed(request, organisation_id)
    if form.is_valid():
        registration.reject_organisation(
            organisation_id,
            by=request.membership,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
        return redirect("accounts:organisations_to_confirm")
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/organisation_to_confirm.html", context)


def _confirmed(request: PortalRequest, organisation_id: int) -> HttpResponse:
    try:
        registration.confirm_organisation(organisation_id, by=request.membership, at=timezone.now())
    except registration.OrganisationAlreadyRegistered:
        messages.error(request, _("Another organisation has this number by now."))
        return redirect("accounts:organisation_to_confirm", organisation_id)
    messages.success(request, _("The organisation is confirmed."))
    return back_or(request, "accounts:organisations_to_confirm")
