"""What the environment tells the archive."""

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing beyond what every service is told, but a port of its own."""

    http_port: int = 8107
    store: str = "sqlite:///archive.sqlite"
