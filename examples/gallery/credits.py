"""Credits with prerequisites and tiers: LEED 2009 for New Construction.

Run it: python examples/gallery/credits.py
"""

from rubrika import Criterion, Direct, Example, Indicator, Level, Rubric, Source, YesNo, met, total

CHECKLIST = Source(
    "checklist",
    document="U.S. Green Building Council, LEED 2009 for New Construction, Project Checklist",
    address="https://www.slideshare.net/slideshow/58092676-projectchecklistexcel/46387390",
)
UNREAD = Source(
    "unread",
    status="provisional",
    reason="not legible in the copy at hand: as the list is generally known, adding up to the "
    "published points of the category",
)
REVIEW = Source(
    "review",
    document="LEED Certification Review Report, WTC Safety Building Addition",
    address="https://vdocuments.net/safety-building-addition-.html",
)
DURDEN = Source(
    "durden",
    document="LEED scorecard of the Durden Athletic Training Center (project 1000027922)",
    address="https://fdocuments.in/document/durden-athletic-training-center-dickinson-college-"
    "mercury-lamps-1-1-idc11innovation.html",
)
PROJECT = Source(
    "project-1000007665",
    document="LEED scorecard of project 1000007665",
    address="https://cupdf.com/document/leed-for-new-construction-major-renovations-v2009-"
    "2016-3-9-leed-for.html",
)

NOT_READ = {"eqc7.1", "eqc7.2", "eqc8.1", "eqc8.2", "idc1", "idc2", "rpc1"}

# Category, its points, and its credits with theirs; 0 marks a prerequisite.
CATEGORIES: list[tuple[str, str, int, dict[str, tuple[str, int]]]] = [
    (
        "sustainable-sites",
        "Sustainable sites",
        26,
        {
            "ssp1": ("Construction pollution is prevented", 0),
            "ssc1": ("Site selection", 1),
            "ssc2": ("Density and community connectivity", 5),
            "ssc3": ("Brownfield redevelopment", 1),
            "ssc4.1": ("Public transport", 6),
            "ssc4.2": ("Bicycles and changing rooms", 1),
            "ssc4.3": ("Low-emitting and fuel-efficient vehicles", 3),
            "ssc4.4": ("Parking capacity", 2),
            "ssc5.1": ("Habitat protected or restored", 1),
            "ssc5.2": ("Open space", 1),
            "ssc6.1": ("Stormwater quantity", 1),
            "ssc6.2": ("Stormwater quality", 1),
            "ssc7.1": ("Heat islands, other than roofs", 1),
            "ssc7.2": ("Heat islands, roofs", 1),
            "ssc8": ("Light pollution reduced", 1),
        },
    ),
    (
        "water-efficiency",
        "Water efficiency",
        10,
        {
            "wep1": ("Water use is reduced by 20 %", 0),
            "wec1": ("Landscaping that saves water", 4),
            "wec2": ("Wastewater technologies", 2),
            "wec3": ("Water use reduced further", 4),
        },
    ),
    (
        "energy-atmosphere",
        "Energy and atmosphere",
        35,
        {
            "eap1": ("Energy systems are commissioned", 0),
            "eap2": ("Minimum energy performance", 0),
            "eap3": ("Refrigerants are managed", 0),
            "eac1": ("Energy performance", 19),
            "eac2": ("Renewable energy on site", 7),
            "eac3": ("Enhanced commissioning", 2),
            "eac4": ("Enhanced refrigerant management", 2),
            "eac5": ("Measurement and verification", 3),
            "eac6": ("Green power", 2),
        },
    ),
    (
        "materials-resources",
        "Materials and resources",
        14,
        {
            "mrp1": ("Recyclables are stored and collected", 0),
            "mrc1.1": ("Reuse of walls, floors and roof", 3),
            "mrc1.2": ("Reuse of the interior", 1),
            "mrc2": ("Construction waste", 2),
            "mrc3": ("Materials reuse", 2),
            "mrc4": ("Recycled content", 2),
            "mrc5": ("Regional materials", 2),
            "mrc6": ("Rapidly renewable materials", 1),
            "mrc7": ("Certified wood", 1),
        },
    ),
    (
        "indoor-quality",
        "Indoor environmental quality",
        15,
        {
            "eqp1": ("Minimum indoor air quality", 0),
            "eqp2": ("Tobacco smoke is controlled", 0),
            "eqc1": ("Outdoor air monitoring", 1),
            "eqc2": ("Increased ventilation", 1),
            "eqc3.1": ("Air quality plan, during construction", 1),
            "eqc3.2": ("Air quality plan, before occupancy", 1),
            "eqc4.1": ("Low-emitting adhesives and sealants", 1),
            "eqc4.2": ("Low-emitting paints and coatings", 1),
            "eqc4.3": ("Low-emitting flooring", 1),
            "eqc4.4": ("Low-emitting wood products", 1),
            "eqc5": ("Chemical and pollutant sources", 1),
            "eqc6.1": ("Control of lighting", 1),
            "eqc6.2": ("Control of thermal comfort", 1),
            "eqc7.1": ("Thermal comfort, design", 1),
            "eqc7.2": ("Thermal comfort, verification", 1),
            "eqc8.1": ("Daylight", 1),
            "eqc8.2": ("Views", 1),
        },
    ),
    (
        "innovation",
        "Innovation in design",
        6,
        {
            "idc1": ("Innovation in design", 5),
            "idc2": ("Accredited professional", 1),
        },
    ),
    (
        "regional-priority",
        "Regional priority",
        4,
        {
            "rpc1": ("Regional priority", 4),
        },
    ),
]
PREREQUISITES = [
    id_ for _, _, _, items in CATEGORIES for id_, (_, points) in items.items() if points == 0
]


