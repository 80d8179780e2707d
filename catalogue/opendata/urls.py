"""As the API reference names them; a slash at the end is taken as well."""

from django.urls import URLPattern, path, re_path

from . import views

app_name = "hsds"
LISTS = {
    "services": (views.services, views.service, "service"),
    "organizations": (views.organizations, views.organization, "organization"),
    "service_at_locations": (views.service_at_locations, views.service_at_location, "service_at_location"),
    "taxonomies": (views.taxonomies, views.one_taxonomy, "taxonomy"),
    "taxonomy_terms": (views.taxonomy_terms, views.one_taxonomy_term, "taxonomy_term"),
}
urlpatterns: list[URLPattern] = [path("", views.about, name="about")]
for name, (rows, one, single) in LISTS.items():
    urlpatterns += [
        re_path(rf"^{name}/?$", rows, name=name),
        re_path(rf"^{name}/(?P<id>[^/]+)/?$", one, name=single),
    ]
