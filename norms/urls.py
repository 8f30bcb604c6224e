from django.urls import path

from norms import views

app_name = "norms"
urlpatterns = [
    path("", views.norm_list, name="norm_list"),
    path("<path:name>/", views.norm_page, name="norm"),
]
