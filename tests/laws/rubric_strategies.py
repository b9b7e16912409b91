"""What the laws of rubrics are tried on: generated rubrics, and assessments for them.

Rubrics are made by the public names only, and correct by construction: no example is thrown away.
They are small (a few criteria of a few indicators), but each has some of all that rubrics can
have. Observed values are mostly those on which something turns: bounds of bands, ends of lines,
thresholds, and their nearest neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final, Literal, TypeAlias

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rubrika import (
    Assessment,
    Attribute,
    Band,
    Bands,
    BestOf,
    Cap,
    Categories,
    Choice,
    Combination,
    Criterion,
    Direct,
    DropWorst,
    Formula,
    GeometricMean,
    Highest,
    Indicator,
    Level,
    Linear,
    Lowest,
    Median,
    NaPolicy,
    Node,
    NotApplicable,
    Observation,
    Option,
    Piecewise,
    Quantity,
    Rounding,
    Rubric,
    RubrikaError,
    Scale,
    Source,
    Sum,
    Tally,
    TrimmedMean,
    Truth,
    WeightedMean,
    YesNo,
    choose,
    cited,
    context,
    count,
    every,
    met,
    percent,
    points,
    share,
    some,
    total,
    value,
)
from rubrika.number import as_text, decimals_of
from rubrika.rules.nodes import (
    Compare,
    Condition,
    Constant,
    Expression,
    Input,
    both,
    either,
    negate,
)
from rubrika.rules.traverse import walk

__all__ = ["MONOTONE", "Shape", "assessments", "cases", "observed_values", "rubrics"]

Case: TypeAlias = tuple[Rubric, Assessment]


@attrs.frozen
class Shape:
    """Which rubrics are generated.

    Args:
        irrational: Whether there may be roots, logarithms and geometric means.
        monotone: Whether more points of an indicator can only help: no requirement reads a value,
            sets an upper bound, or says "not".
        sourced: Whether numbers may be cited, and parts may have sources.
        optional: Whether indicators may be not applicable.
        fewest_levels: How many levels there are at least, up to 4.
    """

    irrational: bool = True
    monotone: bool = False
    sourced: bool = True
    optional: bool = True
    fewest_levels: int = 0


ANY: Final = Shape()
MONOTONE: Final = Shape(monotone=True)

SOURCES: Final = (
    Source("c22", document="Circular 22/2020", article="Article 5", address="archive 12"),
    Source("điều-2", document={"vi": "Quyết định 2", "en": "Decision 2"}, quotation="“từ 85 điểm”"),
    Source("guess", status="provisional", reason={"vi": "tương tự", "en": "by analogy"}),
)
_TITLES: Final = (
    "Safety",
    "Tiêu chí về xã hội học tập, dài hơn bốn mươi sáu chữ cái",
    {"vi": "Điểm", "en": "Points"},
    {"vi": 'Có "ngoặc"\nvà dòng mới', "en": "A # sign, a \\ and 100 %"},
)
_ROUNDINGS: Final = tuple(
    Rounding(step, how)  # type: ignore[arg-type]  # the words below are ways to round
    for step, how in [(1, "half-up"), ("0.1", "half-even"), ("0.5", "down"), ("1/3", "up")]
)
_ANY_ROUNDING: Final = st.none() | st.sampled_from(_ROUNDINGS)
_FINE_ROUNDING: Final = st.none() | st.sampled_from(_ROUNDINGS[1:])
_POLICIES: Final = st.none() | st.builds(
    NaPolicy, st.sampled_from(("redistribute", "full", "zero")), st.booleans()
)
_OPTIONS: Final = ("never", "sometimes", "thường xuyên", "always, of course")


@cache  # a strategy that is made once is checked once
def _titles() -> SearchStrategy[Any]:
    return st.sampled_from(_TITLES)


@cache
def _texts() -> SearchStrategy[Any]:
    return st.just("") | _titles()


@cache
def _sources(shape: Shape) -> SearchStrategy[Source | None]:
    return st.none() | st.sampled_from(SOURCES) if shape.sourced else st.none()


@cache
def _numbers(shape: Shape, least: int, most: int) -> SearchStrategy[Fraction]:
    """Numbers as rubrics have them: whole, with decimals, a few thirds; some with a source."""
    plain = st.one_of(
        st.integers(least, most).map(Fraction),
        st.integers(least * 10, most * 10).map(lambda n: Fraction(n, 10)),
        st.integers(least * 3, most * 3).map(lambda n: Fraction(n, 3)),
    )
    if not shape.sourced:
        return plain
    return st.one_of(plain, plain, plain, st.builds(cited, plain, st.sampled_from(SOURCES)))


# Scales


@st.composite
def _yes_no(draw: DrawFn, shape: Shape) -> Scale:
    return YesNo(draw(_numbers(shape, 1, 20)), draw(st.just(0) | _numbers(shape, -5, 25)))


@st.composite
def _choice(draw: DrawFn, shape: Shape) -> Scale:
    names = draw(st.lists(st.sampled_from(_OPTIONS), min_size=1, max_size=4, unique=True))
    best = draw(_numbers(shape, 1, 20))
    options = [Option(names[0], best, draw(_texts()))]
    return Choice([*options, *(Option(name, draw(_numbers(shape, -3, 20))) for name in names[1:])])


@st.composite
def _bands(draw: DrawFn, shape: Shape) -> Scale:
    at = sorted(draw(st.lists(_numbers(shape, 0, 100), min_size=1, max_size=4, unique=True)))
    unit = draw(st.sampled_from(("%", "km", "")))
    bound: Literal["at least", "at most"] = draw(st.sampled_from(("at least", "at most")))
    told = [Band(x, draw(_numbers(shape, 0, 20)), None, draw(_texts())) for x in at[:-1]]
    best = Band(at[-1], draw(_numbers(shape, 1, 20)))
    return Bands(
        [*told, best],
        unit=unit,
        decimals=draw(st.none() | st.integers(1, 3)),
        bound=bound,
        otherwise=draw(st.just(0) | _numbers(shape, -5, 0)),
    )


@st.composite
def _linear(draw: DrawFn, shape: Shape) -> Scale:
    worst, best = draw(st.lists(_numbers(shape, 0, 100), min_size=2, max_size=2, unique=True))
    least, most = draw(st.sampled_from(((None, None), (0, 100), (-50, None))))
    return Linear(
        worst=worst, best=best, points=draw(_numbers(shape, 1, 30)), least=least, most=most
    )


@st.composite
def _piecewise(draw: DrawFn, shape: Shape) -> Scale:
    at = sorted(draw(st.lists(_numbers(shape, 0, 100), min_size=2, max_size=4, unique=True)))
    knots = [(x, draw(_numbers(shape, 0, 20))) for x in at[:-1]]
    return Piecewise([*knots, (at[-1], draw(_numbers(shape, 1, 20)))], unit="m")


@st.composite
def _direct(draw: DrawFn, shape: Shape) -> Scale:
    step = draw(st.sampled_from((None, Fraction(1, 2), Fraction(1, 4), Fraction(1))))
    return Direct(draw(st.integers(1, 20)), least=draw(st.sampled_from((0, -2))), step=step)


@st.composite
def _tally(draw: DrawFn, shape: Shape) -> Scale:
    return Tally(each=draw(_numbers(shape, 1, 5)), limit=draw(_numbers(shape, 5, 20)))


@st.composite
def _penalty(draw: DrawFn, shape: Shape) -> Scale:
    return Tally(each=-draw(_numbers(shape, 1, 5)), limit=-draw(_numbers(shape, 5, 20)))


_FORMULAS: Final = ("value / 5", "20 * (value / 100) ** 2", "least(value, 50) / 5 + 1")
_IRRATIONAL: Final = ("2 * root(value)", "3 * log(1 + value)", "20 * (value / 100) ** (2/3)")


@st.composite
def _formula(draw: DrawFn, shape: Shape) -> Scale:
    formula = draw(st.sampled_from(_FORMULAS + (_IRRATIONAL if shape.irrational else ())))
    return Formula(formula, points=20, least=0, most=100, decimals=draw(st.none() | st.just(1)))


@cache
def _scales(shape: Shape, *, negative: bool = False) -> SearchStrategy[Scale]:
    """Scales that can give points above 0; with *negative*, penalties too."""
    kinds = [_yes_no, _choice, _bands, _linear, _piecewise, _direct, _tally, _formula]
    return st.one_of([kind(shape) for kind in ([*kinds, _penalty] if negative else kinds)])


# Nodes


@st.composite
def _indicator(draw: DrawFn, shape: Shape, id_: str, *, negative: bool = False) -> Indicator:
    scale = draw(_scales(shape, negative=negative))
    numeric = isinstance(getattr(scale, "domain", None), Quantity)
    rounded = numeric and not isinstance(scale, Tally | Direct)
    return Indicator(
        id_,
        draw(_titles()),
        scale,
        na=draw(_POLICIES) if shape.optional else None,
        round_value=draw(_ANY_ROUNDING) if rounded else None,
        rounding=draw(_FINE_ROUNDING),
        evidence=draw(_texts()),
        source=draw(_sources(shape)),
        description=draw(_texts()),
    )


def _whole(children: Sequence[Node]) -> Fraction:
    return sum((child.maximum for child in children), Fraction(0))


@st.composite
def _combined(
    draw: DrawFn, shape: Shape, children: Sequence[Node]
) -> tuple[Combination, Fraction | None, list[Node]]:
    """A combination that takes *children*, the points to declare, and the children with weights."""
    declared = draw(st.sampled_from((Fraction(10), Fraction(40), Fraction("12.5"), Fraction(100))))
    parts = list(children)
    kinds = ["sum", "declared sum"]
    if _whole(parts) > 0:
        kinds.append("rescaled sum")
    if all(child.maximum > 0 for child in parts):
        kinds += ["mean", "lowest", "highest", "median", "best"]
        kinds += ["drop"] if len(parts) > 1 else []
        kinds += ["trimmed"] if len(parts) > 2 else []
        if shape.irrational and all(child.least >= 0 for child in parts):
            kinds.append("geometric")
    match draw(st.sampled_from(kinds)):
        case "sum":
            return Sum(), None, parts
        case "declared sum":
            return Sum(), _whole(parts), parts
        case "rescaled sum":
            return Sum(rescale=True), declared, parts
        case "mean" | "geometric" as kind:
            weights = [draw(st.integers(1, 9)) for _ in parts]
            whole = draw(st.sampled_from((Fraction(1), Fraction(100), Fraction(sum(weights)))))
            weighted = [
                child.evolve(weight=whole * weight / sum(weights))
                for child, weight in zip(parts, weights, strict=True)
            ]
            mean = WeightedMean if kind == "mean" else GeometricMean
            return mean(total=whole), declared, weighted
        case "lowest":
            return Lowest(), declared, parts
        case "highest":
            return Highest(), declared, parts
        case "median":
            return Median(), declared, parts
        case "best":
            return BestOf(draw(st.integers(1, len(parts)))), declared, parts
        case "drop":
            return DropWorst(draw(st.integers(1, len(parts) - 1))), declared, parts
        case _:
            return TrimmedMean(1), declared, parts


@st.composite
def _limits(draw: DrawFn, least: Fraction, most: Fraction) -> dict[str, Any]:
    """A floor and a cap that still leave something above 0, and a rounding."""
    return {
        "least": draw(st.none() | st.just(Fraction(0))) if least < 0 < most else None,
        "most": draw(st.none() | st.just(max(least, most * Fraction(3, 4)))) if most > 0 else None,
        "rounding": draw(_FINE_ROUNDING) if most >= 1 else None,
    }


@st.composite
def _criterion(draw: DrawFn, shape: Shape, id_: str, depth: int) -> Criterion:
    size = draw(st.integers(1, 3))
    children: list[Node] = [
        draw(_indicator(shape, f"{id_}.{place}", negative=place > 0)) for place in range(size)
    ]
    if depth and draw(st.integers(0, 3)) == 0:
        children.append(draw(_criterion(shape, f"{id_}.x", depth - 1)))
    combine, declared, parts = draw(_combined(shape, children))
    bare = Criterion(id_, "bare", parts, combine=combine, points=declared)
    return bare.evolve(
        title=draw(_titles()),
        source=draw(_sources(shape)),
        description=draw(_texts()),
        **draw(_limits(bare.least, bare.maximum)),
    )


# Requirements


@st.composite
def _bound(draw: DrawFn, shape: Shape, least: Fraction, most: Fraction) -> Fraction:
    """A number between *least* and *most*, mostly one that is likely to be hit exactly."""
    part = draw(st.sampled_from((0, 1, 2, 3, 5, 8, 10)))
    found = least + (most - least) * part / 10
    return (
        draw(st.builds(cited, st.just(found), st.sampled_from(SOURCES)) | st.just(found))
        if (shape.sourced)
        else found
    )


@st.composite
def _value_test(draw: DrawFn, leaf: Indicator) -> Condition:
    read, domain = value(leaf.id), leaf.domain
    if isinstance(domain, Truth):
        return read.is_yes
    if isinstance(domain, Categories):
        return read.one_of(*draw(st.lists(st.sampled_from(domain.options), min_size=1, max_size=2)))
    bound = draw(st.sampled_from(_turning_points(leaf) or [Fraction(50)]))
    return draw(st.sampled_from((read >= bound, read < bound, read.differs(bound))))


@st.composite
def _context_test(draw: DrawFn, attribute: Attribute) -> Condition:
    read, domain = context(attribute.id), attribute.domain
    if isinstance(domain, Truth):
        return read.is_yes
    if isinstance(domain, Categories):
        return read.one_of(draw(st.sampled_from(domain.options)))
    return read >= draw(st.sampled_from((0, 10, 100)))


@st.composite
def _simple(
    draw: DrawFn, shape: Shape, nodes: Sequence[Node], facts: Sequence[Attribute]
) -> Condition:
    node = draw(st.sampled_from(nodes))
    reached = percent(draw(st.sampled_from(("0", "20", "50", "66.6", "75", "100"))))
    groups = ["criteria", "indicators", *(n.id for n in nodes if isinstance(n, Criterion))]
    group = draw(st.sampled_from(groups))
    bound = draw(_bound(shape, node.least, node.maximum))
    kinds: list[Condition] = [
        points(node.id) >= bound,
        points(node.id) > bound,
        met(node.id),
        met("total"),
        every(group) >= reached,
        some(group) > reached,
        every(group, of="points") >= draw(st.integers(0, 3)),
        count(group, reaching=reached) >= draw(st.integers(1, 3)),
        count(met(node.id), met(nodes[0].id), points(node.id) >= bound) >= 2,
    ]
    if node.maximum > 0:
        kinds += [share(node.id) >= reached, points(node.id) + share(node.id) >= bound]
    kinds += [draw(_context_test(fact)) for fact in facts]
    if not shape.monotone:
        kinds += [draw(_value_test(node))] if isinstance(node, Indicator) else []
        kinds += [points(node.id) <= bound, every(group) < reached, points(node.id).equals(bound)]
    return draw(st.sampled_from(kinds))


@st.composite
def _condition(
    draw: DrawFn, shape: Shape, nodes: Sequence[Node], facts: Sequence[Attribute]
) -> Condition:
    simple = _simple(shape, nodes, facts)
    first = draw(simple)
    how = draw(st.sampled_from(("plain", "plain", "both", "either", "not")))
    if how == "plain" or (how == "not" and shape.monotone):
        return first
    if how == "not":
        return negate(first)
    return (both if how == "both" else either)(first, draw(simple))


@st.composite
def _levels(
    draw: DrawFn, shape: Shape, bare: Rubric, facts: Sequence[Attribute]
) -> tuple[Level, ...]:
    size = draw(st.integers(shape.fewest_levels, 4))
    tenths = sorted((draw(st.integers(0, 10)) for _ in range(size)), reverse=True)
    areas = [fact for fact in facts if isinstance(fact.domain, Categories)]
    lowered = bool(areas) and draw(st.booleans())  # for all, lest a lower level ask for more
    nodes, made = tuple(bare.nodes.values()), list[Level]()
    for place, part in enumerate(tenths):
        bar = bare.least + (bare.maximum - bare.least) * part / 10
        needed: Expression = Constant(bar)
        if lowered and isinstance(areas[0].domain, Categories):
            favoured = context(areas[0].id).one_of(areas[0].domain.options[0])
            needed = choose(favoured, bar - 1, bar)
        requirements = [total >= needed] if draw(st.integers(0, 4)) else []
        bare_top = not requirements and place < size - 1  # which would hide all others
        for _ in range(draw(st.integers(int(bare_top), 2))):
            requirements.append(draw(_condition(shape, nodes, facts)))  # noqa: PERF401  # a comprehension can't draw
        made.append(
            Level(
                f"level-{place}",
                draw(_titles()),
                *requirements,
                needs_below=draw(st.booleans()),
                source=draw(_sources(shape)),
            )
        )
    return tuple(made)


_FACTS: Final = (
    Attribute("area", {"en": "Area", "vi": "Khu vực"}, ["mountain", "lowland"]),
    Attribute(
        "area",
        "Area",
        {"miền núi": {"en": "mountain district", "vi": "miền núi"}, "lowland": ""},
        required=False,
    ),
    Attribute("area", "Area", ["mountain", "lowland"], required=False, default="lowland"),
    Attribute("homes", "Homes", Quantity(0, 1000, decimals=0), required=False),
    Attribute("poor", "Poor", Truth()),
)


@st.composite
def _rubric(draw: DrawFn, shape: Shape) -> Rubric:
    size = draw(st.integers(1, 3))
    children: list[Node] = []
    for n in range(size):
        grouped = draw(st.integers(0, 4))
        child: SearchStrategy[Node] = _indicator(shape, f"i{n}")
        children.append(draw(_criterion(shape, f"c{n}", 1) if grouped else child))
    combine, declared, parts = draw(_combined(shape, children))
    facts = draw(st.lists(st.sampled_from(_FACTS), max_size=2, unique_by=lambda fact: fact.id))
    bare = Rubric(
        draw(st.sampled_from(("r", "bộ-tiêu-chí.2026"))),
        version=draw(st.sampled_from(("1", "2026.1-b"))),
        title=draw(_titles()),
        criteria=parts,
        combine=combine,
        points=declared,
        context=facts,
    )
    bare = bare.evolve(**draw(_limits(bare.least, bare.maximum)))
    levels = draw(_levels(shape, bare, facts))
    caps: tuple[Cap, ...] = ()
    capped = draw(st.booleans())
    if levels and capped:
        condition = draw(_condition(shape, tuple(bare.nodes.values()), facts))
        level = draw(st.sampled_from(levels)).id
        caps = (Cap(level, unless=condition, title=draw(_texts()), source=draw(_sources(shape))),)
    return bare.evolve(
        levels=levels,
        caps=caps,
        digits=draw(st.integers(0, 4)),
        valid=draw(st.sampled_from((None, ("2021-01-01", None), ("2021-01-01", "2026-12-31")))),
        meta=draw(st.sampled_from(({}, {"pilot": {"vi": "thí điểm", "en": "pilot"}}))),
        source=draw(_sources(shape)),
        description=draw(_texts()),
    )


def rubrics(shape: Shape = ANY) -> SearchStrategy[Rubric]:
    """Rubrics with all that rubrics can have; *shape* leaves some of it out."""
    return _rubric(shape)


# Assessments


def _turning_points(leaf: Indicator) -> list[Fraction]:
    """The numbers in the rule of an indicator, and its limits."""
    numbers = [part.value + 0 for part in walk(leaf.points) if isinstance(part, Constant)]
    if isinstance(leaf.domain, Quantity):
        numbers += [end for end in (leaf.domain.least, leaf.domain.most) if end is not None]
    return list(dict.fromkeys(numbers))


def _allowed(leaf: Indicator, numbers: Iterable[Fraction]) -> list[Fraction]:
    found: dict[Fraction, None] = {}
    for number in numbers:
        try:
            found[leaf.domain.check(number)] = None  # type: ignore[index]  # numbers are asked for
        except RubrikaError:
            continue
    return list(found)


def observed_values(leaf: Indicator, more: Iterable[Fraction] = ()) -> SearchStrategy[Any]:
    """Values that *leaf* allows, many of them on a bound or next to one; *more* are bounds too."""
    domain = leaf.domain
    if isinstance(domain, Truth):
        return st.booleans()
    if isinstance(domain, Categories):
        return st.sampled_from(domain.options)
    at = [*_turning_points(leaf), *more]
    near = [x + d for x in at for d in (0, Fraction(1, 10), Fraction(-1, 10), Fraction(-1, 1000))]
    plain = [Fraction(n) for n in range(21)] + [Fraction(n) for n in range(25, 101, 5)]
    found = _allowed(leaf, near) or _allowed(leaf, plain)
    return st.one_of(
        st.sampled_from(found), st.sampled_from(_allowed(leaf, plain) or found)
    ).flatmap(_written)


def _written(number: Fraction) -> SearchStrategy[Any]:
    """One of the ways in which an exact number may be given."""
    ways: list[Any] = [number, as_text(number)]
    if decimals_of(number) is not None:
        decimal = Decimal(number.numerator) / Decimal(number.denominator)
        ways += [decimal, float(decimal)]
    if number.denominator == 1:
        ways.append(int(number))
    return st.sampled_from(ways)


def _facts(attribute: Attribute) -> SearchStrategy[Any]:
    domain = attribute.domain
    if isinstance(domain, Truth):
        return st.booleans()
    if isinstance(domain, Categories):
        return st.sampled_from(domain.options)
    return st.integers(0, 200)


@st.composite
def _observation(draw: DrawFn, shown: Any) -> Observation:  # a value of any kind
    return Observation(
        shown,
        evidence=draw(st.sampled_from(((), "report 12", ("minh chứng 1", "a, b")))),
        assessor=draw(st.sampled_from(("", "Nguyễn Thị Sen"))),
        date=draw(st.sampled_from((None, "2021-12-31"))),
        note=draw(_texts()),
        source=draw(st.none() | st.sampled_from(SOURCES)),
    )


@st.composite
def assessments(
    draw: DrawFn, rubric: Rubric, complete: bool | None = None, *, plain: bool = False
) -> Assessment:
    """Assessments that *rubric* takes.

    Args:
        draw: Given by Hypothesis.
        rubric: For which rubric.
        complete: Whether everything is observed and stated; None: maybe. False: at least one
            indicator is missing.
        plain: Whether observations are bare values and nothing is not applicable.
    """
    observed: dict[str, Any] = {}
    thresholds = [
        part.right.value + 0
        for level in rubric.levels
        for requirement in level.requirements
        for part in walk(requirement)
        if isinstance(part, Compare)
        and isinstance(part.left, Input)
        and part.left.role == "value"
        and isinstance(part.right, Constant)
    ]
    missing = -1 if complete is not False else draw(st.integers(0, len(rubric.indicators) - 1))
    for place, leaf in enumerate(rubric.indicators):
        if place == missing or (complete is not True and draw(st.integers(0, 3)) == 0):
            continue
        if leaf.na is not None and not plain and draw(st.integers(0, 2)) == 0:
            found: Any = NotApplicable("the town has no coast" if leaf.na.justified else "")
        else:
            found = draw(observed_values(leaf, thresholds))
        if not plain and draw(st.integers(0, 3)) == 0:
            found = draw(_observation(found))
        observed[leaf.id] = found
    stated: dict[str, Any] = {}
    for attribute in rubric.context:
        leave_out = not attribute.required and (
            complete is not True or attribute.default is not None
        )
        if not leave_out or draw(st.booleans()):
            stated[attribute.id] = draw(_facts(attribute))
    rest: dict[str, Any] = {}
    if not plain:
        rest = {
            "subject": draw(st.sampled_from(("", "Phường Trường Sơn"))),
            "rubric": draw(st.sampled_from(("", rubric.id))),
            "date": draw(st.sampled_from((None, "2022-02-28"))),
            "note": draw(_texts()),
        }
        rest["version"] = rubric.version if rest["rubric"] else ""
    return Assessment(observed, context=stated, **rest)


def cases(
    complete: bool | None = None, shape: Shape = ANY, *, plain: bool = False
) -> SearchStrategy[Case]:
    """Rubrics, each with an assessment for it."""
    made: Callable[[Rubric], SearchStrategy[Case]] = lambda rubric: st.tuples(  # noqa: E731
        st.just(rubric), assessments(rubric, complete, plain=plain)
    )
    return rubrics(shape).flatmap(made)
