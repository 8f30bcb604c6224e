"""The officers' pages, in the namespace ``applications``."""

from django.urls import path, register_converter

from applications import review_views


class ActConverter:
    """The officers' acts, and nothing else."""

    regex = "|".join(review_views.STAFF_ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(ActConverter, "staff_act")

urlpatterns = [
    path("queue/", review_views.queue_page, name="queue"),
    path("<int:pk>/review/", review_views.review, name="review"),
    path("<int:pk>/review/<staff_act:act>/", review_views.act, name="act"),
    path("<int:pk>/letters/<int:notice_pk>/", review_views.case_notice, name="case_notice"),
]
