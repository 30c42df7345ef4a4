"""Twenty questions to the published seed, each in one statement, answered to the last digit."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.questions.asking import Question, ask, read

QUESTIONS = read(Path(__file__).with_name("seed.yml"))


def test_there_are_twenty() -> None:
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question.strip())
def test_answer_is_exact(published_seed: Path, question: Question) -> None:
    with duckdb.connect(published_seed / "yusuan.duckdb", read_only=True) as con:
        assert ask(con, question) == question.answer
