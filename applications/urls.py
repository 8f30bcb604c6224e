"""All pages of the subsidy's cases, in one namespace."""

from applications.check_urls import urlpatterns as checks
from applications.correspondence.urls import urlpatterns as correspondence
from applications.filing_urls import urlpatterns as filing
from applications.review_urls import urlpatterns as review

app_name = "applications"
urlpatterns = [*checks, *correspondence, *filing, *review]
