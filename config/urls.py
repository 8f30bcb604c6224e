"""Where everything is: pages below a language, machines' doors outside."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from applications.calendar_views import calendar_feed
from config.api_views import docs
from notices.views import short_link

# One door for all: the administration has no sign-in page of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("portal.machine_urls")),
    path("v/<str:number>/<str:code>", short_link, name="verify_short"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("config.api_urls")),
    *i18n_patterns(
        path("", include("portal.urls")),
        path("account/", include("accounts.sign_in_urls")),
        path("account/", include("accounts.urls")),
        path("applications/", include("applications.urls")),
        path("programmes/", include("programs.urls")),
        path("prudential/", include("prudential.urls")),
        path("norms/", include("norms.urls")),
        path("records/", include("retention.urls")),
        path("documents/", include("notices.urls")),
        path("api/", docs, name="api_page"),
        path("admin/", admin.site.urls),
    ),
]
