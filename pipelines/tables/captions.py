"""Title, table number, organisation and unit lines above a grid or in its first rows; notes below.

Belongs here: telling caption lines from each other and from running text by their wording and
place. Does not belong here: what kind of table a title names (dbt seed).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.tables.model import Caption
from pipelines.tables.text import Line, parted, plain, squash

_NUMERAL = r"[0-9一二三四五六七八九十百]+"
_MEASURE = r"(人民币)?(千|百|十|万|百万|亿)?元|[%％人辆个台套件]|人次|平方米|㎡"
_UNIT_LINE = re.compile(
    rf"^[(（]?(金额|货币|计量|数据)?单位[:：]?[(（]?({_MEASURE})([、,，/()（）和]*({_MEASURE}))*[)）]*$"
    rf"|^[(（](({_MEASURE})[、,，/和]*)+[)）]$"
    r"|^[(（]?(金额|货币|计量)单位[:：]?.{0,6}元.{0,10}$"
)
_BARE_UNIT = re.compile(r"^(人民币)?[百千万亿]*元$")
_UNIT_INSIDE = re.compile(r"(金额|货币|计量)?单位[:：](人民币)?[百千万亿]*元$")
_BARE_KEY = re.compile(
    r"^(填报|编制|公开|预算|主管|填表|申报)?(部门|单位)(\((部门|单位)\))?(名称)?$"
)
#: Digits that run on into a year (表1 2026年…) do not tell where the number ends.
_NUMBERED_TITLE = re.compile(
    r"^(附?[表件]\d{1,2}(?:[-.]\d{1,2})*|(?:预算|决算|公开|部门公开)\d{1,2}(?:-\d{1,2})?表)(?!\d)[:：]?(.+)$"
)
_CONTINUED = re.compile(r"^[(（]?续(上?表)?[一二三四五六七八九十\d]*[)）]?$|^接上[表页]$")
_MONEY_UNIT = re.compile(r"(亿元|万元|千元|百元|元)")
_ORGANISATION = re.compile(
    r"^(填报|编制|公开|预算|主管|填表|申报|部门)?(部门|单位)(名称)?([(（](单位|部门|盖章|公章)[)）])?(名称)?[:：]"
)
_NUMBER = re.compile(
    rf"^(附件|附表|附|续)?[:：]?(部门|单位)?(综合)?(预算|决算|财决|财预)?(公开)?(第)?(预算|决算)?"
    rf"(表[格号]?[:：]?{_NUMERAL}([-—.]{_NUMERAL})*|{_NUMERAL}([-—.]{_NUMERAL})*表|附[件表]{_NUMERAL}([-—.]{_NUMERAL})*)[:：]?$"
)
_YEAR_LINE = re.compile(r"^[(（]?(20)?\d\d年度?([(（].*[)）])?[)）]?$")
_PAGE_NUMBER = re.compile(r"^[-—－–―~·.第]*\s*\d{1,4}\s*[-—－–―~·.页]*(共\d+页)?(/\d+)?$")
_NOTE = re.compile(r"^[(（]?(注|备注|说明|附注|注释)[:：\d]")
_HEADING = re.compile(
    r"^(第[一二三四五六七八九十]+(部分|章)|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[.、．])"
)
_TITLE_WORD = re.compile(r"(表|情况|明细|目录|一览|清单|统计)([(（].*[)）])?(续表?)?$")
_DATE_LINE = re.compile(r"^(填报|编制|填表|报送)?(日期|时间)[:：]")

#: A gap wider than this many sizes parts two captions of one line (部门：… 单位：万元).
_SEGMENT_GAP = 2.2
#: Above this many lines over the grid nothing belongs to its caption.
_REACH_LINES = 7


def segments_of(line: Line) -> list[Line]:
    """Pieces of a line that wide gaps part."""
    return parted(line, _SEGMENT_GAP)


def kind_of(text: str) -> str:
    """unit, organisation, number, year, page, note, date, continued, title, heading or text."""
    flat = plain(text)
    if not flat:
        return "blank"
    if _PAGE_NUMBER.match(flat):
        return "page"
    if is_unit_line(flat):
        return "unit"
    if _ORGANISATION.match(flat):
        return "organisation"
    if _DATE_LINE.match(flat):
        return "date"
    if _CONTINUED.match(flat):
        return "continued"
    if _NUMBER.match(flat):
        return "number"
    if _YEAR_LINE.match(flat):
        return "year"
    if _NOTE.match(flat):
        return "note"
    if is_title(flat):
        return "title"
    if _HEADING.match(flat) and not re.search(r"[。；;]$", flat) and len(flat) <= 40:
        return "heading"
    return "text"


def is_unit_line(flat: str) -> bool:
    """Whether a text says in which unit a table counts (单位：万元)."""
    return bool(_UNIT_LINE.match(flat) or _BARE_UNIT.match(flat))


def is_bracketed_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of money in brackets (（万元）)."""
    return bool(re.fullmatch(r"\((单位[:：])?[百千万亿]*元\)", plain(text)))


def is_title(flat: str) -> bool:
    """Whether a text names a table: ends in 表 (or the like) and is no sentence."""
    return (
        3 <= len(flat) <= 60
        and not re.search(r"[。；;，,]", flat[:-1])
        and bool(
            _TITLE_WORD.search(re.sub(r"[(（][^)）]*[)）]", "", flat)) or _TITLE_WORD.search(flat)
        )
        and not re.search(r"(如下|见|下列).{0,6}表", flat)
    )


