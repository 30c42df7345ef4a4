"""From characters to the text of cells and lines, by position.

Belongs here: putting characters in order, words, line wraps, text drawn twice, spaces. Does not
belong here: which cell is a label or a figure.

Producers write page text in any order, draw it twice for bold, and let it run over the border of
its cell; so characters are sorted by where they stand, and first bound into runs (characters that
follow each other on one line), which are never cut where that would tear a number.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from typing import Any

from pipelines.pdf import Page
from pipelines.pdf.places import Places

Char = dict[str, Any]

_NUMERIC = re.compile(r"[\d０-９.,，．%％+\-－−△▲]")
_WHOLE_NUMBER = re.compile(r"[-－−△▲+]?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,8})?[%％]?")
_TAIL = re.compile(r"[\d,.]*\d$")
_HEAD = re.compile(r"^\d[\d,.]*")
#: Texts of a document come again and again: titles, headings, names of subjects.
CACHED = 16384
#: Gap between characters (in sizes) up to which they belong to one run.
RUN_GAP = 0.3
#: Gap from which a space is kept between letters or digits of one line.
SPACE_GAP = 0.18
#: Characters of one line have centres within this share of their size.
LINE_TOLERANCE = 0.45


@dataclass(slots=True)
class Line:
    """Characters that stand side by side; ``text`` has spaces only where they matter.

    What is found out of the characters, which do not change, is kept: the modules ask often.
    """

    chars: list[Char]
    _across: tuple[float, float] | None = field(default=None, init=False, repr=False, compare=False)
    _down: tuple[float, float] | None = field(default=None, init=False, repr=False, compare=False)
    _size: float | None = field(default=None, init=False, repr=False, compare=False)
    _text: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def x0(self) -> float:
        """Left edge."""
        return (self._across or self._sides())[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return (self._across or self._sides())[1]

    @property
    def top(self) -> float:
        """Upper edge."""
        return (self._down or self._ends())[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return (self._down or self._ends())[1]

    @property
    def size(self) -> float:
        """Median size of the characters."""
        if (size := self._size) is None:
            sizes = sorted([c["size"] for c in self.chars])
            size = self._size = sizes[len(sizes) // 2]
        return size

    @property
    def text(self) -> str:
        """The characters as text; spaces only where they matter."""
        if (text := self._text) is None:
            text = self._text = join_chars(self.chars)
        return text

    def _sides(self) -> tuple[float, float]:
        chars = self.chars
        self._across = min([c["x0"] for c in chars]), max([c["x1"] for c in chars])
        return self._across

    def _ends(self) -> tuple[float, float]:
        chars = self.chars
        self._down = min([c["top"] for c in chars]), max([c["bottom"] for c in chars])
        return self._down


@dataclass(slots=True)
class CellText:
    """Text of a cell: lines from top to bottom and their joined text, wraps removed."""

    lines: list[Line] = field(default_factory=list)
    text: str = ""
    is_overlaid: bool = False  # several texts stand on one place

    @property
    def x0(self) -> float | None:
        """Where the text begins; its wrapped lines may begin further left."""
        return self.lines[0].x0 if self.lines else None


def printed_chars(page: Page) -> tuple[list[Char], Places, list[Char]]:
    """Characters that a reader of the page sees, where they stand, and those that a clip cuts away.

    White space and hidden text are in neither; text drawn twice the page reader has dropped.
    """
    places = page.places
    is_hidden, is_printed = places.is_hidden, ~places.is_blank
    is_visible = is_printed & ~is_hidden
    clipped = [c for c in compress(page.chars, is_hidden & is_printed) if c["clipped"]]
    return list(compress(page.chars, is_visible)), places.where(is_visible), clipped


def clipped_ends(chars: Sequence[Char]) -> list[tuple[Char, list[Char]]]:
    """Text that a clip path cuts off at the border of its cell, with a visible character before
    or behind it: ``(visible, cut)``. Told by drawing order, since the neighbour's text stands on
    the same place.
    """
    found: list[tuple[Char, list[Char]]] = []
    run: list[Char] = []
    for char in [*chars, None]:
        if char is not None and not char["text"].strip():
            continue
        if char is not None and char.get("hidden") and not char.get("clipped"):
            continue
        if char is not None and run and (_follows(run[-1], char) or _wraps(run, char)):
            run.append(char)
            continue
        cut = [c for c in run if c.get("clipped")]
        seen = [c for c in run if not c.get("clipped")]
        if cut and seen:
            found.append((seen[len(seen) // 2], cut))
        run = [] if char is None else [char]
    return found


#: Characters of one line stand level within this share of their size, whatever their fonts.
_LEVEL = 0.1


def _follows(before: Char, char: Char) -> bool:
    size = max(char["size"], 1.0)
    # A line is cut as a whole height: what is cut stands level with what is seen of it. The end of
    # the cell above may stand a little higher, its characters in between those of this one.
    is_same = char.get("clipped", False) == before.get("clipped", False)
    return (
        abs(char["bottom"] - before["bottom"]) < (0.3 if is_same else _LEVEL) * size
        and -0.3 * size < char["x0"] - before["x1"] < 0.5 * size
    )


def _wraps(run: list[Char], char: Char) -> bool:
    """Whether a cut character begins the next line of a cell too low for it."""
    if run[-1].get("clipped") or not char.get("clipped"):
        return False
    size = max(char["size"], 1.0)
    step = char["bottom"] - run[-1]["bottom"]
    left = min(c["x0"] for c in run)
    return 0.8 * size < step < 1.7 * size and left - size < char["x0"] < run[-1]["x1"] + size


def centre(char: Char) -> tuple[float, float]:
    """Middle of a character's box."""
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """Lines from top to bottom, each sorted from left to right."""
    if len(chars) < 2:
        return [Line(list(chars))] if chars else []
    middles = [char["top"] + char["bottom"] for char in chars]  # twice the middle
    if max(middles) - min(middles) <= 2 * LINE_TOLERANCE * chars[0]["size"]:
        return [Line(sorted(chars, key=_FROM_LEFT))]
    rows: list[list[Char]] = []
    last = 0.0
    for at in sorted(range(len(chars)), key=middles.__getitem__):
        char, middle = chars[at], middles[at] / 2
        if rows:
            size, other = char["size"], rows[-1][0]["size"]
            if middle - last <= LINE_TOLERANCE * (size if size > other else other):
                rows[-1].append(char)
                last += (middle - last) / len(rows[-1])
                continue
        rows.append([char])
        last = middle
    return [Line(sorted(row, key=_FROM_LEFT)) for row in rows]


