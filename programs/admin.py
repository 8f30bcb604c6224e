"""What system admins may look at; changes go through the programme administrators' pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programs.models import Programme, ReferenceRate, Revision, RevisionEvent, TermsRow


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ("paragraph", "name_ru", "status", "ended_on")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("number", "state", "decision", "decided", "effective_from")


@admin.register(RevisionEvent)
class RevisionEventAdmin(ReadOnlyAdmin):
    list_display = ("revision", "kind", "membership", "at")
    list_select_related = ("revision", "membership__user", "membership__organisation")


@admin.register(TermsRow)
class TermsRowAdmin(ReadOnlyAdmin):
    list_display = ("revision", "programme", "channel", "source", "purpose", "rate_percent")
    list_filter = ("channel", "source", "purpose")
    list_select_related = ("revision", "programme")


@admin.register(ReferenceRate)
class ReferenceRateAdmin(ReadOnlyAdmin):
    list_display = ("kind", "currency", "term_bucket", "effective_from", "value_percent")
    list_filter = ("kind", "currency")
