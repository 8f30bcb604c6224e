"""The pages of keeping and erasing, in the namespace ``retention``."""

from django.urls import path

from files import table_formats as _table_formats  # noqa: F401
from retention import own_views, views

app_name = "retention"
urlpatterns = [
    path("", views.how_long, name="how_long"),
    path("desk/", views.desk, name="desk"),
    path("desk/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("desk/file/<table_format:file_format>/", views.due_file, name="due_file"),
    path("desk/requests/<int:pk>/", views.carry_out_request, name="carry_out_request"),
    path("periods/", views.periods, name="periods"),
    path("holds/", views.hold_list, name="holds"),
    path("holds/<int:pk>/lift/", views.lift_hold, name="lift_hold"),
    path("mine/", own_views.my_data, name="my_data"),
    path("mine/file/", own_views.my_data_file, name="my_data_file"),
]
