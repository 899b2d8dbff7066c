"""What scoring is told by its environment."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from libs.chassis.settings import ServiceSettings
from services.scoring.domain.marks import Combination, MarkingRules


class Settings(ServiceSettings):
    """Practical marking is the institution's to regulate; the rulebook only asks for independent sheets."""

    http_port: int = 8104
    store: str = "sqlite:///scoring.sqlite"
    sheets_per_piece: Annotated[int, Field(ge=1)] = 3
    sheet_tolerance: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(15)
    sheet_combination: Combination = Combination.MEAN
    thesis_points: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(40)

    def marking_rules(self) -> MarkingRules:
        """What is set for practical marking, as the domain takes it."""
        return MarkingRules(
            sheets=self.sheets_per_piece,
            tolerance=self.sheet_tolerance,
            combination=self.sheet_combination,
            thesis=self.thesis_points,
        )
