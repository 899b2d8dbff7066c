"""`python -m apps.gateway`."""

from apps.gateway.main import build

if __name__ == "__main__":
    build().run()