_FROM_LEFT = itemgetter("x0", "x1")


def is_one_line(chars: Sequence[Char]) -> bool:
    """Whether the characters surely stand on one line: what `lines_of` sees without sorting."""
    if len(chars) < 2:
        return True
    middles = [char["top"] + char["bottom"] for char in chars]
    return max(middles) - min(middles) <= 2 * LINE_TOLERANCE * chars[0]["size"]


def runs_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters of one line that follow each other without a gap."""
    return [run.chars for line in lines_of(chars) for run in parted(line, RUN_GAP)]


def parted(line: Line, gap: float) -> list[Line]:
    """Pieces of a line, parted where characters stand apart by more than ``gap`` sizes."""
    chars = line.chars
    starts = [0]
    end = chars[0]["x1"]
    for at, char in enumerate(chars):
        size = char["size"]
        if char["x0"] - end > gap * (size if size > 1.0 else 1.0):
            starts.append(at)
        end = char["x1"]
    if len(starts) == 1:
        return [line]
    return [Line(chars[a:b]) for a, b in zip(starts, [*starts[1:], len(chars)], strict=True)]


def bound_runs(
    chars: Sequence[Char], cell_of: Callable[[float, float], Any]
) -> list[tuple[Any, Char]]:
    """Each character with its cell, ``cell_of(x, y)``; runs over a border stay whole.

    A run that crosses a border is cut there, except where the border goes through a character,
    or where the run reads as one number: then it goes to the cell that holds most of it (numbers)
    or its beginning (text, which runs on to the right).
    """
    bound: list[tuple[Any, Char]] = []
    for run in runs_of(chars):
        cells = [cell_of(*centre(char)) for char in run]
        if all(cell is cells[0] for cell in cells):
            bound.extend(zip(cells, run, strict=True))
            continue
        for piece_cells, piece in _pieces(run, cells):
            cell = _majority(piece_cells)
            bound.extend((cell, char) for char in piece)
    return bound


#: Gap (in sizes) between characters that were set as one word; cells have some padding.
_SET_SOLID = 0.06


def runs_over(left: Sequence[Char], right: Sequence[Char], edges: tuple[float, float]) -> bool:
    """Whether all that stands in a cell is the end of a name that began in the cell to its left.

    Spreadsheets let a long text run over into the blank cell beside it. Both cells have one line,
    its characters follow each other as closely as those of a word, and the border goes through one.
    ``edges`` are the left borders of both cells: a text of the right one begins as far from its
    border as that of the left one does.
    """
    lines, others = lines_of(left), lines_of(right)
    if len(lines) != 1 or len(others) != 1:
        return False
    before, after = lines[0].chars[-1], others[0].chars[0]
    size = max(before["size"], 1.0)
    gap = after["x0"] - before["x1"]
    is_name = re.search(r"[一-龥]{2}", lines[0].text) is not None
    is_level = abs(centre(before)[1] - centre(after)[1]) < 0.2 * size
    is_cut = max(before["x1"] - edges[1], edges[1] - after["x0"]) > _SET_SOLID * size
    if abs((after["x0"] - edges[1]) - (lines[0].x0 - edges[0])) < _SET_SOLID * size:
        return False
    if not (is_name and is_level and is_cut and abs(gap) < _SET_SOLID * size):
        return False
    return len(runs_of([*left, *right])) == 1 and before["fontname"] == after["fontname"]


def _pieces(run: list[Char], cells: list[Any]) -> list[tuple[list[Any], list[Char]]]:
    """Cut a run where its cell changes, but not inside a number."""
    pieces: list[tuple[list[Any], list[Char]]] = []
    for cell, char in zip(cells, run, strict=True):
        if pieces and (pieces[-1][0][-1] is cell or _is_torn(pieces[-1][1], char, run)):
            pieces[-1][0].append(cell)
            pieces[-1][1].append(char)
        else:
            pieces.append(([cell], [char]))
    return pieces


def _is_torn(before: list[Char], char: Char, run: list[Char]) -> bool:
    """Whether a cut before ``char`` would tear a number that reads as one."""
    if not (_NUMERIC.match(before[-1]["text"]) and _NUMERIC.match(char["text"])):
        return False
    at = next(i for i, c in enumerate(run) if c is char)
    start = at
    while start > 0 and _NUMERIC.match(run[start - 1]["text"]):
        start -= 1
    end = at
    while end < len(run) and _NUMERIC.match(run[end]["text"]):
        end += 1
    whole = "".join(c["text"] for c in run[start:end])
    return _WHOLE_NUMBER.fullmatch(whole) is not None


def _majority(cells: list[Any]) -> Any:
    counts: dict[int, int] = defaultdict(int)
    for cell in cells:
        counts[id(cell)] += 1
    best = max(counts.values())
    return next(cell for cell in cells if counts[id(cell)] == best)


def cell_text(chars: Sequence[Char], width: float) -> CellText:
    """Text of a cell's characters; ``width`` of the cell tells a wrap from a list of numbers."""
    if not chars:
        return CellText()
    lines = sideways_lines(chars) if is_sideways(chars) else lines_of(chars)
    text = ""
    for line in lines:
        piece = line.text
        if text and _is_new_number(text, piece, lines, width):
            text += " "
        text += piece
    return CellText(lines, text)


