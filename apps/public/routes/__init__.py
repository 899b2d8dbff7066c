"""The pages, by what they are about."""

from apps.public.routes import announcements, notices, verification, void

ALL = (verification.pages, notices.pages, announcements.pages, void.pages)
