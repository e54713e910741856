"""Addresses of the settings."""

from django.urls import path

from comotion.web.settings import audit_log, people, views

app_name = "settings"
urlpatterns = [
    path("settings/", views.index, name="index"),
    path("settings/preview/", views.preview, name="preview"),
    path("settings/apply/", views.apply, name="apply"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="invite_member"),
    path("settings/people/role/", people.role, name="member_role"),
    path("settings/people/state/", people.state, name="member_state"),
    path("settings/people/remove/", people.remove, name="remove_member"),
    path("settings/people/send-again/", people.send_again, name="send_again"),
    path("settings/people/take-back/", people.take_back, name="take_back"),
    path("settings/audit-log/", audit_log.audit_log, name="audit_log"),
    path("settings/audit-log.<str:ending>", audit_log.audit_log_file, name="audit_log_file"),
]
