"""Only the views that are offered: no sign-up, no e-mail juggling."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from comotion.web.account import openid_connect, saml
from comotion.web.account.door import door
from comotion.web.account.sessions import sessions

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("codes/", mfa.index, name="mfa_index"),
    path("codes/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("codes/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("codes/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("codes/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/recovery/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/recovery/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/recovery/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sessions/", sessions, name="usersessions_list"),
    path("sign-on/", door, name="sign_on"),
    path("sign-on/<str:provider_id>/callback/", openid_connect.callback, name="openid_connect_callback"),
    path("sign-on/<str:ref>/metadata/", saml.metadata, name="saml_metadata"),
    path("sign-on/<str:ref>/acs/", saml.acs, name="saml_acs"),
    path("sign-on/<str:ref>/acs/finish/", saml.finish, name="saml_finish"),
]
