from django.urls import URLPattern, path

from .sitemaps import robots, sitemap

app_name = "cms"
urlpatterns: list[URLPattern] = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
