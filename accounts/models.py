"""People, organisations, and what a person may do where.

A role belongs to a membership, never to a person: one person may hold several,
acts as one at a time, and every event stores both.
"""

import hashlib
import secrets
from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail. ``is_staff`` opens Django's admin: system admins only."""

    email = models.EmailField(_("E-mail"), unique=True)
    full_name = models.CharField(_("Full name"), max_length=200)
    language = models.CharField(
        _("Language of letters"),
        max_length=2,
        choices=[("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))],
        default="kk",
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, help_text=_("May sign in only in a demonstration"))
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_case_insensitive")]

    def __str__(self) -> str:
        return self.shown_name or self.email

    @property
    def shown_name(self) -> str:
        """The name for pages and letters, also of somebody whose data were erased."""
        return gettext("erased person") if self.erased_at else self.full_name


class OrganisationKind(models.TextChoices):
    EXPORTER = "exporter", _("Exporter")
    LENDER = "lender", _("Lender")
    FINANCIAL_AGENT = "financial_agent", _("Financial agent")
    MINISTRY = "ministry", _("Ministry")
    PROGRAMME_OPERATOR = "programme_operator", _("Programme operator")
    MFO = "mfo", _("Microfinance organisation")
    BANK = "bank", _("Bank")
    SUPERVISOR = "supervisor", _("Supervisor")


class Role(models.TextChoices):
    APPLICANT = "applicant", _("Applicant")
    LENDER_OFFICER = "lender_officer", _("Lender's officer")
    AGENT_OFFICER = "agent_officer", _("Financial agent's officer")
    MINISTRY_OFFICER = "ministry_officer", _("Ministry officer")
    PROGRAMME_ADMIN = "programme_admin", _("Programme administrator")
    REPORTER = "reporter", _("Reporter")
    SUPERVISOR = "supervisor", _("Supervisor")


ROLES_OF_KIND: dict[str, frozenset[str]] = {
    OrganisationKind.EXPORTER: frozenset({Role.APPLICANT}),
    OrganisationKind.LENDER: frozenset({Role.LENDER_OFFICER}),
    OrganisationKind.FINANCIAL_AGENT: frozenset({Role.AGENT_OFFICER}),
    OrganisationKind.MINISTRY: frozenset({Role.MINISTRY_OFFICER}),
    OrganisationKind.PROGRAMME_OPERATOR: frozenset({Role.PROGRAMME_ADMIN}),
    OrganisationKind.MFO: frozenset({Role.REPORTER}),
    OrganisationKind.BANK: frozenset({Role.REPORTER}),
    OrganisationKind.SUPERVISOR: frozenset({Role.SUPERVISOR}),
}

# Kinds a person may register without a system admin.
SELF_REGISTERED_KINDS = frozenset({OrganisationKind.EXPORTER})


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def to_confirm(self) -> "OrganisationQuerySet":
        """Exporters the agent has not confirmed, the longest waiting first, rejected ones last."""
        waiting = self.filter(kind=OrganisationKind.EXPORTER, verified_at=None)
        rejected_last = models.F("rejected_at").asc(nulls_first=True)
        return waiting.order_by(rejected_last, "registered_at", "pk")


class Organisation(models.Model):
    """A legal entity (BIN) or sole trader (IIN). Unverified until the agent confirms it."""

    business_number = models.CharField(_("BIN or IIN"), max_length=12)
    kind = models.CharField(_("Kind"), max_length=20, choices=OrganisationKind.choices)
    name_kk = models.CharField(_("Name in Kazakh"), max_length=300)
    name_ru = models.CharField(_("Name in Russian"), max_length=300)
    address = models.CharField(_("Address"), max_length=500, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="registered_organisations"
    )
    registered_at = models.DateTimeField(auto_now_add=True)
    verified_at = models.DateTimeField(_("Confirmed at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "Membership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejection_reason = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [  # lists of cases are sorted by the exporter's name
            models.Index(fields=["name_kk"], name="organisation_kazakh_order"),
            models.Index(fields=["name_ru"], name="organisation_russian_order"),
        ]
        constraints = [
            # One the agent did not confirm holds its number no longer: whoever typed a
            # foreign BIN must not keep its owner out.
            models.UniqueConstraint(
                fields=["business_number"],
                condition=models.Q(rejected_at=None),
                name="organisation_business_number_once",
            ),
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=models.Q(kind__in=OrganisationKind.values),
            ),
            models.CheckConstraint(
                name="organisation_business_number_12_digits",
                condition=models.Q(business_number__regex=r"^[0-9]{12}$"),
            ),
            models.CheckConstraint(
                name="organisation_not_both_confirmed_and_rejected",
                condition=models.Q(verified_at=None) | models.Q(rejected_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name_ru

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """One person's one role in one organisation; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    may_invite = models.BooleanField(_("May invite colleagues"), default=False)
    may_assign = models.BooleanField(_("May assign cases to colleagues"), default=False)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(ended_at=None),
                name="membership_one_active_per_role",
            ),
            models.CheckConstraint(
                name="membership_role_known", condition=models.Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        return self.filter(cancelled_at=None)

    def in_force(self, on: date) -> "AbsenceQuerySet":
        return self.standing().filter(first_day__lte=on, last_day__gte=on)


class Absence(models.Model):
    """From the first day to the last one, both included, a colleague stands in for somebody."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(Membership, models.PROTECT, related_name="stands_in")
    first_day = models.DateField(_("First day away"))
    last_day = models.DateField(_("Last day away"))
    stated_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=models.Q(last_day__gte=models.F("first_day")),
            ),
            models.CheckConstraint(
                name="absence_another_stands_in",
                condition=~models.Q(substitute=models.F("membership")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.user}: {self.first_day} – {self.last_day}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """An offer of a role to an e-mail address; the token is stored as its SHA-256 only."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    may_invite = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                name="invitation_role_known", condition=models.Q(role__in=Role.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organisation}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)


class PersonalDataConsent(models.Model):
    """Consent to one edition of the text, pinned by its digest; withdrawn, never edited."""

    user = models.ForeignKey(User, models.PROTECT, related_name="consents")
    edition = models.CharField(_("Edition"), max_length=20)
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField(_("Given"))
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to the processing of personal data")
        verbose_name_plural = _("consents to the processing of personal data")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "edition"],
                condition=models.Q(withdrawn_at=None),
                name="consent_one_standing_per_edition",
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=models.Q(withdrawn_at=None)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.edition}"


class SecondStepReset(models.Model):
    """An administrator took away the second step of somebody who had lost everything."""

    user = models.ForeignKey(User, models.PROTECT, related_name="second_step_resets")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("Reason"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of second steps")
        constraints = [
            models.CheckConstraint(
                name="second_step_reset_has_a_reason", condition=~models.Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.at:%Y-%m-%d}"


class TokenScope(models.TextChoices):
    """What a program may do with a token; never more than the token's holder may."""

    REGISTERS_WRITE = "registers:write", _("Upload registers")
    REGISTERS_READ = "registers:read", _("Read registers and their errors")
    RUNS_READ = "runs:read", _("Read runs of the ratios")
    CASES_READ = "cases:read", _("Read cases: state, time limit, findings, history")


_SCOPE = "|".join(TokenScope.values)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, membership: Membership | None) -> "ApiTokenQuerySet":
        """One's own in this membership; the organisation's for who may invite there."""
        if membership is None or membership.ended_at is not None:
            return self.none()
        if membership.may_invite:
            return self.filter(membership__organisation=membership.organisation_id)
        return self.filter(membership=membership)

    def alive(self, at: datetime) -> "ApiTokenQuerySet":
        """Neither revoked nor expired, and their holder still works there."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=at,
            membership__ended_at=None,
            membership__user__is_active=True,
        )


class ApiToken(models.Model):
    """A key by which a program acts as one membership; stored as its SHA-256 only."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=100)
    # In OAuth's notation: words between single spaces.
    scope = models.CharField(max_length=200)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    form_key = models.UUIDField(unique=True, help_text=_("the form it was made with, sent once"))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token for programs")
        verbose_name_plural = _("tokens for programs")
        constraints = [
            models.CheckConstraint(
                name="api_token_scope_known",
                condition=models.Q(scope__regex=rf"^({_SCOPE})( ({_SCOPE}))*$"),
            ),
            models.CheckConstraint(
                name="api_token_expires_after_it_was_made",
                condition=models.Q(expires_at__gt=models.F("created_at")),
            ),
            models.CheckConstraint(
                name="api_token_revoked_by_someone",
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… · {self.name}"

    @property
    def scopes(self) -> list[TokenScope]:
        return [TokenScope(word) for word in self.scope.split()]
