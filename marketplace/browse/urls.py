from django.urls import path

from . import views
from .suggesting import suggestions

app_name = "browse"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("suggest/", suggestions, name="suggest"),
    path("compare/", views.compare, name="compare"),
    path("for/<str:number>/search/", views.search_for, name="search_for"),
    path("for/<str:number>/listings/<int:listing_id>/", views.listing_for, name="listing_for"),
    path("for/<str:number>/compare/", views.compare_for, name="compare_for"),
]
