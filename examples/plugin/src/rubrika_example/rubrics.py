"""A rubric that uses the scale and the combination of this plugin."""

from rubrika import Bands, Criterion, Indicator, Level, Rubric, YesNo, total

from rubrika_example.scales import Even, Target

classroom = Rubric(
    "classroom-climate",
    version="1",
    title={"en": "Classroom climate", "vi": "Môi trường lớp học"},
    criteria=[
        Criterion(
            "air",
            {"en": "Air", "vi": "Không khí"},
            [
                Indicator(
                    "temperature",
                    {"en": "Temperature", "vi": "Nhiệt độ"},
                    Target(target=22, tolerance=8, points=10, unit="°C"),
                ),
                Indicator(
                    "carbon-dioxide",
                    {"en": "Carbon dioxide", "vi": "Khí các-bô-níc"},
                    Bands({1000: 10, 1500: 5}, bound="at most", unit="ppm", least=0),
                ),
            ],
            combine=Even(),
            points=20,
        ),
        Criterion(
            "light",
            {"en": "Light", "vi": "Ánh sáng"},
            [Indicator("daylight", {"en": "Daylight", "vi": "Ánh sáng tự nhiên"}, YesNo(10))],
        ),
    ],
    levels=[Level("healthy", {"en": "Healthy", "vi": "Tốt cho sức khỏe"}, total >= 24)],
)
