"""Addresses of the audit."""

from django.urls import path

from comotion.web.friction_audit import gathering_views as gathering
from comotion.web.friction_audit import (
    handing_views,
    interview_views,
    ownership_views,
    report_views,
    reward_views,
    sheet_views,
    views,
)

app_name = "friction-audit"
ONE = "friction-audits/<str:ref>/"
urlpatterns = [
    path("friction-audits/", views.index, name="index"),
    path("friction-audits/begin/", views.begin, name="begin"),
    path(ONE, views.guide, name="guide"),
    path(f"{ONE}goal/", views.goal, name="goal"),
    path(f"{ONE}people/", views.respondents, name="respondents"),
    path("respondents/<str:ref>/remove/", views.remove_person, name="remove_person"),
    path(f"{ONE}questionnaire/", views.questionnaire, name="questionnaire"),
    path(f"{ONE}questionnaire/remind/", views.remind, name="remind"),
    path(f"{ONE}questionnaire/close/", views.close, name="close"),
    path(f"{ONE}interviews/", interview_views.interviews, name="interviews"),
    path("interviews/<str:ref>/", interview_views.interview, name="interview"),
    path("interviews/<str:ref>/answers/", interview_views.answers, name="interview_answers"),
    path("interviews/<str:ref>/remove/", interview_views.remove_interview, name="remove_interview"),
    path(f"{ONE}touchpoints/", gathering.touchpoints, name="touchpoints"),
    path(f"{ONE}touchpoints/meetings/", gathering.propose_meetings, name="propose_meetings"),
    path(f"{ONE}touchpoints/calendar/", gathering.propose_calendar, name="propose_calendar"),
    path("touchpoints/<str:ref>/", gathering.touchpoint, name="touchpoint"),
    path("touchpoints/<str:ref>/remove/", gathering.remove_contact, name="remove_contact"),
    path(f"{ONE}artifacts/", gathering.artifacts, name="artifacts"),
    path("artifacts/<str:ref>/remove/", gathering.remove_artifact, name="remove_artifact"),
    path(f"{ONE}signals/", gathering.signals, name="signals"),
    path("signals/<str:ref>/remove/", gathering.remove_signal, name="remove_signal"),
    path(f"{ONE}incentives/", reward_views.incentives, name="incentives"),
    path("role-groups/<str:ref>/element/", reward_views.add_element, name="add_element"),
    path("role-groups/<str:ref>/joint-share/", reward_views.set_joint_share, name="set_joint_share"),
    path("role-groups/<str:ref>/release/", reward_views.release_group, name="release_group"),
    path("role-groups/<str:ref>/withhold/", reward_views.withhold_group, name="withhold_group"),
    path("elements/<str:ref>/remove/", reward_views.drop_element, name="drop_element"),
    path("elements/<str:ref>/grade/", reward_views.grade_element, name="grade_element"),
    path(f"{ONE}ownership/", ownership_views.ownership, name="ownership"),
    path(f"{ONE}report/", report_views.report, name="report"),
    path(f"{ONE}report/issue/", report_views.issue_report, name="issue_report"),
    path(f"{ONE}report/by-link/", handing_views.hand_out, name="hand_out"),
    path(f"{ONE}report/slides/", report_views.slides, name="slides"),
    path(f"{ONE}report.<str:ending>", report_views.report_document, name="report_document"),
    path(f"{ONE}sheets/", sheet_views.sheets, name="sheets"),
    path(f"{ONE}sheets/<str:sheet>.<str:ending>", sheet_views.sheet, name="sheet"),
]
