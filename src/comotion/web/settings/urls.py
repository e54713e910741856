"""Addresses of the settings."""

from django.urls import path

from comotion.web.settings import audit_log, data, people, sign_on, tokens, views

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
    path("settings/sign-on/", sign_on.sign_on, name="sign_on"),
    path("settings/sign-on/claim/", sign_on.claim, name="claim_domain"),
    path("settings/sign-on/prove/", sign_on.prove, name="prove_domain"),
    path("settings/sign-on/give-up-domain/", sign_on.give_up_domain, name="give_up_domain"),
    path("settings/sign-on/openid-connect/", sign_on.keep_openid, name="keep_openid"),
    path("settings/sign-on/saml/", sign_on.keep_metadata, name="keep_saml"),
    path("settings/sign-on/arrival/", sign_on.arrival, name="arrival"),
    path("settings/sign-on/decide/", sign_on.decide, name="decide_sign_on"),
    path("settings/sign-on/give-up/", sign_on.give_up, name="give_up_sign_on"),
    path("settings/audit-log/", audit_log.audit_log, name="audit_log"),
    path("settings/audit-log.<str:ending>", audit_log.audit_log_file, name="audit_log_file"),
    path("settings/data/", data.data, name="data"),
    path("settings/data/export/", data.export, name="export"),
    path("settings/data/exports/<str:ref>/", data.progress, name="export_progress"),
    path("settings/data/exports/<str:ref>/archive.zip", data.download, name="download"),
    path("settings/data/exports/<str:ref>/cancel/", data.cancel_export, name="cancel_export"),
    path("settings/data/exports/<str:ref>/remove/", data.remove, name="remove_export"),
    path("settings/data/delete/", data.delete, name="delete"),
    path("settings/data/keep/", data.keep, name="keep"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/create/", tokens.create, name="create_token"),
    path("settings/tokens/end/", tokens.end, name="end_token"),
]
