"""The style sheet, the fonts and the icons come from node_modules; the frame's tags say what they should."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from marketplace.foundation import frontend


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def rendered(source, path="/sv/", **values):
    return Template(source).render(RequestContext(RequestFactory().get(path), values))


def test_one_sheet_holds_all_layers_and_stays_light():
    css = Path(finders.find("site.css")).read_text()
    assert css.startswith("@layer ds.theme,ds.base,ds.components;")
    assert "@layer ds.components{" in css and ".ds-button{" in css and ".jar{" in css
    assert "http" not in css.replace("http://www.w3.org", "").replace("http%3A%2F%2Fwww.w3.org", "")
    assert len(gzip.compress(css.encode(), 9)) < 15_500


@pytest.mark.parametrize("name", frontend.FONT_FILES)
def test_fonts_are_found(name):
    assert finders.find(f"fonts/{name}").endswith(f"figtree/files/{name}")


def test_only_the_two_fonts_are_offered():
    assert finders.find("fonts/figtree-latin-900-normal.woff2") is None
    assert [path for path, _ in frontend.FrontendFinder().list(None)] == ["site.css", *frontend.FONT_FILES]


def test_missing_node_modules_is_said_at_start(monkeypatch, tmp_path):
    assert frontend.node_modules_installed(None) == []
    monkeypatch.setattr(frontend, "ICONS", tmp_path)
    assert frontend.node_modules_installed(None)[0].hint == "Run `npm ci` in the top folder."


def test_icon():
    assert rendered('{% icon "check" %}') == (
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg>'
    )


@pytest.mark.parametrize("name", ["no-such-icon", "../../../etc/passwd", "CHECK"])
def test_unknown_icon(name):
    with pytest.raises(KeyError):
        frontend.icon_paths(name)


def test_jar_is_as_drawn():
    """The purse of results.html: 312 of 480 left, 168 reserved."""
    assert rendered('{% jar 48000 31200 16800 size="32x40" %}') == (
        '<svg class="jar" viewBox="0 0 64 80" width="32" height="40" aria-hidden="true"><use href="#jar-a"/>'
        '<g clip-path="url(#jar-in)"><rect class="j-left" x="4" y="38" width="56" height="39"/>'
        '<rect fill="url(#held)" x="4" y="17" width="56" height="21"/></g><use href="#jar-b"/></svg>'
    )


def test_nav_link_marks_the_page_and_the_section():
    source = '<ul>{% nav_link "/sv/search/" "Sök hjälp" count=2 %}</ul>'
    assert 'href="/sv/search/" aria-current="page">Sök hjälp <span class="n">2</span>' in rendered(
        source, "/sv/search/"
    )
    assert 'aria-current="true"' in rendered(source, "/sv/search/more/")
    assert "aria-current" not in rendered(source, "/sv/budget/")


def test_nav_link_escapes():
    assert "&lt;b&gt;" in rendered('{% nav_link "/sv/x/" text %}', text="<b>")


def test_language_links_keep_page_and_query():
    source = (
        "{% language_links as rows %}{% for row in rows %}{{ row.code }} {{ row.url }} {{ row.current }};{% endfor %}"
    )
    assert rendered(source, "/sv/for/7/search/?q=a&cat=1") == (
        "sv /sv/for/7/search/?q=a&amp;cat=1 True;"
        "fi /fi/for/7/search/?q=a&amp;cat=1 False;"
        "en /en/for/7/search/?q=a&amp;cat=1 False;"
    )


def test_query_without_one_value():
    source = '{% query_without "cat" 2 %}'
    assert rendered(source, "/sv/search/?cat=1&cat=2&q=a&page=3") == "?cat=1&amp;q=a"


def test_page_numbers():
    page = Paginator(range(140), 10).get_page(5)
    assert rendered("{% page_numbers page as numbers %}{{ numbers }}", page=page) == "[1, None, 4, 5, 6, None, 14]"


class Sample(forms.Form):
    name = forms.CharField(label="Namn", help_text="Som i passet", widget=forms.TextInput(attrs={"placeholder": "x"}))
    how = forms.ChoiceField(label="Hur ofta", choices=[("a", "En gång")], widget=forms.RadioSelect)


def test_field_ties_label_hint_error_and_control():
    form = Sample({})
    html = rendered('{% include "components/field.html" with field=form.name only %}', form=form)
    assert '<label class="ds-label" for="id_name">Namn</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html
    assert 'class="ds-input"' in html and 'aria-invalid="true"' in html and "placeholder" not in html


def test_error_summary_leads_to_the_first_control():
    html = rendered('{% include "components/error_summary.html" with form=form only %}', form=Sample({}))
    assert 'href="#id_name">Namn: ' in html and 'href="#id_how_0">Hur ofta: ' in html
    assert "id_how_0" in str(Sample({})["how"])


def test_no_error_summary_without_errors():
    html = rendered('{% include "components/error_summary.html" with form=form only %}', form=Sample())
    assert html.strip() == ""


def test_in_lang_falls_back_to_swedish():
    class Row:
        hours_sv, hours_fi, hours_en = "vardagar", "arkisin", ""

    source = Template('{{ row|in_lang:"hours" }}')
    for language, text in (("sv", "vardagar"), ("fi", "arkisin"), ("en", "vardagar")):
        with translation.override(language):
            assert source.render(Context({"row": Row()})) == text


def test_every_icon_named_in_a_template_exists():
    named = set()
    ours = [path for path in Path("templates").rglob("*.html") if "admin" not in path.parts]
    for path in ours:  # the editors' tool has icons of its own
        named |= set(re.findall(r'{% icon "([^"]+)" %}|icon="([a-z0-9-]+)"', path.read_text()))
    names = {a or b for a, b in named}
    assert len(names) > 10
    assert all(frontend.icon_paths(name) for name in names)


def test_unknown_icon_from_data_is_left_out():
    assert rendered("{% icon name %}", name="no-such") == ""
    assert rendered("{% icon name %}", name="") == ""