def category(id_: str, title: str, points: int, items: dict[str, tuple[str, int]]) -> Criterion:
    """The prerequisites and credits of a category; its points are checked against their sum."""
    indicators = [
        Indicator(
            item,
            name,
            Direct(worth, step=1) if worth else YesNo(0),
            source=UNREAD if item in NOT_READ else None,
        )
        for item, (name, worth) in items.items()
    ]
    return Criterion(id_, title, indicators, points=points)


def awarded(*scorecard: list[int]) -> dict[str, bool | int]:
    """A scorecard, category by category: prerequisites are met, credits have these points."""
    seen: dict[str, bool | int] = {}
    for (_, _, _, items), given in zip(CATEGORIES, scorecard, strict=False):
        seen.update((item, True) for item, (_, worth) in items.items() if worth == 0)
        seen.update(zip((item for item, (_, worth) in items.items() if worth), given, strict=False))
    return seen


# The copies of the scorecards at hand end early; what they do not show is missing.
DURDEN_POINTS = awarded(
    [1, 5, 1, 6, 1, 3, 2, 0, 1, 0, 0, 0, 1, 0],
    [4, 0, 4],
    [2, 0, 2, 2, 1, 2],
    [0, 0, 2, 0, 2, 2],
)
PROJECT_POINTS = awarded(
    [1, 5, 0, 6, 1, 0, 2, 0, 1, 1, 1, 0, 0, 0],
    [4, 0, 4],
    [4, 0, 0, 0, 3, 0],
    [0, 0, 1, 0, 0, 1, 0, 0],
)
WTC_POINTS = awarded([1, 0, 0, 0, 1, 3, 2, 1, 1, 1, 1, 0, 1, 1], [2, 2, 3])

rubric = Rubric(
    "leed-nc-2009",
    version="2009",
    title="LEED 2009 for New Construction and Major Renovations",
    no_level="Not certified",
    digits=0,
    criteria=[category(*row) for row in CATEGORIES],
    points=110,
    levels=[
        Level("platinum", "Platinum", total >= 80, needs_below=True, source=REVIEW),
        Level("gold", "Gold", total >= 60, needs_below=True, source=REVIEW),
        Level("silver", "Silver", total >= 50, needs_below=True, source=REVIEW),
        Level("certified", "Certified", total >= 40, *map(met, PREREQUISITES), source=REVIEW),
    ],
    source=CHECKLIST,
    examples=[
        Example(
            DURDEN_POINTS,
            title="Durden Athletic Training Center: the legible part of its scorecard",
            nodes={"sustainable-sites": 21, "water-efficiency": 8, "energy-atmosphere": 9},
            least=44,
            most=71,
            source=DURDEN,
        ),
        Example(
            PROJECT_POINTS,
            title="Project 1000007665: the legible part of its scorecard",
            nodes={
                "sustainable-sites": 18,
                "water-efficiency": 8,
                "energy-atmosphere": 7,
                "materials-resources": 2,
            },
            least=35,
            most=60,
            source=PROJECT,
        ),
        Example(
            WTC_POINTS,
            title="WTC Safety Building Addition: sites and water",
            nodes={"sustainable-sites": 13, "water-efficiency": 7},
            least=20,
            most=94,
            source=REVIEW,
        ),
    ],
)

if __name__ == "__main__":
    print(rubric.score(PROJECT_POINTS).explain())