def read_caption(lines: Sequence[Line], grid_box: tuple[float, float, float, float]) -> Caption:
    """The caption in the lines between a grid and what stands above it (lines top to bottom)."""
    caption = Caption()
    title_lines: list[str] = []
    year: str | None = None
    reach = 0
    last: Line | None = None
    for line in reversed(lines):
        reach += 1
        if reach > _REACH_LINES:
            break
        is_done = False
        pieces = segments_of(line)
        has_caption = any(kind_of(squash(s.text)) in ("unit", "number", "date") for s in pieces)
        is_after_key = False
        for segment in pieces:
            text = squash(segment.text)
            kind = kind_of(text)
            if kind == "blank" or kind == "page":
                continue
            if is_after_key and kind == "text":
                caption.organisation_line = caption.organisation_line or text
                caption.lines.append(segment)
            elif segment is not pieces[-1] and _BARE_KEY.match(plain(text)):
                is_after_key = True
                caption.lines.append(segment)
            elif kind in ("unit", "organisation", "number", "date", "year", "continued"):
                year = _set(caption, kind, text) or year
                caption.lines.append(segment)
            elif kind == "title" and not title_lines:
                title_lines.append(text)
                caption.lines.append(segment)
                last = line
            elif title_lines and last is not None and _goes_on(segment, last, kind):
                title_lines.insert(0, text)
                caption.lines.append(segment)
                last = line
            elif (
                kind == "text"
                and not title_lines
                and (has_caption or _is_organisation(text, lines, line))
            ):
                caption.organisation_line = caption.organisation_line or text
                caption.lines.append(segment)
            elif not title_lines and kind in ("text", "heading", "note"):
                caption.has_text_above = True
                if kind == "heading":
                    caption.heading = text
                elif _is_display_line(segment, grid_box, lines):
                    title_lines.append(text)
                    caption.lines.append(segment)
                    last = line
                    continue
                is_done = True
            elif title_lines:
                if kind == "heading":
                    caption.heading = text
                is_done = True
        if is_done:
            break
    if title_lines:
        title = "".join(title_lines)
        if (numbered := _NUMBERED_TITLE.match(title)) and is_title(plain(numbered[2])):
            caption.printed_number = caption.printed_number or numbered[1]
            title = numbered[2]
        caption.title = title + (year or "")
    if caption.heading is None:
        caption.heading = next(
            (
                squash(line.text)
                for line in reversed(lines)
                if _is_heading(line, has_title=caption.title is not None)
                and line not in caption.lines
            ),
            None,
        )
    return caption


def _is_heading(line: Line, *, has_title: bool) -> bool:
    """Whether a line is a section heading; for a table without a title also 七、…情况."""
    if has_title or kind_of(line.text) != "title":
        return kind_of(line.text) == "heading"
    return bool(_HEADING.match(plain(line.text)))


def _is_organisation(text: str, lines: Sequence[Line], line: Line) -> bool:
    """A short text between title and grid: who publishes the table, printed without a key."""
    if len(text) > 30 or re.search(r"[。；，：:,;]", text):
        return False
    above = [other for other in lines if other.top < line.top - 1][-1:]
    return any(kind_of(squash(other.text)) == "title" for other in above)


def _set(caption: Caption, kind: str, text: str) -> str | None:
    if kind == "unit" and caption.unit_line is None:
        caption.unit_line = text
    elif kind == "organisation" and caption.organisation_line is None:
        if inside := _UNIT_INSIDE.search(text):
            caption.unit_line = caption.unit_line or inside[0]
            text = text[: inside.start()]
        caption.organisation_line = re.split(r"[:：]", text, maxsplit=1)[1] or None
    elif kind == "continued":
        caption.is_continued = True
    elif kind == "number" and caption.printed_number is None:
        caption.printed_number = text
    elif kind == "year":
        return text
    return None


def _goes_on(line: Line, below: Line, kind: str) -> bool:
    """Whether a line is the beginning of the title that goes on in the line below."""
    if kind not in ("text", "title"):
        return False
    is_near = below.top - line.bottom < 1.2 * below.size
    is_same_size = abs(line.size - below.size) < 0.15 * below.size
    return is_near and is_same_size and kind == "text" and not re.search(r"[。；:：]$", line.text)


def _is_display_line(
    line: Line, box: tuple[float, float, float, float], lines: Sequence[Line]
) -> bool:
    """A short centred line, larger than the text around: a title without the word 表."""
    text = squash(line.text)
    if len(text) > 40 or re.search(r"[。；，：:,]", text) or re.fullmatch(r"[\d\W]*", text):
        return False
    middle = (box[0] + box[2]) / 2
    is_centred = abs((line.x0 + line.x1) / 2 - middle) < 0.06 * (box[2] - box[0])
    is_inset = line.x0 > box[0] + 0.15 * (box[2] - box[0])
    return is_centred and is_inset


def read_row_captions(texts: Sequence[str]) -> Caption | None:
    """The caption that a grid row of only such texts holds, or None where it is no caption row."""
    filled = [squash(text) for text in texts if text.strip()]
    if not filled:
        return None
    caption = Caption()
    if sum(bool(_BARE_UNIT.match(plain(text))) for text in filled) > 1:
        return None  # The units of several columns
    for text in filled:
        kind = kind_of(text)
        if kind in ("unit", "organisation", "number", "year", "date", "continued"):
            caption_year = _set(caption, kind, text)
            if caption_year and caption.title is None:
                caption.title = caption_year
        elif kind == "title" and len(filled) <= 3 and caption.title is None:
            caption.title = text
        else:
            return None
    return caption


def money_unit(*texts: str | None) -> str | None:
    """元, 万元 or 亿元 as the first text that prints one says."""
    for text in texts:
        match = _MONEY_UNIT.search(plain(text))
        if match:
            return match[1]
    return None


def is_note(text: str) -> bool:
    """Whether a text begins as a note (注：, 备注：)."""
    return bool(_NOTE.match(plain(text)))
