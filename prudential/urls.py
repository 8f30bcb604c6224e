from django.urls import URLPattern

app_name = "prudential"
urlpatterns: list[URLPattern] = []
