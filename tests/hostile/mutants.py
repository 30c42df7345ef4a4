"""PDFs that were made to break a reader, from golden documents of our own.

Belongs here: the ways of breaking, each a function of random numbers and the bytes of a good
document. Does not belong here: what should become of them (the tests). The same seed gives the
same bytes. Nothing here is written to run anything: the danger is size, depth and loops.
"""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from tests.golden.catalogue import make

Mutation = Callable[[random.Random, bytes], bytes]

#: Documents of one or two pages that differ in how they are printed.
BASES = (
    "two_sided", "hierarchy_indent", "double_borders", "rotated_90", "wrapped_cells",
    "final_three_public", "continuation_header", "no_rules_between_rows",
)  # fmt: skip

MUTATIONS: dict[str, Mutation] = {}

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)


@dataclass(frozen=True)
class Mutant:
    """One broken document, and how it was broken."""

    name: str
    content: bytes


def mutants(count: int, folder: Path, seed: int = 1) -> Iterator[Mutant]:
    """``count`` mutants, every way of breaking in turn; ``folder`` is for the good documents."""
    good = [make(name, folder).path.read_bytes() for name in BASES]
    ways = list(MUTATIONS.items())
    for number in range(count):
        way, mutate = ways[number % len(ways)]
        rng = random.Random(f"{seed} {number}")
        yield Mutant(f"{number:04d}_{way}.pdf", mutate(rng, rng.choice(good)))


def mutation(function: Mutation) -> Mutation:
    """Register a way of breaking under its function's name."""
    MUTATIONS[function.__name__] = function
    return function


def _open(content: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(content))


def _saved(pdf: Pdf, *, plain: bool = False) -> bytes:
    """The document written again; ``plain``: streams unpacked, so that their text stands there."""
    stream = io.BytesIO()
    pdf.save(
        stream,
        static_id=True,
        compress_streams=not plain,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized if plain else None,
    )
    return stream.getvalue()


def _plain(content: bytes) -> bytes:
    with _open(content) as pdf:
        return _saved(pdf, plain=True)


def _drawn(content: bytes, operators: bytes, **resources: Object) -> bytes:
    """``operators`` are drawn after what the first page shows."""
    with _open(content) as pdf:
        page = pdf.pages[0]
        for kind, entries in resources.items():
            page.obj.Resources[f"/{kind}"] = pdf.make_indirect(entries)
        page.contents_add(pdf.make_stream(operators))
        return _saved(pdf)


# --- bytes ---------------------------------------------------------------------------------------


def _flip(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 10, 100, 1000))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


@mutation
def flipped(rng: random.Random, content: bytes) -> bytes:
    """Bytes changed anywhere."""
    return _flip(rng, content)


@mutation
def flipped_text(rng: random.Random, content: bytes) -> bytes:
    """Bytes changed where operators, dictionaries and maps of characters stand unpacked."""
    return _flip(rng, _plain(content))


@mutation
def numbers_changed(rng: random.Random, content: bytes) -> bytes:
    """Numbers of the file's structure replaced by extreme ones."""
    extremes = (b"0", b"-1", b"2147483647", b"-2147483648", b"4294967296", b"1e38", b"99999999999")
    share = rng.choice((0.001, 0.01, 0.1))
    return re.sub(
        rb"(?<=[\s\[/<])-?\d+(?:\.\d+)?(?=[\s\]/>])",
        lambda m: rng.choice(extremes) if rng.random() < share else m.group(),
        _plain(content),
    )


@mutation
def truncated(rng: random.Random, content: bytes) -> bytes:
    """Cut off anywhere; half of them say that they are complete."""
    cut = content[: rng.randrange(8, len(content))]
    return cut + b"\n%%EOF\n" if rng.random() < 0.5 else cut


@mutation
def piece_missing(rng: random.Random, content: bytes) -> bytes:
    """A part in the middle is gone, or stands there several times."""
    start = rng.randrange(len(content))
    end = min(len(content), start + rng.choice((1, 50, 2000, 20000)))
    return content[:start] + content[start:end] * rng.choice((0, 2, 5)) + content[end:]


