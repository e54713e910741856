"""The REST API's one instance, with the router of every noun."""

from comotion.api import organizations, partnerships, portfolio, runs
from comotion.api.application import ComotionApi

api = ComotionApi()
for noun in (organizations, partnerships, portfolio, runs):
    api.add_router("", noun.router)
