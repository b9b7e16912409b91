"""Write a rubric in Python: how well a public library serves its readers.

Run it: python examples/write_a_rubric.py
"""

from rubrika import (
    Bands,
    BestOf,
    Cap,
    Choice,
    Criterion,
    Indicator,
    Level,
    Linear,
    Option,
    Rounding,
    Rubric,
    Source,
    Tally,
    WeightedMean,
    YesNo,
    cited,
    every,
    met,
    percent,
    total,
)

# Where numbers come from. What no document states is provisional, and says why it was chosen.
BOARD = Source("board", document="Minutes of the library board", article="2026, item 4")
GUESS = Source("guess", status="provisional", reason="no library has been measured yet")

access = Criterion(
    "access",
    {"en": "Access", "vi": "Tiếp cận"},
    [
        Indicator(
            "hours",
            {"en": "Opening hours in a week", "vi": "Số giờ mở cửa mỗi tuần"},
            Bands({cited(56, BOARD): 10, cited(40, BOARD): 6, cited(20, BOARD): 2}),
            source=GUESS,
        ),
        Indicator("step-free", {"en": "Step-free entrance", "vi": "Lối vào không bậc"}, YesNo(5)),
    ],
    weight="40%",
    source=GUESS,
)
service = Criterion(
    "service",
    {"en": "Service", "vi": "Phục vụ"},
    [
        Indicator(
            "advice",
            {"en": "Advice at the desk", "vi": "Tư vấn tại quầy"},
            Choice(
                [
                    Option("none", 0, "nobody is at the desk"),
                    Option("hours", 5, "at some hours"),
                    Option("always", 10, "whenever the library is open"),
                ]
            ),
        ),
        Indicator(
            "wait",
            {"en": "Days until an ordered book is there", "vi": "Số ngày chờ sách"},
            Linear(worst=30, best=3, points=10, least=0),
        ),
        Indicator("events", {"en": "Events in a year", "vi": "Sự kiện"}, Tally(each=1, limit=10)),
    ],
    combine=BestOf(2),  # two of the three count
    weight="60%",
    source=GUESS,
)

library = Rubric(
    "library-service",
    version="2026.1",
    title={"en": "Library service", "vi": "Phục vụ của thư viện"},
    criteria=[access, service],
    combine=WeightedMean(),
    points=100,
    rounding=Rounding("0.1"),  # the total is rounded to one decimal before levels are decided
    levels=[
        Level(
            "star",
            {"en": "Star library", "vi": "Thư viện sao"},
            total >= 85,
            every("criteria") >= percent(50),
            source=GUESS,
        ),
        Level("good", {"en": "Good library", "vi": "Thư viện tốt"}, total >= 60, source=GUESS),
    ],
    caps=[Cap("good", unless=met("step-free"), title="Nobody is shut out")],
    source=GUESS,
)

if __name__ == "__main__":
    card = library.score(
        {"hours": 60, "step-free": False, "advice": "always", "wait": 3, "events": 12}
    )
    print(card.explain(lang="en"))