@mutation
def streams_swapped(rng: random.Random, content: bytes) -> bytes:
    """Fonts, pages and maps of characters have each other's bytes."""
    if rng.random() < 0.5:
        content = _plain(content)
    bodies = [m.group(1) for m in _STREAM.finditer(content)]
    rng.shuffle(bodies)
    left = iter(bodies)
    return _STREAM.sub(lambda m: b"stream\n" + next(left) + b"endstream", content)


@mutation
def objects_swapped(rng: random.Random, content: bytes) -> bytes:
    """References lead to other objects."""
    plain = _plain(content)
    numbers = re.findall(rb"(\d+) 0 R", plain)
    share = rng.choice((0.02, 0.1, 0.5))
    return re.sub(
        rb"(\d+) 0 R",
        lambda m: rng.choice(numbers) + b" 0 R" if rng.random() < share else m.group(),
        plain,
    )


# --- depth and loops -----------------------------------------------------------------------------


@mutation
def nested_operators(rng: random.Random, content: bytes) -> bytes:
    """States, arrays, dictionaries or strings opened and never closed."""
    opened = rng.choice((b"q ", b"[", b"<<", b"(", b"BT ", b"/A <<", b"BI /W 1 ID "))
    return _drawn(content, opened * rng.choice((1_000, 100_000, 1_000_000)))


@mutation
def nested_objects(rng: random.Random, content: bytes) -> bytes:
    """Arrays in arrays, as an object of the file."""
    depth = rng.choice((400, 5_000, 200_000))
    left, right = rng.choice(((b"[", b"]"), (b"<</A ", b">>")))
    return content.replace(
        b"/Type /Catalog", b"/Type /Catalog /Odd " + left * depth + right * depth
    )


@mutation
def nested_forms(rng: random.Random, content: bytes) -> bytes:
    """A form that draws a form that draws a form; each twice in the worst case."""
    with _open(content) as pdf:
        inner: Object | None = None
        twice = rng.random() < 0.5
        for _ in range(rng.choice((10, 30, 300))):
            form = Stream(pdf, b"/F Do /F Do" if twice else b"/F Do")
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
            if inner is not None:
                form.Resources = Dictionary(XObject=Dictionary(F=inner))
            inner = pdf.make_indirect(form)
        page = pdf.pages[0]
        page.obj.Resources.XObject = Dictionary(F=inner)
        page.contents_add(pdf.make_stream(b"/F Do"))
        return _saved(pdf)


@mutation
def form_draws_itself(rng: random.Random, content: bytes) -> bytes:
    """Alone, or two that draw each other."""
    with _open(content) as pdf:
        forms = []
        for _ in range(2):
            form = Stream(pdf, b"q 1 0 0 1 1 1 cm /F Do /F Do Q 0 0 5 5 re f")
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
            forms.append(pdf.make_indirect(form))
        order = rng.choice(((0, 1), (1, 0)))
        for form, other in zip(forms, order, strict=True):
            form.Resources = Dictionary(XObject=Dictionary(F=forms[other]))
        page = pdf.pages[0]
        page.obj.Resources.XObject = Dictionary(F=forms[0])
        page.contents_add(pdf.make_stream(b"/F Do"))
        return _saved(pdf)


@mutation
def page_tree_loops(rng: random.Random, content: bytes) -> bytes:
    """The tree of pages is its own child, its own parent, or counts what is not there."""
    kind = rng.choice(("kids", "parent", "count", "deep"))
    with _open(content) as pdf:
        tree = pdf.Root.Pages
        if kind == "kids":
            tree.Kids.append(tree)
        elif kind == "parent":
            tree.Parent = tree.Kids[0]
        elif kind == "count":
            tree.Count = rng.choice((-1, 0, 4_999, 2**31 - 1))
        else:
            kids, count = tree.Kids, tree.Count
            for _ in range(2_000):
                node = Dictionary(Type=Name.Pages, Kids=kids, Count=count)
                kids = Array([pdf.make_indirect(node)])
            tree.Kids = kids
        return _saved(pdf)


