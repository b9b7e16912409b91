"""Score a table of towns with Dask; the towns are made up."""

import dask.dataframe as dd
import pandas as pd

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
towns = pd.DataFrame(
    {
        "town": ["A", "B", "C", "D"],
        "province": ["north", "north", "south", "south"],
        "school": [95.0, 94.9, 80.0, None],
        "library": [True, True, False, True],
    }
)

if __name__ == "__main__":
    parts = dd.from_pandas(towns, npartitions=2)
    levels = frames.score(town, parts, key="town", give=["points", "level", "possible"])
    print(levels.compute().to_string(index=False))
    counts = frames.summary(town, parts, by="province").compute()
    print(counts[["province", "good", "good_share"]].to_string(index=False))
