"""The pages of messages, notes and openings, in the namespace ``applications``."""

from django.urls import path

from applications.correspondence import views

urlpatterns = [
    path("<int:pk>/messages/", views.case_messages, name="messages"),
    path("<int:pk>/notes/", views.case_notes, name="notes"),
    path("<int:pk>/openings/", views.case_openings, name="openings"),
]
