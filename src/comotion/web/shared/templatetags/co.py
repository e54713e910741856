"""The components that draw themselves."""

from django import template

register = template.Library()
