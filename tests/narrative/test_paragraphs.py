"""Where sentences end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipelines.narrative.paragraphs import sentence_spans


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


def test_full_stops_end_sentences_semicolons_do_not() -> None:
    text = "收入12万元；支出12万元。其中：基本支出3万元。"
    assert split(text) == ["收入12万元；支出12万元。", "其中：基本支出3万元。"]


def test_a_full_stop_in_brackets_does_not() -> None:
    text = "购置费（购置0万元。运行3万元。）比上年减少。"
    assert split(text) == [text]


def test_an_open_bracket_that_never_closes_hides_nothing() -> None:
    assert split("甲（乙。丙。") == ["甲（乙。", "丙。"]


def test_closing_quotes_belong_to_the_sentence() -> None:
    assert split("他说：“好。”然后走了。") == ["他说：“好。”", "然后走了。"]


@given(st.text(st.sampled_from("收入（）()“”。；，12.3万元！？《》"), max_size=60))
def test_spans_cover_the_text(text: str) -> None:
    assert "".join(split(text)) == text
