"""The officers' pages, in the namespace ``applications``."""

from django.urls import path, register_converter

from applications import (
    assignment_views,
    calendar_views,
    proof_views,
    queue_views,
    refusal_settings_views,
    review_views,
    time_limit_views,
)


class ActConverter:
    """The officers' acts, and nothing else."""

    regex = "|".join(review_views.STAFF_ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(ActConverter, "staff_act")

urlpatterns = [
    path("queue/", queue_views.queue_page, name="queue"),
    path("queue/file/<table_format:file_format>/", queue_views.export_queue, name="export_queue"),
    path("queue/views/", queue_views.saved_view_list, name="saved_views"),
    path("queue/views/first/", queue_views.open_with_view, name="open_with_view"),
    path("queue/views/<int:pk>/", queue_views.saved_view, name="saved_view"),
    path(
        "organisations/file/<table_format:file_format>/",
        queue_views.export_organisations_to_confirm,
        name="export_organisations",
    ),
    path("queue/chosen/", assignment_views.chosen, name="chosen"),
    path("queue/chosen/assign/", assignment_views.assign_chosen, name="assign_chosen"),
    path(
        "queue/chosen/file/<table_format:file_format>/",
        assignment_views.export_chosen,
        name="export_chosen",
    ),
    path("workload/", assignment_views.workload_page, name="workload"),
    path("officers/<int:membership_pk>/cases/", assignment_views.hand_over, name="hand_over"),
    path("exports/", queue_views.list_exports, name="list_exports"),
    path("time-limits/", time_limit_views.time_limits, name="time_limits"),
    path("calendar/", calendar_views.calendar_page, name="calendar"),
    path("refusals/", refusal_settings_views.refusal_settings, name="refusal_settings"),
    path("<int:pk>/proof/", proof_views.proof, name="proof"),
    path("<int:pk>/review/", review_views.review, name="review"),
    path("<int:pk>/review/<staff_act:act>/", review_views.act, name="act"),
    path("<int:pk>/letters/<int:notice_pk>/", review_views.case_notice, name="case_notice"),
]
