"""The directives and the role, for reStructuredText and MyST alike."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from rubrika import Problem, Rubric, RubrikaError
from rubrika.errors import near_miss, told
from rubrika.reports.portrait import Portrait
from rubrika.sphinxext.finding import language, parts, rubric
from rubrika.sphinxext.nodes import Nodes, Writer
from rubrika.sphinxext.rubrics import PARTS, RubricNodes
from rubrika.sphinxext.rules import FORMS, formulas, phrases_of
from rubrika.sphinxext.scores import assessment_in, blocks_of_card
from rubrika.sphinxext.targets import Targets

__all__ = ["RuleDirective", "RuleRole", "ScoreDirective", "TableDirective", "mark_languages"]

LANGUAGE: Final = "rubrika-language"
"""The attribute of nodes that says in which language they are; the page may have another."""

_LOGGER: Final = logging.getLogger(__name__)


def _tell(error: RubrikaError, location: str) -> None:
    """Warn of each problem at the place where it is."""
    for problem in error.problems:
        _LOGGER.warning("%s", problem, type="rubrika", subtype=problem.code, location=location)


class _Directive(SphinxDirective):
    """A directive whose first argument names a rubric; what is wrong becomes warnings."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {
        "lang": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """What stands in place of the directive: nothing where something is wrong."""
        try:
            found = rubric(self.env, self.arguments[0])
            lang = language(self.env, self.options.get("lang"), found)
            made = self.shown(found, lang)
        except RubrikaError as error:
            _tell(error, self.get_location())
            return []
        shown = nodes.container("", *made, classes=["rubrika", *self.options.get("class", [])])
        shown["support_smartquotes"] = False  # texts stand as the rubric has them
        shown[LANGUAGE] = lang
        return [shown]

    @property
    def level(self) -> int:
        """The level of headings right below that around the directive."""
        return int(self.state.memo.section_level) + 1

    @abstractmethod
    def shown(self, found: Rubric, lang: str) -> Nodes:
        """What the directive shows of a rubric."""


class TableDirective(_Directive):
    """``rubrika-table``: a rubric with its criteria, levels and sources."""

    option_spec: ClassVar[Any] = {
        **_Directive.option_spec,
        "only": directives.unchanged,
        "no-index": directives.flag,
    }

    def shown(self, found: Rubric, lang: str) -> Nodes:
        """The parts of the rubric that are wanted."""
        wanted = parts(self.options.get("only"), PARTS)
        named = "no-index" not in self.options
        targets = Targets(self.state.document, found.id, named)
        return RubricNodes(Portrait(found, lang), targets, self.level).shown(wanted)


class ScoreDirective(_Directive):
    """``rubrika-score``: an assessment, scored by a rubric."""

    optional_arguments = 1
    has_content = True
    option_spec: ClassVar[Any] = {**_Directive.option_spec, "details": directives.flag}

    def shown(self, found: Rubric, lang: str) -> Nodes:
        """The verdict and its reasons."""
        file = self.arguments[1] if len(self.arguments) > 1 else ""
        given = assessment_in(self.env, found, file, "\n".join(self.content))
        details = "details" in self.options
        return Writer(self.level).written(blocks_of_card(found.score(given), lang, details=details))


class RuleDirective(_Directive):
    """``rubrika-rule``: a rule of a rubric, in words or as formulas."""

    required_arguments = 2
    option_spec: ClassVar[Any] = {**_Directive.option_spec, "as": directives.unchanged}

    def shown(self, found: Rubric, lang: str) -> Nodes:
        """The rule."""
        form, path = self.options.get("as", FORMS[0]), self.arguments[1]
        if form not in FORMS:
            hint = near_miss(form, FORMS)
            raise RubrikaError(
                Problem("unknown-form", f"there is no form {told(form)}", "as", hint)
            )
        portrait = Portrait(found, lang)
        if form == "latex":
            return [self.formula(formula) for formula in formulas(portrait, path)]
        writer = Writer(self.level)
        first, *others = phrases_of(portrait, path)
        if not others:
            return [writer.paragraph(first)]
        made = nodes.bullet_list("", bullet="-")
        made += [nodes.list_item("", writer.paragraph(said)) for said in (first, *others)]
        return [made]

    def formula(self, text: str) -> nodes.Element:
        """A formula that stands alone."""
        about = {"nowrap": False, "no-wrap": False, "number": None, "label": None}
        return nodes.math_block(text, text, docname=self.env.docname, **about)


class RuleRole(SphinxRole):
    """``rubrika-rule``: a rule of a rubric, in words, within a sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The rule in words; nothing where something is wrong."""
        try:
            return Writer(1).linked("; ".join(self.phrases())), []
        except RubrikaError as error:
            _tell(error, self.get_location())
            return [], []

    def phrases(self) -> list[str]:
        """What the rule says."""
        name, _, path = self.text.partition(" ")
        if not path.strip():
            hint = "Write the rubric, a space, and the path: cafe levels[0]."
            raise RubrikaError(Problem("no-rule", f"{told(self.text)} names no rule", hint=hint))
        found = rubric(self.env, name)
        return phrases_of(Portrait(found, language(self.env, None, found)), path.strip())


def mark_languages(app: Sphinx, page: nodes.document) -> None:
    """Mark in which language something is, so that HTML says so.

    It is done when a page has been read: before that, docutils would look for the quotation marks
    of each language that it finds, and warn where it knows none.
    """
    del app
    for shown in page.findall(nodes.container):
        if LANGUAGE in shown:
            shown["classes"].append(f"language-{shown[LANGUAGE]}")
