"""What people keep of lists: named views; and who took a list away as a file."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Role
from norms.append_only import AppendOnly, AppendOnlyQuerySet


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, membership: Membership | None) -> "SavedViewQuerySet":
        """One's own, and those shared by who acts in the same role for the same organisation."""
        if membership is None or membership.ended_at is not None:
            return self.none()
        shared = models.Q(
            is_shared=True, organisation=membership.organisation_id, role=membership.role
        )
        return self.filter(models.Q(owner=membership) | shared)


class SavedView(models.Model):
    """Filters and order of the cases' list under a name; never the cases themselves."""

    owner = models.ForeignKey(Membership, models.CASCADE, related_name="saved_views")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, help_text=_("the address's query, checked"))
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="saved_view_name_once"),
            models.CheckConstraint(name="saved_view_named", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="saved_view_role_known", condition=models.Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view that a membership's list opens with; gone with the view."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="default_view")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.membership}: {self.view}"


class ExportedList(models.TextChoices):
    CASES = "cases", _("Cases")
    OWN_CASES = "own_cases", _("The organisation's applications")
    ORGANISATIONS = "organisations", _("Organisations to confirm")


class ListExportQuerySet(AppendOnlyQuerySet):
    def visible_to(self, membership: Membership | None) -> "ListExportQuerySet":
        """What people of one's own organisation took away."""
        if membership is None or membership.ended_at is not None:
            return self.none()
        return self.filter(organisation=membership.organisation_id)


class ListExport(AppendOnly):
    """A list with people's data left the portal as a file: who, when, by which filter."""

    which = models.CharField(max_length=20, choices=ExportedList.choices)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    file_format = models.CharField(max_length=4, choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    filters: Any = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(help_text=_("rows that matched when it began"))

    objects = ListExportQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="list_export_known", condition=models.Q(which__in=ExportedList.values)
            )
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="list_export_order")]

    def __str__(self) -> str:
        return f"{self.which} {self.at} {self.rows}"
