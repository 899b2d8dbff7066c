"""What registration is told by its environment."""

from libs.chassis.settings import ServiceSettings
from services.registration.domain.admission.standards import FOUR_STANDARDS, Edition
from services.registration.domain.photos.photo import PhotoRules
from services.registration.domain.roster.table import MOST_ROWS
from services.registration.domain.scope import FOUR_OCCUPATIONS, FiledOffer


class Settings(ServiceSettings):
    """`filed_scope` is the institution's filing list, a JSON array of offers with `valid_from` and `valid_to`.

    `standards` are the editions that people are admitted by, a JSON array. `photo` is what a photo must be, a
    JSON object.
    """

    http_port: int = 8101
    store: str = "sqlite:///registration.sqlite"
    filed_scope: tuple[FiledOffer, ...] = FOUR_OCCUPATIONS
    standards: tuple[Edition, ...] = FOUR_STANDARDS
    most_roster_rows: int = MOST_ROWS
    announcement_early_days: int = 10
    photo: PhotoRules = PhotoRules()
