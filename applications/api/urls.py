from django.urls import path

from applications.api import cases

urlpatterns = [
    path("applications", cases.Cases.as_view(), name="api_applications"),
    path("applications/<str:number>", cases.OneCase.as_view(), name="api_application"),
    path(
        "applications/<str:number>/findings",
        cases.CaseFindings.as_view(),
        name="api_application_findings",
    ),
    path(
        "applications/<str:number>/timeline",
        cases.CaseTimeline.as_view(),
        name="api_application_timeline",
    ),
]
