from django.urls import path

from .views import check, draft

app_name = "selections"
urlpatterns = [
    path("for/<str:number>/choose/<int:listing_id>/", draft.draft_new, name="choose"),
    path("for/<str:number>/draft/<int:draft_id>/", draft.draft_edit, name="draft"),
    path("for/<str:number>/draft/<int:draft_id>/change/", check.change, name="change"),
    path("for/<str:number>/check/<int:draft_id>/", check.check_page, name="check"),
    path("for/<str:number>/receipt/<int:selection_id>/", check.receipt, name="receipt"),
]
