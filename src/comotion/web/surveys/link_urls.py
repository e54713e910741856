"""What a respondent's link opens; there is no organization in the address, the link says for whom one answers."""

from django.urls import path

from comotion.web.surveys import answering

app_name = "survey"
urlpatterns = [path("l/<str:token>/survey/", answering.questions, name="questions")]
