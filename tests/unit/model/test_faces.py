"""Faces: objects hand themselves to the room that makes pages, in the language asked for."""

from __future__ import annotations

import pytest

from rubrika import Indicator, Level, Rubric, YesNo, total
from rubrika.model.faces import language

CAFE = Rubric(
    "cafe",
    version="1",
    title={"en": "Café", "vi": "Quán"},
    criteria=[Indicator("pests", {"en": "No pests", "vi": "Không có côn trùng"}, YesNo(20))],
    levels=[Level("good", {"en": "Good", "vi": "Tốt"}, total >= 20)],
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUBRIKA_LANG", raising=False)


def test_an_object_shows_itself_in_english() -> None:
    assert "No pests" in CAFE._repr_html_()
    assert "No pests" in CAFE._repr_markdown_()


def test_the_environment_says_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUBRIKA_LANG", "vi_VN.UTF-8")
    assert "Không có côn trùng" in CAFE._repr_html_()
    assert "Không có côn trùng" in CAFE._repr_markdown_()


def test_a_language_may_be_chosen_for_one_cell() -> None:
    shown = CAFE.score({"pests": True}).shown("vi")
    assert "Tốt – 20 trên 20 điểm" in shown._repr_html_()
    assert "Tốt – 20 trên 20 điểm" in shown._repr_markdown_()
    assert repr(shown) == "<shown in vi: <Scorecard cafe 1: Good – 20 of 20 points>>"


def test_a_scorecard_makes_a_page() -> None:
    page = CAFE.score({"pests": True}).to_html("vi")
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert "Không có côn trùng" in page


@pytest.mark.parametrize(
    ("set_to", "said"), [("", "en"), ("vi", "vi"), (" VI-vn ", "vi"), ("fr_FR.UTF-8", "fr")]
)
def test_the_language_is_told_without_a_region(
    monkeypatch: pytest.MonkeyPatch, set_to: str, said: str
) -> None:
    monkeypatch.setenv("RUBRIKA_LANG", set_to)
    assert language() == said
