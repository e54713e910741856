"""The REST API's one instance, with the router of every noun."""

from comotion.api import organizations, runs
from comotion.api.application import ComotionApi

api = ComotionApi()
api.add_router("", organizations.router)
api.add_router("", runs.router)
