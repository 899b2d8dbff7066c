"""The occupations of the example batch, their levels, and how a batch of any size spreads over them."""

from dataclasses import dataclass

LEVELS = (5, 4, 3)
LEVEL_NAMES = {5: "五级", 4: "四级", 3: "三级", 2: "二级"}
LEVEL_TITLES = {5: "初级工", 4: "中级工", 3: "高级工", 2: "技师"}
TECHNICIAN = 2
LEVEL_SHARES = {5: 35, 4: 40, 3: 25}


@dataclass(frozen=True)
class Trade:
    """One occupation with what its candidates study and where they work."""

    code: str
    slug: str
    name: str
    work_type: str
    share: int
    workstations: int
    class_name: str
    subjects: tuple[str, ...]
    workplaces: tuple[str, ...]


TRADES = (
    Trade(
        code="4-03-02-01",
        slug="cooking",
        name="中式烹调师",
        work_type="中式烹调师",
        share=35,
        workstations=24,
        class_name="烹饪",
        subjects=("中餐烹饪", "烹调工艺与营养"),
        workplaces=("云岭楼酒家", "南浦渔家餐饮店", "松风堂食府", "望月湖宾馆", "青禾团餐公司"),
    ),
    Trade(
        code="4-03-02-02",
        slug="pastry",
        name="中式面点师",
        work_type="中式面点师",
        share=20,
        workstations=20,
        class_name="面点",
        subjects=("中西面点工艺", "中餐烹饪"),
        workplaces=("福满斋点心铺", "云岭楼酒家", "麦香园食品公司", "望月湖宾馆", "晨光早点坊"),
    ),
    Trade(
        code="6-18-01-01",
        slug="turning",
        name="车工",
        work_type="普通车工",
        share=25,
        workstations=15,
        class_name="机加",
        subjects=("机械加工技术", "数控技术应用"),
        workplaces=("恒岳机械厂", "沅江轴件公司", "启明精密零件厂", "大垅农机厂", "星河泵业公司"),
    ),
    Trade(
        code="6-11-01-04",
        slug="refrigeration",
        name="制冷工",
        work_type="制冷工",
        share=20,
        workstations=15,
        class_name="制冷",
        subjects=("制冷和空调设备运行与维修", "制冷与空调技术"),
        workplaces=("北坪冷链物流园", "雪原冷库公司", "沅江制冰厂", "青禾肉类加工厂", "澄湖乳品厂"),
    ),
)


def offer_shares() -> dict[tuple[Trade, int], int]:
    """Ten-thousandths of the candidates that apply for each occupation and level."""
    return {(trade, level): trade.share * LEVEL_SHARES[level] for trade in TRADES for level in LEVELS}


def spread(candidates: int) -> dict[tuple[Trade, int], int]:
    """Whole candidates for each occupation and level, by largest remainder."""
    shares = offer_shares()
    counts = {offer: candidates * share // 10_000 for offer, share in shares.items()}
    missing = candidates - sum(counts.values())
    by_remainder = sorted(shares, key=lambda offer: -(candidates * shares[offer] % 10_000))
    for offer in by_remainder[:missing]:
        counts[offer] += 1
    return counts


def sessions(candidates: int, trade: Trade, seats: int) -> int:
    """How many sessions of so many seats an occupation fills; levels never share a session."""
    return sum(-(-count // seats) for (of, _), count in spread(candidates).items() if of == trade)
