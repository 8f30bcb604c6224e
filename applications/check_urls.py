"""The pages of the checks, in the namespace ``applications``."""

from django.urls import path

from applications import check_views
from applications.differences import views as difference_views

urlpatterns = [
    path("checks/", check_views.what_is_checked, name="what_is_checked"),
    path("<int:pk>/differences/", difference_views.differences, name="differences"),
    path("<int:pk>/review/checks/", check_views.recheck, name="recheck"),
]
