from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from norms.models import CalendarDay


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ("day", "is_working", "reason", "source", "created_by_name", "created_at")
    list_filter = ("is_working",)
    date_hierarchy = "day"
    readonly_fields = ("created_by_name", "created_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_name = str(request.user)
        super().save_model(request, obj, form, change)
