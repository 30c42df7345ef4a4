"""The pages as people see them: they load, fit, filter, and a click shows where a number stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipelines.pdf import render
from pipelines.publication import publish
from pipelines.settings import PROJECT_ROOT, Settings
from tests.dashboards.conftest import CHROMIUM
from tests.quality.tiny import execute
from tests.running import SEED_RAW

PAGES = {
    "": "预算公开数据",
    "department": "部门预决算",
    "compare": "比较",
    "search?q=住房公积金": "检索",
    "findings": "不符之处",
    "quality": "公开质量",
}
SIZES = {"desk": (1280, 900), "phone": (390, 844)}

#: Kept to be looked at after a run; not part of the project.
SCREENSHOTS = PROJECT_ROOT / "test-artifacts"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as made,
    ):
        yield made


def open_page(browser: Browser, url: str, size: str = "desk") -> Page:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.goto(url)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until the server has nothing more to draw."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_pages_load_and_fit(browser: Browser, address: str, path: str, size: str) -> None:
    page = open_page(browser, f"{address}/{path}", size)
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[path])
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{path.partition('?')[0] or 'overview'}_{size}.png")
    assert page.locator("[data-testid=stException]").count() == 0
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= SIZES[size][0]
    page.close()


def test_a_click_on_a_number_shows_its_cell_on_its_page(
    browser: Browser, address: str, published_seed: Path
) -> None:
    page = open_page(browser, f"{address}/department")
    cells = page.locator("[data-testid=stDataFrame] canvas").first
    box = cells.bounding_box()
    assert box is not None
    # The first row below the header, in the last column.
    page.mouse.click(box["x"] + box["width"] - 60, box["y"] + 53)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    image = dialog.locator("[data-testid=stImage] img").first
    expect(image).to_be_visible()
    said = dialog.inner_text()
    page.screenshot(path=SCREENSHOTS / "figure_desk.png")
    content = page.request.get(str(image.evaluate("img => img.src"))).body()
    page.close()
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as con:
        row = con.execute(
            "select f.printed, f.page, f.column_path, f.x0, f.top, f.x1, f.bottom "
            "from marts.fct_revenue as r, unnest(r.figure_ids) as i (figure_id) "
            "inner join marts.fct_figure as f on i.figure_id = f.figure_id "
            "where r.row_role = 'total' and r.measure = 'amount' "
            "and r.column_role in ('total', 'part') "
            "order by r.amount_yuan desc, r.fund_source, r.vintage limit 1"
        ).fetchone()
    assert row is not None
    printed, number, column, x0, top, x1, bottom = row
    assert printed in said
    assert column in said
    assert f"第 {number} 页" in said
    # The cell of this figure is the yellow one.
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    (document,) = SEED_RAW.rglob("*.pdf")
    scale = picture.width / render(document, number, dpi=72).width  # Streamlit shrinks it
    corner = (int((x0 - 1) * scale), int((top + bottom) / 2 * scale))
    assert is_marked(picture, *corner)
    assert not is_marked(picture, int((x1 + 10) * scale), corner[1])


def test_head_figures_and_bars_show_their_cell(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/department")
    head = page.locator("[data-testid=stMetric]").filter(has_text="收入合计（万元）").inner_text()
    page.get_by_role("button", name="看原页").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-testid=stImage] img").first).to_be_visible()
    printed = dialog.locator("[data-testid=stMetricValue]").inner_text()
    assert printed.split()[0] in head
    page.goto(f"{address}/compare")
    settle(page)
    page.locator(".js-plotly-plot .bars path").first.click(force=True)
    expect(dialog.locator("[data-testid=stImage] img").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.close()


def test_every_part_of_a_department_is_there(browser: Browser, address: str) -> None:
    """What one document alone cannot tell (another year, the final accounts) says so."""
    page = open_page(browser, f"{address}/department")
    for tab in page.get_by_role("tab").all():
        tab.click()
        panel = page.get_by_role("tabpanel").filter(visible=True)
        expect(panel).to_have_count(1)
        shown = panel.locator("[data-testid=stDataFrame], [data-testid=stCaptionContainer]")
        expect(shown.first).to_be_visible()
        if "功能分类" in tab.inner_text():
            expect(panel.locator(".js-plotly-plot .treemaplayer")).to_have_count(1)
            page.screenshot(path=SCREENSHOTS / "functions_desk.png")
    assert page.get_by_role("tab").count() == 7
    page.close()


def is_marked(picture: Image.Image, x: int, y: int) -> bool:
    """Whether a pixel has the yellow of a marked cell."""
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    red, green, blue = pixel
    return red > 230 and green > 200 and blue < 200


def test_findings_are_filtered(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/findings")
    expect(page.get_by_role("button", name="看原页").first).to_be_visible()
    page.get_by_label("发布方或文件").fill("没有这个单位")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有。", exact=True)).to_be_visible()
    page.close()


def test_english_is_kept_in_the_address(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Budget disclosures")
    page.wait_for_url("**lang=en*")
    page.goto(page.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Budget disclosures")
    page.close()


def test_a_new_publication_is_shown_without_a_restart(
    browser: Browser, address: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=home)
    execute(
        settings.build_path,
        "UPDATE marts.dim_document SET publisher_name = '另一个发布方'",
    )
    new = publish(settings, accept_drift=True)
    page = open_page(browser, f"{address}/compare")
    expect(page.get_by_text(f"发布 {new.id}")).to_be_visible()
    page.close()
