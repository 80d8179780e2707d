from django.urls import path

from . import stopped, views

app_name = "notices"
urlpatterns = [
    path("for/<str:number>/call-back/", views.call_back, name="call_back"),
    path("for/<str:number>/choices/<int:selection_id>/stopped/", stopped.letter, name="stopped_letter"),
    path("work/call-backs/", views.call_backs, name="call_backs"),
    path("work/call-backs/<int:call_back_id>/done/", views.call_back_done, name="call_back_done"),
]
