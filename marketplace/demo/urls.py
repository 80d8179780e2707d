from django.urls import URLPattern, path

from . import views

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("", views.cast, name="cast"),
    path("<slug:key>/", views.step_in, name="step_in"),
]
