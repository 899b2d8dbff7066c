"""What the environment tells the incident service."""

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing beyond what every service is told, but a port of its own."""

    http_port: int = 8106
    store: str = "sqlite:///incident.sqlite"
