"""`{% load suggest %}`: the list that a browser without script offers under a search box."""

from django import template

from marketplace.foundation.templatetags.ui import active_language
from search.suggest import all_of

register = template.Library()


@register.simple_tag
def words_to_offer(box: str) -> list[str]:
    """Kinds of help for the box "what", towns for "where"; in the page's language, without a question to the engine."""
    return all_of({"what": "category", "where": "town"}[box], active_language())
