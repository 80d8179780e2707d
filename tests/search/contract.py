"""What every engine must do. A subclass gives `make_engine`; the expected order is reckoned here by brute force."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from search.documents import OWN_STEP, Words, document, tie
from search.engine import Engine, SearchUnavailable
from search.plan import run
from search.query import SearchQuery
from search.scoring import FEW
from search.tree import AtLeast, Plan

ON = dt.date(2026, 11, 25)
AREAS = ["65100", "65200", "68600"]
TITLES = [
    ("Hemstädning", "Kotisiivous"),
    ("Städning", "Siivous"),
    ("Veckostädning", "Viikkosiivous"),
    ("Måltidsservice", "Ateriapalvelu"),
    ("Trygghetstelefon", "Turvapuhelin"),
    ("Snöskottning", "Lumityöt"),
]
KINDS = ["company", "association", "municipality"]


def make(pk: int, sv: str, fi: str, *, prices: dict[str, int] | None = None, **facts: list[str]) -> dict:
    words = Words(
        title=[("sv", sv), ("fi", fi)],
        category=[("sv", sv), ("fi", fi)],
        body=[("sv", "Vi kommer hem till dig."), ("fi", "Tulemme luoksesi.")],
        names={"sv": sv, "fi": fi},
    )
    given = {"category": ["p4", f"c{pk % 6}"], "kind": ["service"], "speaks": ["sv"], "municipality": ["905"]}
    return document(pk, words, given | facts, {"p_base": 4000 + pk} if prices is None else prices)


def columns(chance: random.Random) -> dict[str, int]:
    """Few different prices, so that many are equal."""
    made = {"p_base": chance.choice([4000, 4500, 5000])}
    for code in chance.sample(AREAS, chance.randrange(4)):
        own, price = chance.choice([0, 0, 500]), chance.choice([4000, 4500, 5000])
        made |= {f"b{code}": price - own, f"o{code}": own * OWN_STEP + price, f"d{code}": chance.randrange(5) * 1000}
    return made


class EngineContract:
    documents: list[dict]

    def make_engine(self, tmp_path) -> Engine:
        raise NotImplementedError

    @pytest.fixture
    def engine(self, tmp_path) -> Engine:
        engine = self.make_engine(tmp_path)
        self.documents = self.whole(engine)
        return engine

    def whole(self, engine: Engine) -> list[dict]:
        chance = random.Random(4)
        documents = [
            make(
                pk,
                *TITLES[pk % len(TITLES)],
                prices=columns(chance),
                provider_kind=[KINDS[pk % 3]],
                speaks=chance.choice([["sv"], ["fi"], ["sv", "fi"]]),
                municipality=chance.choice([["905"], ["598"], ["905", "598"]]),
            )
            for pk in range(1, 301)
        ]
        assert engine.rebuild(documents, AREAS) == 300
        return documents

    def ids(self, engine: Engine, size: int = 1000, on: dt.date = ON, **asked) -> list[int]:
        return list(run(engine, SearchQuery(page_size=size, **asked), on).hits)

    def by(self, *keys: str, **where) -> list[int]:
        """Brute force: those that have all keys, in the order of the keys."""
        there = [d for d in self.documents if all(key in d for key in keys)]
        return [d["id"] for d in sorted(there, key=lambda d: tuple(d[key] for key in keys))]

    def test_inflected_words_find(self, engine) -> None:
        cleaning = {d["id"] for d in self.documents if d["id"] % 6 in (0, 1, 2)}
        assert set(self.ids(engine, q="städningen")) >= {d["id"] for d in self.documents if d["id"] % 6 == 1}
        assert set(self.ids(engine, q="stadning")) <= cleaning
        assert set(self.ids(engine, q="ateriapalvelua", lang="fi")) == set(self.with_title(3))

    def with_title(self, number: int) -> list[int]:
        return [d["id"] for d in self.documents if d["id"] % 6 == number]

    def test_the_word_itself_comes_before_what_resembles_it(self, engine) -> None:
        first = self.ids(engine, q="städning")[:50]
        assert set(first) == set(self.with_title(1))

    def test_equals_are_ordered_by_the_days_tie(self, engine) -> None:
        for on in (ON, ON + dt.timedelta(days=1)):
            expected = sorted(self.with_title(5), key=lambda pk: tie(pk, on.weekday()))
            assert self.ids(engine, q="snöskottning", on=on) == expected
            everything = sorted(range(1, 301), key=lambda pk: tie(pk, on.weekday()))
            assert self.ids(engine, on=on) == everything

    @pytest.mark.parametrize("question", ["städning", "koti mål", "Städning mål", "turvapuhelimella", "ateria hem"])
    @pytest.mark.parametrize("chosen", [{"category": ("c1",)}, {"category": ("c5",), "provider_kind": ("company",)}])
    def test_a_number_is_what_choosing_it_gives(self, engine, question, chosen) -> None:
        """Or more, where what is found then is so little that weaker resemblances are added."""
        asked = SearchQuery(q=question, **chosen)
        for name in chosen:
            for value, number in run(engine, asked, ON).facets[name].items():
                then = run(engine, replace(asked, **{name: (value,)}), ON)
                assert then.total == number or (number < FEW and then.relaxed and then.total > number)

    def test_pages_follow_each_other(self, engine) -> None:
        whole = self.ids(engine, q="städning")
        parts = [i for page in range(1, 20) for i in self.ids(engine, 10, q="städning", page=page)]
        assert parts == whole[:190]
        assert len(set(whole)) == len(whole)

    def test_a_page_after_the_last_is_empty(self, engine) -> None:
        assert self.ids(engine, 10, page=1000) == []

    def test_the_order_outlives_rewrites(self, engine) -> None:
        before = self.ids(engine, q="hemstädning fönster"), self.ids(engine, q="städning", postcode="65100")
        for _ in range(3):
            engine.update(self.documents[::4], [])
        assert (self.ids(engine, q="hemstädning fönster"), self.ids(engine, q="städning", postcode="65100")) == before

    @pytest.mark.parametrize("postcode", AREAS)
    def test_cheapest_and_nearest_are_exact(self, engine, postcode) -> None:
        day = f"tie_{ON.weekday()}"
        assert self.ids(engine, postcode=postcode, sort="cheapest") == self.by(f"o{postcode}", day)
        assert self.ids(engine, postcode=postcode, sort="nearest") == self.by(f"d{postcode}", day)
        assert self.ids(engine, 10, postcode=postcode, sort="cheapest", page=3) == self.by(f"o{postcode}", day)[20:30]

    def test_without_a_place_the_price_is_without_travel(self, engine) -> None:
        assert self.ids(engine, sort="cheapest") == self.by("p_base", f"tie_{ON.weekday()}")

    def test_without_a_price_comes_last(self, engine) -> None:
        given = [
            make(pk, "Fotvård", "Jalkahoito", prices={"p_base": 5000 - pk} if pk % 3 else {}) for pk in range(1, 10)
        ]
        engine.rebuild(given, AREAS)
        dearest = sorted((3, 6, 9), key=lambda pk: tie(pk, ON.weekday()))
        assert self.ids(engine, sort="cheapest") == [8, 7, 5, 4, 2, 1, *dearest]
        assert self.ids(engine, 2, sort="cheapest", page=4) == dearest[:2]

    def test_names_are_ordered_in_the_pages_language(self, engine) -> None:
        assert self.ids(engine, sort="name", lang="fi") == self.by("name_fi", f"tie_{ON.weekday()}")

    def test_a_place_gives_what_can_be_bought_there(self, engine) -> None:
        expected = {d["id"] for d in self.documents if "b65200" in d}
        assert set(self.ids(engine, postcode="65200")) == expected

    def test_what_fits_and_nothing_to_pay_are_exact(self, engine) -> None:
        fits = {d["id"] for d in self.documents if d.get("b65100", 10**6) <= 4000}
        free = {d["id"] for d in self.documents if d.get("o65100", OWN_STEP) < OWN_STEP}
        assert set(self.ids(engine, postcode="65100", max_budget_cents=4000)) == fits
        assert set(self.ids(engine, postcode="65100", own_share_zero=True)) == free
        facets = run(engine, SearchQuery(postcode="65100", left_cents=4000), ON).facets
        assert (facets["fits"], facets["nothing_to_pay"]) == ({"yes": len(fits)}, {"yes": len(free)})

    def test_filters_join(self, engine) -> None:
        expected = {
            d["id"]
            for d in self.documents
            if d["provider_kind"] == ["company"] and "fi" in d["speaks"] and "598" in d["municipality"]
        }
        asked = {"provider_kind": ("company",), "speaks": ("fi",), "municipality": ("598",)}
        assert set(self.ids(engine, **asked)) == expected
        assert set(self.ids(engine, category=("p4",))) == set(range(1, 301))
        assert set(self.ids(engine, category=("c2",))) == set(self.with_title(2))

    def test_of_several_values_any_will_do(self, engine) -> None:
        assert set(self.ids(engine, category=("c2", "c5"))) == {*self.with_title(2), *self.with_title(5)}
        assert set(self.ids(engine, category=("c2", "nowhere"))) == set(self.with_title(2))
        assert set(self.ids(engine, speaks=("sv", "fi"))) == set(range(1, 301))
        asked = {"category": ("c0", "c2"), "provider_kind": ("company", "association"), "speaks": ("fi",)}
        expected = {
            d["id"]
            for d in self.documents
            if d["id"] % 6 in (0, 2) and d["provider_kind"] != ["municipality"] and "fi" in d["speaks"]
        }
        assert set(self.ids(engine, **asked)) == expected
        assert self.ids(engine, q="hemstädning", **asked) == [
            pk for pk in self.ids(engine, q="hemstädning") if pk in expected
        ]

    def test_who_has_two_of_the_values_is_counted_once(self, engine) -> None:
        result = run(engine, SearchQuery(speaks=("sv", "fi"), municipality=("905", "598")), ON)
        assert (result.total, result.facets["kind"]) == (300, {"service": 300})

    def test_a_facet_counts_as_if_its_own_filter_were_off(self, engine) -> None:
        facets = run(engine, SearchQuery(provider_kind=("company",), speaks=("fi",)), ON).facets
        speak_fi = [d for d in self.documents if "fi" in d["speaks"]]
        kinds = {kind: sum(d["provider_kind"] == [kind] for d in speak_fi) for kind in KINDS}
        assert facets["provider_kind"] == kinds
        companies = [d for d in self.documents if d["provider_kind"] == ["company"]]
        assert facets["speaks"] == {code: sum(code in d["speaks"] for d in companies) for code in ("sv", "fi")}
        both = [d for d in companies if "fi" in d["speaks"]]
        assert facets["category"]["p4"] == len(both)

    def test_a_facet_of_which_several_are_chosen_counts_so_too(self, engine) -> None:
        asked = SearchQuery(category=("c1", "c2"), provider_kind=("company", "association"))
        facets = run(engine, asked, ON).facets
        assert facets["category"] == {"p4": 200, "c0": 50, "c1": 50, "c3": 50, "c4": 50}
        assert facets["provider_kind"] == {"association": 50, "municipality": 50}
        assert facets["kind"] == {"service": 50}

    def test_totals_and_facets_are_of_the_whole_match_set(self, engine) -> None:
        result = run(engine, SearchQuery(q="måltidsservice"), ON)
        assert (result.total, len(result.hits), result.facets["category"]) == (50, 10, {"p4": 50, "c3": 50})

    def test_few_hits_are_topped_up_and_said_so(self, engine) -> None:
        result = run(engine, SearchQuery(q="snökrattning", page_size=100), ON)
        assert result.relaxed
        assert set(result.hits) == set(self.with_title(5))
        assert not run(engine, SearchQuery(q="snöskottning"), ON).relaxed
        nothing = run(engine, SearchQuery(q="xyzzy"), ON)
        assert (nothing.hits, nothing.total, nothing.relaxed) == ((), 0, False)

    def test_what_cannot_be_applied_is_named(self, engine) -> None:
        asked = SearchQuery(own_share_zero=True, max_budget_cents=100, sort="nearest")
        assert run(engine, asked, ON).not_applied == ("own_share_zero", "max_budget_cents", "sort")
        assert run(engine, SearchQuery(q="!!"), ON).not_applied == ("q",)

    def test_an_edit_and_a_deletion_are_seen_at_once(self, engine) -> None:
        engine.update([make(301, "Fotvård", "Jalkahoito"), make(5, "Fotvård", "Jalkahoito")], [11])
        assert set(self.ids(engine, q="fotvård")) == {5, 301}
        assert 11 not in self.ids(engine)
        assert len(self.ids(engine)) == 300

    def test_a_rebuild_takes_the_place_of_what_was(self, engine) -> None:
        assert engine.areas() == frozenset(AREAS)
        assert engine.rebuild([make(1, "Fotvård", "Jalkahoito")], ["65100"]) == 1
        assert engine.areas() == {"65100"}
        assert self.ids(engine) == [1]

    def test_a_rebuild_that_fails_leaves_the_old_index(self, engine) -> None:
        def broken():
            yield make(1, "Fotvård", "Jalkahoito")
            raise RuntimeError("the database went away")

        with pytest.raises((RuntimeError, SearchUnavailable)):
            engine.rebuild(broken(), AREAS)
        assert len(self.ids(engine)) == 300

    def test_a_dropped_index_is_no_answer_and_dropping_nothing_is_nothing(self, engine) -> None:
        engine.drop()
        with pytest.raises(SearchUnavailable):
            run(engine, SearchQuery(), ON)
        engine.drop()
        assert engine.rebuild(self.documents[:7], AREAS) == 7
        assert len(self.ids(engine)) == 7

    def test_an_unknown_place_is_no_answer(self, engine) -> None:
        with pytest.raises(SearchUnavailable):
            run(engine, SearchQuery(postcode="00100"), ON)

    def test_enough_grams_are_counted_exactly(self, engine) -> None:
        """Against brute force, with tokens so common and so rare that a short cut pays."""
        chance = random.Random(7)
        tokens = ("aaaa", "bbbb", "cccc", "dddd", "eeee")
        shares = (0.9, 0.8, 0.7, 0.05, 0.03)
        rows = {
            pk: {token for token, share in zip(tokens, shares, strict=True) if chance.random() < share}
            for pk in range(1, 400)
        }
        engine.rebuild([{**make(pk, "x", "x"), "ng_body": sorted(has)} for pk, has in rows.items()], [])
        for needed in range(1, 7):
            plan = Plan(AtLeast("ng_body", tokens, needed, 16), (), None, "tie_0", 0, 1000)
            expected = {pk for pk, has in rows.items() if len(has) >= needed}
            ids, total = engine.fetch(plan)
            assert (set(ids), total) == (expected, len(expected))
