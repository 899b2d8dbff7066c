"""The pages, by what they are about."""

from apps.public.routes import announcements, credentials, employers, notices, verification, void

ALL = (verification.pages, employers.pages, credentials.pages, notices.pages, announcements.pages, void.pages)
