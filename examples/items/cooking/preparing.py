"""Range B: yields of raw materials and soaking."""

from examples.items.computed import Computed

# Materials with a believable range of net yield in per cent.
VEGETABLES = (
    *(("莴笋", 62), ("冬笋", 36), ("芹菜", 70), ("大白菜", 80), ("土豆", 85), ("藕", 78), ("西兰花", 65)),
    *(("茭白", 58), ("毛豆", 48), ("丝瓜", 76), ("冬瓜", 82), ("洋葱", 88), ("青椒", 86), ("胡萝卜", 90)),
)
MEATS = (
    *(("活鸡", 68), ("活鸭", 66), ("草鱼", 72), ("鲈鱼", 75)),
    *(("鲜虾", 52), ("带骨猪腿", 80), ("猪前夹", 84), ("活鳝", 60)),
)
SOAKED = (
    *(("干木耳", 8), ("干香菇", 5), ("干黄花菜", 3.5), ("干笋", 5.5)),
    *(("干海参", 6), ("干蹄筋", 4.5), ("干银耳", 9), ("干粉丝", 3)),
)
CHEAP = (6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 24)
DEAR = (24, 28, 30, 32, 36, 40, 45, 48, 52, 60)

PREPARING = (
    Computed(
        slug="net-rate",
        area="B",
        point="净料率计算",
        stems=(
            "购进{thing}{a} kg，经初加工得净料{b} kg，净料率{为}（　）。",
            "{thing}毛料{a} kg，加工后净料{b} kg，其净料率{为}（　）。",
        ),
        grid={"thing,a,b": [(name, a, round(a * k / 100, 1)) for name, k in VEGETABLES for a in range(5, 31)]},
        answer=lambda n: 100 * n.b / n.a,
        mistakes=(lambda n: 100 * (n.a - n.b) / n.a, lambda n: 100 * n.a / n.b, lambda n: 100 * n.b / (n.a + n.b)),
        unit="%",
        levels=(5, 4),
        easiness=0.72,
    ),
    Computed(
        slug="loss-rate",
        area="B",
        point="损耗率计算",
        stems=(
            "{thing}毛料{a} kg，初加工后得净料{b} kg，损耗率{为}（　）。",
            "加工整理{thing}{a} kg，得净料{b} kg，其损耗率{为}（　）。",
        ),
        grid={"thing,a,b": [(name, a, round(a * k / 100, 1)) for name, k in MEATS for a in range(4, 26)]},
        answer=lambda n: 100 * (n.a - n.b) / n.a,
        mistakes=(lambda n: 100 * n.b / n.a, lambda n: 100 * (n.a - n.b) / n.b, lambda n: 100 * n.a / (n.a + n.b)),
        unit="%",
        levels=(5, 4),
        easiness=0.7,
    ),
    Computed(
        slug="net-weight",
        area="B",
        point="净料质量计算",
        stems=(
            "{thing}的净料率为{k}%，加工{a} kg毛料可得净料{为}（　）。",
            "领用{thing}{a} kg，按净料率{k}%计算，净料质量{为}（　）。",
        ),
        grid={"thing,k": VEGETABLES, "a": range(3, 41)},
        answer=lambda n: n.a * n.k / 100,
        mistakes=(lambda n: n.a * (100 - n.k) / 100, lambda n: n.a * 100 / n.k, lambda n: n.a * n.k / 110),
        unit="kg",
        places=2,
        levels=(5, 4),
        easiness=0.72,
    ),
    Computed(
        slug="gross-needed",
        area="B",
        point="毛料采购量计算",
        stems=(
            "制作宴席需{thing}净料{b} kg，净料率{k}%，应采购毛料{为}（　）。",
            "某厨房需要{thing}净料{b} kg，已知其净料率为{k}%，至少应购进{为}（　）。",
        ),
        grid={"thing,k": VEGETABLES + MEATS, "b": range(3, 26)},
        answer=lambda n: n.b / n.k * 100,
        mistakes=(lambda n: n.b * n.k / 100, lambda n: n.b * (2 - n.k / 100), lambda n: n.b / (1 - n.k / 100)),
        unit="kg",
        places=1,
        levels=(5, 4, 3),
        easiness=0.6,
    ),
    Computed(
        slug="net-price",
        area="B",
        point="净料成本计算",
        stems=(
            "{thing}购进单价{p}元/kg，净料率{k}%，无可利用下脚料，净料单价{为}（　）。",
            "以{p}元/kg购进{thing}，净料率为{k}%，下脚料无价值，每千克净料成本{为}（　）。",
        ),
        grid={"thing,k": VEGETABLES, "p": CHEAP},
        answer=lambda n: n.p / n.k * 100,
        mistakes=(lambda n: n.p * n.k / 100, lambda n: n.p * (2 - n.k / 100), lambda n: n.p / (100 - n.k) * 100),
        unit="元/kg",
        places=2,
        levels=(5, 4, 3),
        easiness=0.6,
    ),
    Computed(
        slug="net-price-with-offcuts",
        area="B",
        point="一料一档净料成本",
        stems=("购进{thing}{a} kg，单价{p}元/kg，加工得净料{b} kg，下脚料作价{s}元，净料单价{为}（　）。",),
        grid={
            "thing,a,b": [(name, a, round(a * k / 100, 1)) for name, k in MEATS for a in range(6, 21, 2)],
            "p": DEAR,
            "s": (6, 8, 10, 12, 15, 18, 20),
        },
        answer=lambda n: (n.a * n.p - n.s) / n.b,
        mistakes=(lambda n: n.a * n.p / n.b * 1.06, lambda n: (n.a * n.p - n.s) / n.a, lambda n: n.p * n.b / n.a),
        unit="元/kg",
        places=2,
        levels=(4, 3),
        easiness=0.52,
        between=(30, 100),
    ),
    Computed(
        slug="soaked-weight",
        area="B",
        point="干货涨发",
        stems=(
            "{thing}的涨发率约为{k}倍，{a} g干料涨发后约得湿料（　）。",
            "涨发{thing}{a} g，若涨发后质量为干料的{k}倍，可得湿料（　）。",
        ),
        grid={"thing,k": SOAKED, "a": range(100, 801, 50)},
        answer=lambda n: n.a * n.k,
        mistakes=(lambda n: n.a / n.k, lambda n: n.a * (n.k - 1), lambda n: n.a * (n.k + 1)),
        unit="g",
        places=0,
        levels=(5, 4),
        easiness=0.74,
    ),
    Computed(
        slug="dry-needed",
        area="B",
        point="干货涨发",
        stems=("需{thing}的湿料{b} g，涨发后质量为干料的{k}倍，应准备干料{为}（　）。",),
        grid={"thing,k": SOAKED, "b": range(600, 3001, 150)},
        answer=lambda n: n.b / n.k,
        mistakes=(lambda n: n.b * n.k / 10, lambda n: n.b / (n.k - 1), lambda n: n.b / (n.k + 1)),
        unit="g",
        places=0,
        levels=(4, 3),
        easiness=0.64,
    ),
    Computed(
        slug="soaked-cost",
        area="B",
        point="涨发料成本",
        stems=("干料单价{p}元/kg，涨发后质量为干料的{k}倍，不计其他费用，湿料单价{为}（　）。",),
        grid={"p": (80, 90, 100, 120, 150, 160, 180, 200, 240), "k": (3, 3.5, 4, 4.5, 5, 6, 7, 8)},
        answer=lambda n: n.p / n.k,
        mistakes=(lambda n: n.p * n.k / 10, lambda n: n.p / (n.k - 1), lambda n: n.p / (n.k + 1)),
        unit="元/kg",
        places=2,
        levels=(4, 3),
        easiness=0.62,
    ),
)
