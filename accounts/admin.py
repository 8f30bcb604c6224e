"""Django's admin: for system admins, who create lenders, staff and reporters."""

from typing import Any

from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.forms import BusinessNumberField
from accounts.models import (
    ROLES_OF_KIND,
    Absence,
    Membership,
    Organisation,
    SecondStepReset,
    User,
)

# A second step is reset with a reason (reset_second_step), a session ended by its person.
admin.site.unregister([Authenticator, UserSession])


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["user", "organisation", "role", "may_invite", "may_assign", "ended_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        organisation, role = cleaned.get("organisation"), cleaned.get("role")
        if organisation and role and role not in ROLES_OF_KIND[organisation.kind]:
            self.add_error("role", _("An organisation of this kind has no such role."))
        return cleaned


class OrganisationAdminForm(forms.ModelForm):
    business_number = BusinessNumberField(label=_("BIN or IIN"))

    class Meta:
        model = Organisation
        fields = ["business_number", "kind", "name_kk", "name_ru", "address", "verified_at"]


class MembershipInline(admin.TabularInline):
    model = Membership
    form = MembershipForm
    fk_name = "organisation"
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "full_name", "is_active", "is_staff"]
    search_fields = ["email", "full_name"]
    fields = ["email", "full_name", "language", "is_active", "is_staff", "is_superuser"]
    ordering = ["email"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    form = OrganisationAdminForm
    list_display = ["name_ru", "business_number", "kind", "verified_at"]
    list_filter = ["kind"]
    search_fields = ["name_kk", "name_ru", "business_number"]
    inlines = [MembershipInline]
    ordering = ["name_ru"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    form = MembershipForm
    list_display = ["user", "organisation", "role", "started_at", "ended_at"]
    list_filter = ["role"]
    list_select_related = ["user", "organisation"]
    autocomplete_fields = ["user", "organisation"]
    ordering = ["pk"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin):
    """Read only: absences are stated and ended on the team's page."""

    list_display = ["membership", "substitute", "first_day", "last_day", "cancelled_at"]
    list_select_related = [
        f"{who}__{what}"
        for who in ("membership", "substitute")
        for what in ("user", "organisation")
    ]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(SecondStepReset)
class SecondStepResetAdmin(admin.ModelAdmin):
    """Read only: the act is a command, ``reset_second_step``."""

    list_display = ["user", "by", "at", "reason"]
    list_select_related = ["user", "by"]
    ordering = ["-at"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
