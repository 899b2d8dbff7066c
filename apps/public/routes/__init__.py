"""The pages, by what they are about."""

from apps.public.routes import announcements, credentials, notices, verification, void

ALL = (verification.pages, credentials.pages, notices.pages, announcements.pages, void.pages)
