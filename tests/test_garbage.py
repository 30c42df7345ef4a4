"""Tests of pausing the search for cyclic garbage."""

from __future__ import annotations

import gc

import pytest

from pipelines.garbage import uncollected


@uncollected()
def is_collecting() -> bool:
    return gc.isenabled()


def test_no_garbage_is_sought_meanwhile_and_then_again() -> None:
    assert gc.isenabled()
    assert not is_collecting()
    assert gc.isenabled()


def test_the_innermost_does_not_end_the_pause_of_the_outermost() -> None:
    with uncollected():
        assert not is_collecting()
        assert not gc.isenabled()


def test_it_ends_with_an_error_too() -> None:
    with pytest.raises(ValueError, match="damaged"), uncollected():
        raise ValueError("damaged")
    assert gc.isenabled()


def test_what_was_made_meanwhile_counts_as_old() -> None:
    with uncollected():
        made: list[list[int]] = [[] for _ in range(5000)]
        assert gc.get_count()[0] > len(made) / 2
    assert gc.get_count()[0] < 100
    assert gc.get_freeze_count() == 0
