"""Addresses of the sections of a room."""

from django.urls import include, path

from comotion.web.room import forms_views, log, parting, people, pulse, rhythm, sharing, texts, views

app_name = "room"
urlpatterns = [
    path("partnerships/<str:ref>/", views.overview, name="overview"),
    path("partnerships/<str:ref>/metrics/", views.metrics, name="metrics"),
    path("partnerships/<str:ref>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("", include("comotion.web.initiatives.urls")),
    path("partnerships/<str:ref>/value/", views.value, name="value"),
    path("partnerships/<str:ref>/scorecard/", views.scorecard, name="scorecard"),
    path("partnerships/<str:ref>/history/", views.history, name="history"),
    path("partnerships/<str:ref>/log/", log.log, name="log"),
    path("partnerships/<str:ref>/log.<str:ending>", log.log_file, name="log_file"),
    path("partnerships/<str:ref>/brief.<str:ending>", views.brief, name="brief"),
    path("partnerships/<str:ref>/pulse/", pulse.pulse, name="pulse"),
    path("partnerships/<str:ref>/metrics/enter/", forms_views.enter_reading, name="enter_reading"),
    path("partnerships/<str:ref>/value/grade/", forms_views.grade_horizon, name="grade_horizon"),
    path("partnerships/<str:ref>/value/enter/", forms_views.enter_entry, name="enter_entry"),
    path("partnerships/<str:ref>/standing/", forms_views.edit_standing, name="edit_standing"),
    path("partnerships/<str:ref>/shared/", sharing.shared, name="shared"),
    path("partnerships/<str:ref>/shared/as/<int:party>/", sharing.view_as, name="view_as"),
    path("partnerships/<str:ref>/shared/ours/", sharing.sharing, name="sharing"),
    path("partnerships/<str:ref>/shared/ours/preview/", sharing.preview, name="preview_sharing"),
    path("partnerships/<str:ref>/shared/ours/share/", sharing.widen, name="share"),
    path("partnerships/<str:ref>/shared/ours/keep-back/", sharing.narrow, name="keep_back"),
    path("partnerships/<str:ref>/shared/text/<str:topic>/", texts.write, name="text"),
    path("partnerships/<str:ref>/people/", people.people, name="people"),
    path("partnerships/<str:ref>/people/invite/", people.invite_somebody, name="invite"),
    path("partnerships/<str:ref>/people/send-again/", people.send_invitation_again, name="send_again"),
    path("partnerships/<str:ref>/people/take-back/", people.take_invitation_back, name="take_back"),
    path("partnerships/<str:ref>/people/agree/", people.agree, name="agree"),
    path("partnerships/<str:ref>/people/let-out/", people.let_guest_out, name="let_guest_out"),
    path("partnerships/<str:ref>/parting/", parting.part, name="part"),
    path("partnerships/<str:ref>/parting/go-on/", parting.go_on, name="go_on"),
]
