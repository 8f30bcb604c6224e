"""The pages of messages, notes and openings, in the namespace ``applications``."""

from django.urls import path

from applications.correspondence import remark_views, views

urlpatterns = [
    path("<int:pk>/form/remarks/", remark_views.answer_remarks, name="answer_remarks"),
    path("<int:pk>/messages/", views.case_messages, name="messages"),
    path("<int:pk>/notes/", views.case_notes, name="notes"),
    path("<int:pk>/openings/", views.case_openings, name="openings"),
]
