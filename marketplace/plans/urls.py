from django.urls import path

from .views import mine, steps, work

app_name = "plans"
urlpatterns = [
    path("work/", work.work, name="work"),
    path("work/clients/<str:number>/plan/needs/", steps.needs, name="needs"),
    path("work/clients/<str:number>/plan/sum/", steps.sum_page, name="sum"),
    path("work/clients/<str:number>/plan/decide/", steps.decide_page, name="decide"),
    path("work/clients/<str:number>/plan/decided/<int:version_id>/", steps.decided, name="decided"),
    path("for/<str:number>/plan/", mine.plan_for, name="plan_for"),
    path("for/<str:number>/plan/review/", mine.ask_review_now, name="ask_review"),
]
