from django.urls import path

from .views import helpers, invitation, link_code, looks, people, stand_in

app_name = "clients"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("link/", people.link, name="link"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("for/<str:number>/helpers/", helpers.helpers, name="helpers"),
    path("for/<str:number>/helpers/invite/", helpers.invite, name="invite"),
    path("for/<str:number>/helpers/<int:mandate_id>/end/", helpers.end_mandate, name="end_mandate"),
    path(
        "for/<str:number>/helpers/invitations/<int:invitation_id>/withdraw/",
        helpers.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("for/<str:number>/looks/", looks.looks, name="looks"),
    path("work/stand-in/", stand_in.find, name="find"),
    path("work/clients/<str:number>/stand-in/", stand_in.stand_in, name="stand_in"),
    path("for/<str:number>/link-code/", link_code.link_code, name="link_code"),
]
