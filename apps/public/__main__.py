"""`python -m apps.public`."""

from apps.public.main import build

if __name__ == "__main__":
    build().run()
