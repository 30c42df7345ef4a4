"""Questions across publishers, years, budgets and final accounts, whose answers were looked at."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.corpus.documents import CORPUS
from tests.questions.asking import Question, ask, read

pytestmark = pytest.mark.corpus

QUESTIONS = read(Path(__file__).with_name("questions.yml"))


def test_there_are_twenty_and_each_says_where_it_was_looked_at() -> None:
    assert len(QUESTIONS) >= 20
    for question in QUESTIONS:
        assert question.seen, question.question
        for stem, pages in question.seen.items():
            assert (CORPUS / "pdf" / f"{stem}.pdf").exists()
            assert pages, question.question


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question.strip())
def test_answer_is_exact(published_corpus: Path, question: Question) -> None:
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as con:
        assert ask(con, question) == question.answer
