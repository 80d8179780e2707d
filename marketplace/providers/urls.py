from django.urls import path

from .views import (
    account,
    apply,
    approvals,
    colleagues,
    freshness,
    listing_preview,
    listing_questions,
    listings,
    numbers,
    price_lists,
    prices,
)

app_name = "providers"
urlpatterns = [
    path("provider/apply/", apply.start, name="apply"),
    path("provider/apply/check/", apply.check, name="check"),
    path("provider/apply/give-up/", apply.give_up, name="give_up"),
    path("provider/apply/<slug:key>/", apply.question, name="question"),
    path("provider/<int:provider_id>/approval/", approvals.approvals, name="approvals"),
    path("provider/<int:provider_id>/approval/new/", approvals.new, name="new_approval"),
    path("provider/<int:provider_id>/approval/<int:approval_id>/", approvals.approval, name="approval"),
    path(
        "provider/<int:provider_id>/approval/<int:approval_id>/evidence/<int:requirement_id>/",
        approvals.evidence,
        name="evidence",
    ),
    path("provider/<int:provider_id>/approval/<int:approval_id>/send/", approvals.send, name="send"),
    path("provider/<int:provider_id>/approval/<int:approval_id>/answer/", approvals.answer, name="answer"),
    path(
        "provider/<int:provider_id>/approval/<int:approval_id>/letter/<int:step_id>/", approvals.letter, name="letter"
    ),
    path("provider/<int:provider_id>/evidence/<int:evidence_id>/", approvals.file, name="file"),
    path("provider/invitation/<str:token>/", colleagues.invitation, name="invitation"),
    path("provider/<int:provider_id>/colleagues/", colleagues.colleagues, name="colleagues"),
    path("provider/<int:provider_id>/colleagues/invite/", colleagues.invite, name="invite"),
    path("provider/<int:provider_id>/colleagues/<int:member_id>/remove/", colleagues.remove, name="remove"),
    path(
        "provider/<int:provider_id>/colleagues/invitations/<int:invitation_id>/withdraw/",
        colleagues.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("provider/<int:provider_id>/listings/", listings.listings, name="listings"),
    path("provider/<int:provider_id>/listings/new/", listings.new, name="new_listing"),
    path("provider/<int:provider_id>/listings/measure/", listing_questions.measure, name="measure"),
    path("provider/<int:provider_id>/listings/<int:listing_id>/", listings.listing, name="listing"),
    path("provider/<int:provider_id>/listings/<int:listing_id>/preview/", listing_preview.preview, name="preview"),
    path("provider/<int:provider_id>/listings/<int:listing_id>/send/", listings.send, name="send_listing"),
    path(
        "provider/<int:provider_id>/listings/<int:listing_id>/take-back/", listings.take_back, name="take_back_listing"
    ),
    path("provider/<int:provider_id>/listings/<int:listing_id>/hide/", listings.hide, name="hide_listing"),
    path("provider/<int:provider_id>/listings/<int:listing_id>/holds/", listings.holds, name="text_holds"),
    path(
        "provider/<int:provider_id>/listings/<int:listing_id>/questions/<slug:key>/",
        listing_questions.question,
        name="listing_question",
    ),
    path("provider/<int:provider_id>/still-right/", freshness.freshness, name="freshness"),
    path("provider/<int:provider_id>/numbers/", numbers.numbers, name="numbers"),
    path("provider/<int:provider_id>/account/", account.account, name="account"),
    path("provider/<int:provider_id>/account/<int:account_id>/confirm/", account.confirm, name="confirm_account"),
    path("provider/<int:provider_id>/account/<int:account_id>/withdraw/", account.withdraw, name="withdraw_account"),
    path("provider/<int:provider_id>/prices/", prices.prices, name="prices"),
    path("provider/<int:provider_id>/prices/list/", price_lists.price_list, name="price_list"),
    path("provider/<int:provider_id>/prices/list.<slug:kind>", price_lists.download, name="price_download"),
    path("provider/<int:provider_id>/prices/<int:listing_id>/change/", prices.begin, name="begin_price"),
    path("provider/<int:provider_id>/prices/changes/<int:change_id>/", prices.change, name="price_change"),
    path(
        "provider/<int:provider_id>/prices/changes/<int:change_id>/throw-away/",
        prices.throw_away,
        name="throw_prices_away",
    ),
    path(
        "provider/<int:provider_id>/prices/changes/<int:change_id>/<slug:key>/",
        prices.question,
        name="price_question",
    ),
]
