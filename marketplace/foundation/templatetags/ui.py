"""Small template tags for every page."""

from django import template

register = template.Library()
