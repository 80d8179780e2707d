"""Every address of the site. Path words are English everywhere; the language is the prefix."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from marketplace.accounts.views import staff_login

handler400 = "catalogue.errors.bad_request"
handler500 = "catalogue.errors.server_error"

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", staff_login),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("marketplace.browse.api.urls")),
    path("", include("cms.urls")),
    path("api/hsds/", include("catalogue.opendata.urls")),
    path("health/", include("marketplace.foundation.urls")),
    path("oidc/", include("marketplace.accounts.oidc_urls")),
]

pages: list[URLPattern | URLResolver] = [
    path("accounts/", include("marketplace.accounts.login_urls")),
    path("", include("marketplace.accounts.urls")),
    path("", include("catalogue.urls")),
    path("", include("marketplace.clients.urls")),
    path("", include("marketplace.plans.urls")),
    path("", include("marketplace.selections.urls")),
    path("", include("marketplace.browse.urls")),
    path("", include("marketplace.notices.urls")),
    path("", include("marketplace.providers.urls")),
]
if settings.DEMO:
    # For real a web server gives out the pictures.
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
    pages.append(path("demo/", include("marketplace.demo.urls")))
pages += [path("_util/login/", to_login), path("", include(wagtail_urls))]

urlpatterns += i18n_patterns(*pages, prefix_default_language=True)