@mutation
def references_loop(rng: random.Random, content: bytes) -> bytes:
    """Lengths, resources, contents and cross references that lead to themselves."""
    plain = _plain(content)
    kind = rng.choice(("length", "prev", "contents", "resources", "objects"))
    if kind == "length":
        number = rng.choice(re.findall(rb"(\d+) 0 obj", plain))
        return re.sub(rb"/Length \d+", b"/Length " + number + b" 0 R", plain)
    if kind == "prev":
        start = re.findall(rb"startxref\s+(\d+)", plain)[-1]
        return plain.replace(b"trailer <<", b"trailer << /Prev " + start)
    if kind == "objects":
        return re.sub(rb"(\d+) 0 obj", rb"\1 0 obj \1 0 R endobj \1 0 obj", plain)
    name = b"/Contents" if kind == "contents" else b"/Resources"
    number = rng.choice(re.findall(rb"(\d+) 0 obj", plain))
    return re.sub(name + rb" \d+ 0 R", name + b" " + number + b" 0 R", plain)


# --- size ----------------------------------------------------------------------------------------


@mutation
def huge_boxes(rng: random.Random, content: bytes) -> bytes:
    """Pages of a size that no paper has, turned by odd angles."""
    sides = (0, 1, -1, 0.001, 14_400, 1_000_000, 10**9, 2**31, 10**18, -(10**9))
    with _open(content) as pdf:
        for page in pdf.pages:
            for box in ("/MediaBox", "/CropBox"):
                if rng.random() < 0.7:
                    page.obj[box] = Array([rng.choice(sides) for _ in range(4)])
            page.obj.Rotate = rng.choice((0, 90, 45, -90, 10**6))
            page.obj.UserUnit = rng.choice((1, 0, -1, 75_000))
        return _saved(pdf)


@mutation
def huge_coordinates(rng: random.Random, content: bytes) -> bytes:
    """Everything drawn far away, very large or very small."""
    factors = ("1e9", "-1e9", "1e-9", "0", "99999999999999999999", "1")
    matrix = " ".join(rng.choice(factors) for _ in range(6))
    with _open(content) as pdf:
        page = pdf.pages[0]
        page.contents_add(pdf.make_stream(f"{matrix} cm".encode()), prepend=True)
        return _saved(pdf)


