from django.urls import URLPattern, path

from . import views

app_name = "catalogue"
urlpatterns: list[URLPattern] = [
    path("listings/<int:pk>/", views.listing, name="listing"),
    path("providers/<int:pk>/", views.provider, name="provider"),
    path("categories/", views.categories, name="categories"),
    path("categories/<slug:code>/", views.category, name="category"),
    path("place/", views.place, name="place"),
]
