"""What a browser shows of an answer, measured: axe, the size of targets, the width of the page."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.http import HttpResponse

SITE = "http://localhost"
STATIC = f"{SITE}/static/"
WIDE, PHONE, NARROW = 1280, 390, 320
SMALLEST = 44
"""Pixels, in both directions."""

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    # 7:1, and 4.5:1 for large text; whoever passes that passes the other one.
    "rules": {"color-contrast-enhanced": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
AXE = """async rules => (await axe.run(document, rules)).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))"""

TARGETS = """smallest => {
  // What one presses: the control; for a tick box or radio button its label too, for they are pressed as one.
  const box = it => it.getBoundingClientRect();
  const together = (a, b) => ({
    width: Math.max(a.right, b.right) - Math.min(a.left, b.left),
    height: Math.max(a.bottom, b.bottom) - Math.min(a.top, b.top)});
  // WCAG 2.5.8's exception: a link in a sentence or between words of a block of text, whose height the line gives.
  const words = node => node.textContent.replace(/[\\s·,.()–-]/g, '').length;
  const inText = it => {
    const around = it.closest('p, li, dd, td, figcaption, h1, h2, h3');
    return it.tagName === 'A' && getComputedStyle(it).display === 'inline' && around && words(around) > words(it);
  };
  const shown = it => it.checkVisibility({visibilityProperty: true}) && box(it).width > 1 && box(it).height > 1;
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const small = [];
  for (const it of document.querySelectorAll(pressed)) {
    if (!shown(it) || inText(it)) continue;
    const ticked = ['checkbox', 'radio'].includes(it.type) && it.labels.length;
    const size = ticked ? together(box(it), box(it.labels[0])) : box(it);
    if (Math.min(size.width, size.height) < smallest - 0.5)
      small.push(`${Math.round(size.width)} × ${Math.round(size.height)} px: ${it.outerHTML.slice(0, 160)}`);
  }
  return small;
}"""

WIDER = """narrow => document.documentElement.scrollWidth <= narrow ? [] : [...document.querySelectorAll('body *')]
  .filter(it => it.getBoundingClientRect().right > narrow + 0.5)
  .map(it => `${Math.round(it.getBoundingClientRect().right)} px: ${it.outerHTML.slice(0, 120)}`).slice(-3)
  .concat(`${document.documentElement.scrollWidth} px wide`)"""


class Eyes:
    """A browser page that shows answers of Django's test client: at their own address, with their headers.

    No server is needed, so no other thread, and each answer may come out of a transaction that is rolled back.
    """

    def __init__(self, page: Any) -> None:
        self.page, self.answer, self.told = page, HttpResponse(), []
        page.route("**/*", self._serve)
        page.add_init_script(AXE_SCRIPT)
        page.on("console", lambda message: self.told.append(message.text))

    def _serve(self, route: Any) -> None:
        if route.request.is_navigation_request():
            headers = {**self.answer.headers, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(status=self.answer.status_code, headers=headers, body=self.answer.content)
        elif route.request.url.startswith(STATIC) and (found := file_of(route.request.url.removeprefix(STATIC))):
            route.fulfill(content_type=found[0], body=found[1])
        else:
            route.fulfill(status=404)

    def findings(self, url: str, answer: HttpResponse, width: int) -> Iterator[str]:
        """Everything wrong with the page: axe at that width, targets on a phone, sideways scroll on a narrow one."""
        self.answer, self.told = answer, []
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.goto(f"{SITE}{url}")
        yield from self.page.evaluate(AXE, RULES)
        self.page.set_viewport_size({"width": PHONE, "height": 800})
        yield from self.page.evaluate(TARGETS, SMALLEST)
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        yield from self.page.evaluate(WIDER, NARROW)
        yield from (text for text in self.told if "Content Security Policy" in text)


@cache
def file_of(name: str) -> tuple[str, bytes] | None:
    """Media type and content of a static file."""
    path = finders.find(name)
    return (mimetypes.guess_type(name)[0] or "", Path(path).read_bytes()) if path else None


@contextmanager
def eyes(browser: Any) -> Iterator[Eyes]:
    context = browser.new_context()
    yield Eyes(context.new_page())
    context.close()