@mutation
def bomb_of_operators(rng: random.Random, content: bytes) -> bytes:
    """A few kilobytes that unpack to many megabytes of blanks, states, lines or text."""
    piece = rng.choice((b" ", b"q Q ", b"0 0 m 9 9 l S ", b"BT /F1 9 Tf (1) Tj ET "))
    size = rng.choice((4, 40, 400)) * 2**20
    if piece != b" ":
        size //= 8
    return _packed(content, piece * (size // len(piece)))


def _packed(content: bytes, data: bytes, **keys: Object) -> bytes:
    """``data`` as the first page's further content, packed once or twice."""
    packed = zlib.compress(data, 9)
    with _open(content) as pdf:
        filters = [Name.FlateDecode]
        if len(packed) > 50_000:
            packed, filters = zlib.compress(packed, 9), [Name.FlateDecode] * 2
        stream = Stream(pdf, packed)
        stream.Filter = Array(filters)
        for key, value in keys.items():
            stream[f"/{key}"] = value
        page = pdf.pages[0]
        page.obj.Contents = Array([page.obj.Contents, pdf.make_indirect(stream)])
        out = io.BytesIO()
        pdf.save(out, static_id=True, compress_streams=False, stream_decode_level=None)
        return out.getvalue()


@mutation
def bomb_of_fonts(rng: random.Random, content: bytes) -> bytes:
    """Fonts and maps of characters that unpack to many megabytes."""
    bomb = zlib.compress(rng.choice((b"\x00", b"<0001> <0001> <4e00>\n")) * 4_000_000, 9)
    with _open(content) as pdf:
        for each in pdf.objects:
            if isinstance(each, Stream) and (
                "/Length1" in each or b"begincmap" in each.read_bytes()[:2000]
            ):
                each.write(bomb, filter=Name.FlateDecode)
        return _saved(pdf)


@mutation
def bomb_of_pictures(rng: random.Random, content: bytes) -> bytes:
    """Pictures said to be of a hundred thousand pixels each way."""
    side = rng.choice((20_000, 100_000, 2**31 - 1))
    with _open(content) as pdf:
        picture = Stream(pdf, zlib.compress(b"\x00" * 1_000_000))
        picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.FlateDecode
        picture.Width = picture.Height = side
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        page = pdf.pages[0]
        page.obj.Resources.XObject = Dictionary(I=pdf.make_indirect(picture))
        page.contents_add(pdf.make_stream(b"q 400 0 0 400 50 50 cm /I Do Q"))
        return _saved(pdf)


@mutation
def many_lines(rng: random.Random, content: bytes) -> bytes:
    """A page that is ruled into tens of thousands of cells."""
    count = rng.choice((60, 200, 700, 2500))
    step = 500 / count
    lines = [f"50 {50 + n * step:.2f} m 550 {50 + n * step:.2f} l S" for n in range(count)]
    lines += [f"{50 + n * step:.2f} 50 m {50 + n * step:.2f} 550 l S" for n in range(count)]
    return _drawn(content, "\n".join(lines).encode())


@mutation
def much_text(rng: random.Random, content: bytes) -> bytes:
    """Tens of thousands of numbers on a page, over each other or side by side."""
    count = rng.choice((3_000, 30_000))
    spread = rng.choice((0, 500))
    parts = []
    for n in range(count):
        x, y = 50 + rng.random() * spread, 50 + rng.random() * spread
        parts.append(f"1 0 0 1 {x:.1f} {y:.1f} Tm ({n}.{n % 100:02d}) Tj")
    font = Dictionary(
        Odd=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica"))
    )
    text = "BT /Odd 3 Tf " + "\n".join(parts) + " ET"
    with _open(content) as pdf:
        pdf.pages[0].obj.Resources.Font.Odd = font.Odd
        pdf.pages[0].contents_add(pdf.make_stream(text.encode()))
        return _saved(pdf)


@mutation
def long_line(rng: random.Random, content: bytes) -> bytes:
    """One line of text that never ends: digits, signs or blanks, as hostile patterns want it."""
    piece = rng.choice((b"1", b"1,", b"1.", b" ", b"-", b"(", b"2024", b"%", b"A1 "))
    length = rng.choice((3_000, 50_000))
    piece = piece.replace(b"(", b"\\(")
    with _open(content) as pdf:
        page = pdf.pages[0]
        page.obj.Resources.Font.Odd = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica")
        )
        text = b"BT /Odd 0.01 Tf 50 50 Td (" + piece * length + b") Tj ET"
        page.contents_add(pdf.make_stream(text))
        return _saved(pdf)


@mutation
def many_pages(rng: random.Random, content: bytes) -> bytes:
    """The same page hundreds of times, or more often than any document has pages."""
    with _open(content) as pdf:
        tree = pdf.Root.Pages
        count = rng.choice((100, 600, 6_000))
        tree.Kids = Array([tree.Kids[0]] * count)
        tree.Count = count
        out = io.BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


# --- text ----------------------------------------------------------------------------------------


@mutation
def odd_characters(rng: random.Random, content: bytes) -> bytes:
    """Glyphs said to be surrogates, controls, marks of direction, or many characters each."""
    odd = rng.choice(
        (b"D800", b"0000", b"001B", b"202E", b"FFFE", b"0008", b"0301" * 60, b"DBFFDFFF", b"000D")
    )
    share = rng.choice((0.05, 0.5, 1))
    return re.sub(
        rb"(<[0-9A-Fa-f]{2,4}> )<[0-9A-Fa-f]{4}>",
        lambda m: m.group(1) + b"<" + odd + b">" if rng.random() < share else m.group(),
        _plain(content),
    )


@mutation
def widths_and_encodings(rng: random.Random, content: bytes) -> bytes:
    """Fonts whose widths, matrices and encodings are nonsense."""
    odd: tuple[Object | int | float, ...] = (
        0, -1000, 10**9, Name.Odd, Array([]), Array([-1, -2, -3]), Dictionary()
    )  # fmt: skip
    with _open(content) as pdf:
        for each in pdf.objects:
            if isinstance(each, Dictionary) and each.get("/Type") in (
                Name.Font,
                Name.FontDescriptor,
            ):
                for key in list(each.keys()):
                    if rng.random() < 0.4 and key not in ("/Type", "/Subtype"):
                        each[key] = rng.choice(odd)
        return _saved(pdf)
