"""All pages of the subsidy's cases, in one namespace."""

from applications.filing_urls import urlpatterns as filing
from applications.review_urls import urlpatterns as review

app_name = "applications"
urlpatterns = [*filing, *review]
