"""For system admins: the subsidy's dated settings; the history to read, never to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from applications.models import (
    Case,
    CaseEvent,
    CheckRun,
    GoodsListEdition,
    GoodsListEntry,
    ListExport,
    OrderEdition,
    Submission,
    SubsidyBudget,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the workflow writes is looked at here and changed nowhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OrderEdition)
class OrderEditionAdmin(admin.ModelAdmin):
    """The code names the edition for ever; its day of effect may become known.

    A case keeps its edition's wording: once one rests on it, the words are only read.
    """

    WORDING = (
        "act",
        *(f"title_{language}" for language in ("kk", "ru", "en")),
        "form_heading_kk",
        *(f"form_opening_{language}" for language in ("kk", "ru", "en")),
    )

    list_display = ("code", "act", "effective_from", "verified")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return ("code", *self.WORDING) if obj.case_set.exists() else ("code",)


class GoodsListEntryInline(admin.TabularInline):
    model = GoodsListEntry
    extra = 0


@admin.register(GoodsListEdition)
class GoodsListEditionAdmin(admin.ModelAdmin):
    list_display = ("title", "effective_from", "is_sample")
    inlines = (GoodsListEntryInline,)


@admin.register(SubsidyBudget)
class SubsidyBudgetAdmin(admin.ModelAdmin):
    list_display = ("year", "amount", "currency", "source")


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("number", "organisation", "state", "submitted_at")
    list_filter = ("state",)
    list_select_related = ("organisation",)
    search_fields = ("number", "organisation__business_number")


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("case", "ordinal", "submitted_at", "buyer_name")
    list_select_related = ("case",)


@admin.register(CheckRun)
class CheckRunAdmin(ReadOnlyAdmin):
    list_display = ("submission", "ran_at", "why")
    list_select_related = ("submission__case",)


@admin.register(CaseEvent)
class CaseEventAdmin(ReadOnlyAdmin):
    list_display = ("case", "ordinal", "kind", "at", "user", "hash")
    list_filter = ("kind",)
    list_select_related = ("case", "user")


@admin.register(ListExport)
class ListExportAdmin(ReadOnlyAdmin):
    """Who took which list away, and how much of it."""

    list_display = ("at", "membership", "which", "file_format", "rows", "filters")
    list_filter = ("which", "file_format")
    list_select_related = ("membership__user", "membership__organisation")
