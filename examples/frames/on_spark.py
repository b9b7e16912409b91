"""Score a table of towns on Spark; the towns are made up."""

from pyspark.sql import SparkSession

from rubrika import Bands, Indicator, Level, Rubric, YesNo, frames, total

town = Rubric(
    "town",
    version="1",
    title="Town",
    criteria=[
        Indicator("school", "Children in school", Bands({95: 60, 80: 30}, unit="%")),
        Indicator("library", "Has a library", YesNo(40)),
    ],
    levels=[Level("good", "Good", total >= 70), Level("fair", "Fair", total >= 60)],
)


def main(spark: SparkSession) -> None:
    """Score four towns, and count levels by province."""
    towns = spark.createDataFrame(
        [
            ("A", "north", 95.0, True),
            ("B", "north", 94.9, True),
            ("C", "south", 80.0, False),
            ("D", "south", None, True),
        ],
        "town string, province string, school double, library boolean",
    )
    levels = frames.score(town, towns, key="town", give=["points", "level", "possible"])
    levels.orderBy("town").show()
    frames.summary(town, towns, by="province").select("province", "good", "good_share").show()


if __name__ == "__main__":
    main(SparkSession.builder.master("local[2]").getOrCreate())
