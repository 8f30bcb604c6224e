from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:number>/<str:code>/", views.verify_document, name="verify_document"),
]
