"""The pages of messages, notes, openings, history and ZIP, in the namespace ``applications``."""

from django.urls import path

from applications.case_archive import views as archive_views
from applications.correspondence import remark_views, views

urlpatterns = [
    path("<int:pk>/form/remarks/", remark_views.answer_remarks, name="answer_remarks"),
    path("<int:pk>/messages/", views.case_messages, name="messages"),
    path("<int:pk>/notes/", views.case_notes, name="notes"),
    path("<int:pk>/openings/", views.case_openings, name="openings"),
    path("<int:pk>/history/", archive_views.history, name="history"),
    path("<int:pk>/archive/", archive_views.archive, name="archive"),
]
