import unicodedata

import pytest

from rubrika.errors import RubricError
from rubrika.text import Text, in_language, optional_text, to_id


def test_a_plain_text_holds_for_every_language() -> None:
    assert Text.of("Points").get("vi") == "Points"


def test_a_text_is_given_in_the_language_or_its_base() -> None:
    text = Text.of({"vi": "Điểm", "en": "Points"})
    assert (text.get("vi"), text.get("vi-VN"), str(text)) == ("Điểm", "Điểm", "Points")


def test_a_text_falls_back_to_english_and_then_to_any_language() -> None:
    assert Text.of({"vi": "Điểm", "en": "Points"}).get("fr") == "Points"
    assert Text.of({"vi": "Điểm"}).get("fr") == "Điểm"
    assert Text().get() == ""


def test_a_text_stays_itself() -> None:
    text = Text("x")
    assert Text.of(text) is text


def test_languages_are_sorted_whatever_their_order() -> None:
    assert Text.of({"vi": "a", "en": "b"}).languages == ("en", "vi")
    assert Text.of({"vi": "a", "en": "b"}) == Text.of({"en": "b", "vi": "a"})


def test_an_empty_text_is_false() -> None:
    assert not Text()
    assert Text("x")
    assert Text.of({"en": "x"})


def test_a_text_left_out_is_empty() -> None:
    assert optional_text(None) == Text()
    assert optional_text("x") == Text("x")


@pytest.mark.parametrize("tag", ["english!", "EN", 3])
def test_a_wrong_language_tag_is_refused(tag: object) -> None:
    with pytest.raises(RubricError, match=r"is no language tag\. Write en, vi or zh-Hant\."):
        Text.of({tag: "x"})  # type: ignore[dict-item]  # the wrong tag is the test


@pytest.mark.parametrize("value", [3, {}, {"en": 3}, ["x"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(RubricError, match=r"is no text\. Write a string"):
        Text.of(value)  # type: ignore[arg-type]  # the wrong value is the test


@pytest.mark.parametrize("word", ["c1", "thanh-hoa-2021", "a.b_c", "tiêu-chí", "x"])
def test_letters_digits_and_inner_signs_make_an_id(word: str) -> None:
    assert to_id(word) == word


def test_two_spellings_of_the_same_letters_are_one_id() -> None:
    decomposed = unicodedata.normalize("NFD", "tiêu-chí")
    assert decomposed != "tiêu-chí"
    assert to_id(decomposed) == "tiêu-chí"


@pytest.mark.parametrize("word", ["", "-a", "a-", "a b", "a/b", "x" * 201, 3, None])
def test_what_is_no_id_is_refused(word: object) -> None:
    with pytest.raises(RubricError, match="is no id") as caught:
        to_id(word)
    assert "with a letter or digit at both ends" in caught.value.problems[0].hint


def test_a_word_of_the_rule_language_is_no_id() -> None:
    with pytest.raises(RubricError, match="'total' is reserved"):
        to_id("total")


def test_a_table_of_a_language_stands_for_its_regions_and_english_for_the_others() -> None:
    tables = {"en": "yes", "vi": "có", "vi-VN": "dạ"}
    found = [in_language(tables, lang) for lang in ("vi", "vi-VN", "vi-US", "en-GB", "la")]
    assert found == ["có", "dạ", "có", "yes", "yes"]