def _is_new_number(text: str, piece: str, lines: list[Line], width: float) -> bool:
    """Whether digits at a line end and at the next line's start are two numbers."""
    before, after = text[-1], piece[0]
    if not (before.isdigit() and after.isdigit()):
        return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    if "".join(_TAIL.findall(text) + _HEAD.findall(piece)).count(".") > 1:
        return True
    # A number wraps only where the line is full.
    widest = max(line.x1 - line.x0 for line in lines)
    return widest < width * 0.6


def is_sideways(chars: Sequence[Char]) -> bool:
    """Whether most of the characters are turned by 90°."""
    if all(map(_IS_UPRIGHT, chars)):
        return False
    return sum(not c["upright"] for c in chars) * 2 > len(chars)


_IS_UPRIGHT = itemgetter("upright")


def sideways_lines(chars: Sequence[Char]) -> list[Line]:
    """Lines of text turned by 90°: read from bottom to top, or top to bottom, by its matrix."""
    turned = next(c for c in chars if not c["upright"])
    is_upward = turned.get("angle", 90) < 180
    columns: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: c["x0"] + c["x1"]):
        middle = centre(char)[0]
        if columns and middle - centre(columns[-1][0])[0] <= LINE_TOLERANCE * char["size"]:
            columns[-1].append(char)
        else:
            columns.append([char])
    if not is_upward:
        columns.reverse()
    lines = []
    for column in columns:
        column.sort(key=lambda c: c["top"], reverse=is_upward)
        lines.append(Line(column))
    return lines


def join_chars(chars: Sequence[Char]) -> str:
    """Text of a line's characters; a space only between letters or digits that stand apart."""
    if len(chars) == 1:
        return chars[0]["text"].strip()
    text = ""
    end = math.inf
    for char in chars:
        piece = char["text"].strip()
        size = char["size"]
        is_apart = char["x0"] - end > SPACE_GAP * (size if size > 1.0 else 1.0)
        if is_apart and text and piece and _is_word(text[-1]) and _is_word(piece[0]):
            text += " "
        text += piece
        end = char["x1"]
    return text


def _is_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,-%)(")


@lru_cache(maxsize=CACHED)
def squash(text: str | None) -> str:
    """Text without any white space."""
    return "".join((text or "").split())


@lru_cache(maxsize=CACHED)
def plain(text: str | None) -> str:
    """Text for comparison: width folded, white space and quotation variants gone."""
    folded = unicodedata.normalize("NFKC", text or "").translate(_PUNCTUATION)
    return "".join(folded.split())


_PUNCTUATION = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "－": "-", "﹑": "、", "·": "."}
)
