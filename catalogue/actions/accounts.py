"""Where a provider is paid. One person gives the account, another takes it into use."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError as StdnumError

from marketplace.accounts.models import User

from ..enums import AccountRefusal
from ..models import PaymentAccount, Provider
from ..signals import account_given
from .colleagues import lock_provider


def clean_iban(value: str) -> str:
    """The account number without spaces; ValidationError if its check digits or its length are wrong."""
    try:
        return iban_numbers.validate(value)
    except StdnumError as error:
        words = _("This is not an IBAN account number. It looks like FI21 1234 5600 0007 85.")
        raise ValidationError(words, code="iban") from error


@transaction.atomic
def give_account(*, provider: Provider, by: User, iban: str, holder: str) -> PaymentAccount:
    """An account that waits for a second person. It takes the place of one that waited; payments go on as before."""
    iban = clean_iban(iban)
    lock_provider(provider.pk)
    same = provider.accounts.waiting().filter(iban=iban, holder=holder, asked_by=by).first()
    if same is not None:
        return same
    provider.accounts.waiting().update(withdrawn_at=timezone.now(), withdrawn_by=by)
    account = PaymentAccount.objects.create(provider=provider, iban=iban, holder=holder, asked_by=by)
    account_given.send(PaymentAccount, account=account)
    return account


@transaction.atomic
def confirm_account(*, account: PaymentAccount, by: User) -> AccountRefusal | None:
    """The second person's yes: from now on the provider is paid there."""
    lock_provider(account.provider_id)
    if account.asked_by_id == by.pk:
        return AccountRefusal.SAME_PERSON
    done = PaymentAccount.objects.waiting().filter(pk=account.pk)
    return None if done.update(confirmed_by=by, confirmed_at=timezone.now()) else AccountRefusal.NOT_OPEN


@transaction.atomic
def withdraw_account(*, account: PaymentAccount, by: User) -> AccountRefusal | None:
    """Someone sees that it is wrong: it never comes into use."""
    lock_provider(account.provider_id)
    done = PaymentAccount.objects.waiting().filter(pk=account.pk)
    return None if done.update(withdrawn_by=by, withdrawn_at=timezone.now()) else AccountRefusal.NOT_OPEN
