from django.contrib import admin
from django.http import HttpRequest

from notices.models import Notice, OutboxJob


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "subject", "issued_on", "rendered_at"]
    exclude = ["verification_code", "content"]
    ordering = ["-pk"]


@admin.register(OutboxJob)
class OutboxJobAdmin(ReadOnlyAdmin):
    list_display = ["key", "task", "created_at", "attempts", "done_at", "failed_at"]
    list_filter = ["task"]
    ordering = ["-pk"]
