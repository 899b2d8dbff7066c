"""Routes of the forms of the examination day and of its preparation."""

from libs.forms.routes import form_routes
from services.scheduling.domain.forms.book import BOOK
from services.scheduling.views.form_subjects import FormSubjects

router = form_routes(BOOK, FormSubjects)
