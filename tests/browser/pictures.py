"""The README's pictures, taken anew by hand from a running demo: `python tests/browser/pictures.py http://127.0.0.1:8000`.

Writes `tests/pictures/<page>-<language>-<width>.png` with few colours, none above 60 kB. Each check page is
left as a draft of Aino's; nothing is chosen.
"""

import datetime as dt
import io
import os
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "pictures"
SIZES = {1280: 860, 390: 844}
COLOURS = (160, 96, 64, 40, 24, 16)
LARGEST = 60_000
SEARCH_WORDS = {"sv": "städning", "fi": "siivous"}


def main(site: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language in SEARCH_WORDS:
            for width in SIZES:
                take_all(browser, site, language, width)
        browser.close()


def take_all(browser: Browser, site: str, language: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": SIZES[width]}, locale=language)
    page = context.new_page()

    def take(name: str) -> None:
        path = FOLDER / f"{name}-{language}-{width}.png"
        path.write_bytes(small(page.screenshot()))
        sys.stdout.write(f"{path.name}: {path.stat().st_size / 1000:.1f} kB, {page.url}\n")

    page.goto(f"{site}/{language}/")
    take("start")
    home = step_in(page, site, language)
    page.goto(f"{home}budget/")
    take("budget")
    page.goto(f"{home}search/?q={SEARCH_WORDS[language]}")
    take("results")
    page.goto(page.locator("main a[href*='/listings/']").first.evaluate("link => link.href"))
    take("listing")
    listing = page.url
    to_check(page, home)
    take("check")
    page.goto(listing)
    to_check(page, home, all_week=True)
    take("no")
    page.goto(f"{home}search/?q={SEARCH_WORDS[language]}")
    for box in page.locator("input[name=id]").all()[:2]:
        box.check()
    page.locator("form[action*='/compare/'] button, button[form=compare]").first.click()
    take("compare")
    step_in_as(page, site, language, "petra")
    page.goto(re.sub("/[a-z]{2}/provider", f"/{language}/provider", page.url))
    take("requests")
    context.close()


def step_in(page: Page, site: str, language: str) -> str:
    """Becomes Aino; returns where her pages begin, in that language."""
    step_in_as(page, site, language, "aino")
    number = re.search(r"/for/([^/]+)/", page.url)
    if number is None:
        sys.exit(f"Stepping in as Aino led to {page.url}: is the demo world built?")
    return f"{site}/{language}/for/{number[1]}/"


def step_in_as(page: Page, site: str, language: str, name: str) -> None:
    page.goto(f"{site}/{language}/demo/")
    page.locator(f"form[action$='/{name}/'] button").click()


def to_check(page: Page, home: str, *, all_week: bool = False) -> None:
    """Tuesdays at nine, once, from the second one after today; `all_week` asks for more than there is money for."""
    today = dt.date.today()
    tuesday = today + dt.timedelta(days=7 + (1 - today.weekday()) % 7)
    page.goto(home + "choose/" + re.search(r"/listings/(\d+)/", page.url)[1] + "/")  # type: ignore[index]
    for radio in page.locator("input[name=how_often][value='1']").all():
        radio.check()
    for day in "12345" if all_week else "1":
        for box in page.locator(f"input[name=weekdays][value='{day}']").all():
            box.check()
    page.locator("[name=first_on]").fill(tuesday.isoformat())
    if page.locator("[name=start]").count():
        page.locator("[name=start]").select_option("09:00")
    page.locator("main form button[data-variant=primary]").click()
    if "/check/" not in page.url:
        sys.exit(f"The pattern was refused: {page.locator('main').inner_text()[:400]}")


def small(png: bytes) -> bytes:
    """As many colours as fit in the largest size; text stays sharp."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        reduced = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        reduced.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    sys.exit("A picture does not fit in 60 kB.")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
