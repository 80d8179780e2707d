from django.urls import path

from .views import budget, change, check, choices, draft, ideas, provider, receipt, stopped

app_name = "selections"
urlpatterns = [
    path("for/<str:number>/choose/<int:listing_id>/", draft.draft_new, name="choose"),
    path("for/<str:number>/draft/<int:draft_id>/", draft.draft_edit, name="draft"),
    path("for/<str:number>/draft/<int:draft_id>/change/", change.change, name="change"),
    path("for/<str:number>/check/<int:draft_id>/", check.check_page, name="check"),
    path("for/<str:number>/receipt/<int:selection_id>/", receipt.receipt, name="receipt"),
    path("for/<str:number>/choices/", choices.choices, name="choices"),
    path("for/<str:number>/choices/<int:selection_id>/", choices.choice, name="choice"),
    path("for/<str:number>/choices/<int:selection_id>/renew/", choices.renew, name="renew"),
    path("for/<str:number>/choices/<int:selection_id>/withdraw/", choices.withdraw_page, name="withdraw"),
    path("for/<str:number>/visits/<int:visit_id>/skip/", choices.skip_page, name="skip"),
    path("for/<str:number>/visits/<int:visit_id>/confirm/", choices.confirm_visit_page, name="confirm_visit"),
    path("for/<str:number>/visits/<int:visit_id>/dispute/", choices.dispute_page, name="dispute"),
    path("for/<str:number>/budget/", budget.budget, name="budget"),
    path("for/<str:number>/budget/entries/", budget.entries, name="entries"),
    path("for/<str:number>/shortlist/", ideas.shortlist, name="shortlist"),
    path("for/<str:number>/shortlist/<int:listing_id>/save/", ideas.save, name="save"),
    path("for/<str:number>/shortlist/<int:listing_id>/remove/", ideas.unsave, name="unsave"),
    path("for/<str:number>/listings/<int:listing_id>/suggest/", ideas.suggest_page, name="suggest"),
    path("for/<str:number>/suggestions/", ideas.suggestions, name="suggestions"),
    path("for/<str:number>/suggestions/<int:suggestion_id>/answer/", ideas.answer_suggestion, name="answer_suggestion"),
    path("work/stopped/", stopped.stopped, name="stopped"),
    path("provider/", provider.providers, name="providers"),
    path("provider/<int:provider_id>/requests/", provider.requests_page, name="requests"),
    path("provider/<int:provider_id>/requests/<int:selection_id>/", provider.provider_choice, name="provider_choice"),
    path("provider/<int:provider_id>/requests/<int:selection_id>/accept/", provider.accept, name="accept"),
    path("provider/<int:provider_id>/requests/<int:selection_id>/decline/", provider.decline, name="decline"),
    path("provider/<int:provider_id>/visits/<int:visit_id>/record/", provider.record, name="record"),
    path("provider/<int:provider_id>/visits/<int:visit_id>/cancel/", provider.cancel, name="cancel_visit"),
]
