"""The pages of the checks, in the namespace ``applications``."""

from django.urls import path

from applications import check_views

urlpatterns = [
    path("checks/", check_views.what_is_checked, name="what_is_checked"),
    path("<int:pk>/review/checks/", check_views.recheck, name="recheck"),
]
