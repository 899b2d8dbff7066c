"""The pages, by what they are about."""

from apps.public.routes import announcements, notices, verification

ALL = (verification.pages, notices.pages, announcements.pages)
