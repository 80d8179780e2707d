"""Staff work with a second factor; every way in asks for it."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group

from marketplace.accounts.enums import Role
from marketplace.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "jam-on-a-shelf-1"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def kaisa():
    user = User.objects.create_user(email="kaisa@example.org", password=PASSWORD, first_name="Kaisa")
    user.groups.add(Group.objects.get_or_create(name=Role.CASE_MANAGER)[0])
    return user


def log_in(client, email="kaisa@example.org"):
    return client.post("/sv/accounts/login/", {"login": email, "password": PASSWORD})


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def test_staff_without_one_are_sent_to_set_it_up(client, kaisa):
    log_in(client)
    answer = client.get("/sv/start/")
    assert (answer.status_code, answer.url) == (302, "/sv/accounts/2fa/totp/activate/")
    again = client.get(answer.url).url  # the password once more, for what guards the account
    assert client.post(again, {"password": PASSWORD}).url == answer.url
    assert client.get(answer.url).status_code == 200


def test_the_admin_sends_them_there_too(client, kaisa):
    kaisa.is_superuser = True
    kaisa.save()
    log_in(client)
    assert client.get("/admin/").url == "/sv/accounts/2fa/totp/activate/"


def test_public_pages_do_not_ask(client, kaisa):
    log_in(client)
    assert client.get("/sv/place/").status_code == 200


def test_with_one_the_password_alone_is_not_enough(client, kaisa):
    TOTP.activate(kaisa, SECRET)
    RecoveryCodes.activate(kaisa)
    assert log_in(client).url == "/sv/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    wrong = client.post("/sv/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and 'id="errors"' in wrong.content.decode()
    client.post("/sv/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.session["_auth_user_id"] == str(kaisa.pk)


def test_others_need_none(client):
    User.objects.create_user(email="antti@example.org", password=PASSWORD)
    log_in(client, "antti@example.org")
    assert "2fa" not in client.get("/sv/start/").url


@pytest.mark.parametrize("path", ["/admin/login/", "/sv/_util/login/"])
def test_wagtails_own_logins_lead_to_ours(client, path):
    answer = client.get(f"{path}?next=/admin/pages/")
    assert answer.status_code == 302
    assert answer.url == "/sv/accounts/login/?next=/admin/pages/"


def test_wagtails_own_login_takes_no_password(client, kaisa):
    client.post("/admin/login/", {"username": "kaisa@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
