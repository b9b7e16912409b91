"""A classical analytic rubric: one reader's sheet for a piece of writing.

Run it: python examples/gallery/analytic.py
"""

from rubrika import Choice, Example, Indicator, Level, Option, Rubric, Source, cited, total

GUIDE = Source(
    "guide",
    document="Oregon Department of Education, Official Scoring Guide, Writing",
    address="https://vdocuments.net/official-writing-scoring-guide-scoring-guide-writing-1-"
    "oregon-department-of-education.html",
)
ASAP = Source(
    "asap",
    document="The Hewlett Foundation, Automated Essay Scoring (2012), training set, essay set 8",
    address="https://www.kaggle.com/c/asap-aes",
)
DOUBLE = Source(
    "double",
    status="provisional",
    reason="said in no text at hand; the published composites come out only so",
)
HALF = Source(
    "half",
    status="provisional",
    reason="half of 40, which is the published standard for two sheets",
)


def row(*descriptors: str, worth: int = 1) -> Choice:
    """Six descriptors, from 6 down to 1; each step is worth so many points."""
    steps = range(len(descriptors), 0, -1)
    return Choice(
        [Option(str(n), n * worth, text) for n, text in zip(steps, descriptors, strict=True)]
    )


ideas = row(
    "One clear idea, richly supported, with insight of its own",
    "Clear and interesting; well-chosen details support it",
    "Easy to grasp; support is partly thin or general",
    "Broad or obvious; support is patchy",
    "The purpose must be guessed; hardly developed",
    "No central idea",
)
organization = row(
    "The order itself leads from a strong opening to a true ending",
    "A strong order with smooth transitions and a good ending",
    "Clear beginning, middle and end, a little by formula",
    "Order is attempted, but skeletal or uneven",
    "Hard to follow; opening or ending is missing",
    "No order to be found, even on a second reading",
)
fluency = row(
    "Great variety and craft; a pleasure to read aloud",
    "Varied and well made; easy to read aloud",
    "Flows; some patterns repeat",
    "Rather mechanical; slows the reader now and then",
    "Choppy or rambling; often hard to read aloud",
    "Tangled or broken; the meaning is hidden",
)
conventions = row(
    "Full command, even of hard cases; hardly a slip",
    "Strong command; few and minor slips",
    "Sound command; slips do not get in the way",
    "Limited command; errors begin to get in the way",
    "Little command; errors often get in the way",
    "Errors everywhere; the reader must start again",
    worth=2,
)

# Published sheets: ideas, organization, fluency and conventions, and the reader's composite.
SHEETS = {
    "Essay 21623, reader 1": ("4443", 18),
    "Essay 21623, reader 2": ("4433", 17),
    "Essay 21624, reader 1": ("3353", 17),
    "Essay 21624, reader 2": ("3333", 15),
    "Essay 21626, reader 1": ("4343", 17),
    "Essay 21629, reader 1": ("4444", 20),
    "Essay 21629, reader 2": ("6555", 26),
}
ROWS = ("ideas", "organization", "fluency", "conventions")

rubric = Rubric(
    "writing-sheet",
    version="2011",
    title="Writing: one reader's sheet",
    description="Two readers fill in one sheet each; the score of the paper is the sum of both.",
    digits=0,
    source=GUIDE,
    criteria=[
        Indicator("ideas", "Ideas and content", ideas),
        Indicator("organization", "Organization", organization),
        Indicator("fluency", "Sentence fluency", fluency),
        Indicator("conventions", "Conventions", conventions, source=DOUBLE),
    ],
    levels=[Level("standard", "At the standard", total >= cited(20, HALF))],
    examples=[
        Example(dict(zip(ROWS, ratings, strict=True)), title=title, points=points, source=ASAP)
        for title, (ratings, points) in SHEETS.items()
    ],
)

if __name__ == "__main__":
    print(rubric.score(dict(zip(ROWS, "4433", strict=True))).explain())
