"""All pages of the subsidy's cases, in one namespace."""

from applications.filing_urls import urlpatterns as filing

app_name = "applications"
urlpatterns = [*filing]
