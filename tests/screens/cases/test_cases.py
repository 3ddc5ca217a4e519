"""Cases on their screen, on a real workspace: whose turn it is, taken with reasons, opened, read and copied."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.cases import many_cases
from okrtui.app.app import OkrApp
from okrtui.model.live import Phase
from okrtui.rituals import hours, ideas
from okrtui.rituals.cases import cases
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.people import members
from okrtui.screens.cases.tabs import KEPT, PAGE
from okrtui.storage.engine.store import Store
from okrtui.widgets.lists.row_list import RowList
from tests.screens.team import fresh, program, rows, said, text, until
from tests.workspaces import ctx


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Bob has asked mei on Monday, ana offers work, and nobody has taken a question to the Architecture."""
    found = fresh(tmp_path)
    mei, bob, ana = (ctx(found, login) for login in ("mei", "bob", "ana"))
    members.add_team(mei, "Architecture")
    members.edit_member(mei, "mei", teams=("Platform", "Architecture"))
    cases.open_case(bob, "support", "a review of [b]pool[/b]", asked="mei", kr="KR1.1")
    cases.open_case(ana, "opportunity", "lead the handover")
    cases.open_case(ana, "architecture", "one cache, or two?")
    return found


def keys(app: OkrApp) -> list[str]:
    screen = app.ritual()
    there = screen is not None and screen.where == "cases" and screen.is_mounted
    return [row.key for row in rows(app).rows if row.selectable] if there else []


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_waits_for_me_stands_first_and_tabs_show_the_rest(store: Store, size: tuple[int, int]) -> None:
    app = program(store)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        await pilot.press("0")
        await until(pilot, lambda: keys(app) == ["C1", "C3", "C2"], "for me, then what is open to all")
        await until(pilot, lambda: "▸ answer mei" in text(app), "what stands below the list")
        shown = text(app)
        assert "▸For me 2◂" in shown and "open to all 3" in shown and "Open to all  1" in shown
        assert "a review of [b]pool[/b]" in shown and "due today" in shown
        assert "▸ answer mei" in shown and "KR1.1 waits for it" in shown and "yes" in shown
        assert ("What was said" in shown) == (size[0] >= 110), "all of it stands beside the list where it fits"
        await pilot.press("right")
        await until(pilot, lambda: "▸mine◂" in text(app) and keys(app) == [])
        assert "You have opened no case. n opens one." in text(app)
        await pilot.press("right")
        await until(pilot, lambda: keys(app) == ["C1", "C3", "C2"], "by the day they are due")
        await pilot.press("slash", *"cache", "enter")
        await until(pilot, lambda: keys(app) == ["C3"])
        await pilot.press("escape", "left", "left", "left")
        await until(pilot, lambda: "▸processes◂" in text(app) and len(keys(app)) == 6)
        await pilot.press("enter")
        await until(pilot, lambda: "whoever is asked" in text(app) and "without a word" in text(app))
        await pilot.press("escape", "left", "left")
        await until(pilot, lambda: "Nothing has been decided or settled yet." in text(app))


async def test_a_request_is_answered_given_and_confirmed_by_two_people_at_their_screens(store: Store) -> None:
    mei, bob = program(store), program(store, "bob")
    async with mei.run_test(size=(80, 24)) as hers, bob.run_test(size=(80, 24)) as his:
        await until(his, lambda: bob.ritual() is not None)
        await his.press("0", "right")
        await until(his, lambda: keys(bob) == ["C1"])
        await his.press("greater_than_sign")
        await until(his, lambda: "answer is for mei" in said(bob))
        await until(hers, lambda: mei.ritual() is not None)
        await hers.press("0")
        await until(hers, lambda: keys(mei) == ["C1", "C3", "C2"])
        await hers.press("greater_than_sign")
        await until(hers, lambda: "C1 answer: Can you, and by when?" in text(mei))
        await hers.press("enter")
        await until(hers, lambda: "C1 answer: yes" in text(mei) and "Because" in text(mei))
        await hers.press(*"tomorrow", "f2")
        await until(hers, lambda: "C1: give is for mei" in said(mei))
        await until(his, lambda: "▸ give mei" in text(bob), "he sees it at once")
        await hers.press("u")
        await until(hers, lambda: "▸ answer mei" in text(mei))
        await hers.press("U")
        await until(hers, lambda: "▸ give mei" in text(mei))
        await hers.press("greater_than_sign")
        await until(hers, lambda: "C1 give: Is it done?" in text(mei))
        await hers.press("enter")
        await until(hers, lambda: "C1 give: given" in text(mei))
        await hers.press("f2")
        await until(his, lambda: "▸ confirm bob" in text(bob))
        await his.press("greater_than_sign")
        await until(his, lambda: "Did it help?" in text(bob) and "not enough" in text(bob))
        await his.press("enter")
        await until(his, lambda: "C1 confirm: helped" in text(bob))
        await his.press("f2")
        await until(his, lambda: keys(bob) == [], "it is over")
        await his.press("a")
        await until(his, lambda: keys(bob) == ["C1"] and "helped 2026-11-26" in text(bob))


async def test_a_step_that_refuses_keeps_what_was_typed_and_a_request_is_passed_on(store: Store) -> None:
    app = program(store, first="cases")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: keys(app) == ["C1", "C3", "C2"])
        await pilot.press("p")
        await until(pilot, lambda: "C1 answer: pass on" in text(app))
        await pilot.press(*"bob", "tab", *"knows it", "f2")
        await until(pilot, lambda: "bob asked; pass it on to somebody else" in text(app))
        await pilot.press("shift+tab", "ctrl+u", *"ana", "f2")
        await until(pilot, lambda: "C1: answer is for ana" in said(app))
        assert cases.find(ctx(store), "C1").case.entries[-1].text == "knows it"


async def test_a_team_step_is_taken_and_advice_and_hands_are_given(store: Store) -> None:
    app = program(store, first="cases")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: keys(app) == ["C1", "C3", "C2"])
        await pilot.press("t")
        await until(pilot, lambda: "answer of C1 is no team's" in said(app))
        await pilot.press("j", "t")
        await until(pilot, lambda: "C3: advice is for mei" in said(app))
        await pilot.press("w")
        await until(pilot, lambda: "Advise on C3" in text(app))
        await pilot.press(*"one is cheaper", "f2")
        await until(pilot, lambda: "C3 has your advice" in said(app))
        rows(app).move_to("C2")
        await pilot.press("plus")
        await until(pilot, lambda: "Raise a hand for C2" in text(app) and "until it is answered" in text(app))
        await pilot.press(*"gladly", "f2")
        await until(pilot, lambda: "C2 has your hand" in said(app))
        await pilot.press("plus")
        await until(pilot, lambda: "you have raised your hand for C2 already" in said(app))
        await pilot.press("A")
        await until(pilot, lambda: "opportunity has no appeal" in said(app))
        await pilot.press("X")
        await until(pilot, lambda: "only ana may withdraw C2" in said(app))
    ana = program(store, "ana", first="cases")
    async with ana.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "C2" in keys(ana))
        rows(ana).move_to("C2")
        await pilot.press("plus")
        await until(pilot, lambda: "Whom do you answer in C2?" in text(ana) and "mei: gladly" in text(ana))
        await pilot.press("enter")
        await until(pilot, lambda: "Answer mei in C2" in text(ana))
        await pilot.press(*"welcome", "f2")
        await until(pilot, lambda: "mei has your answer" in said(ana))


async def test_a_case_is_opened_asked_of_somebody_withdrawn_and_copied(store: Store) -> None:
    app = program(store, first="cases")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: keys(app) == ["C1", "C3", "C2"])
        await pilot.press("n")
        await until(pilot, lambda: "What do you open?" in text(app))
        await pilot.press(*["down"] * 5, "enter")
        await until(pilot, lambda: "breach needs a PostgreSQL server: whoever can read" in said(app))
        await pilot.press("n")
        await until(pilot, lambda: "What do you open?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Whom you ask" in text(app))
        await pilot.press(*"a desk", "tab", *"bob", "tab", *"mon", "f2")
        await until(pilot, lambda: "C4: answer is for bob, by 2026-11-29" in said(app))
        await until(pilot, lambda: rows(app).cursor_key == "C4", "the cursor stands on it")
        await pilot.press("X")
        await until(pilot, lambda: "Withdraw C4" in text(app))
        await pilot.press(*"found one", "f2")
        await until(pilot, lambda: "C4 is withdrawn" in said(app))
        copied = list[str]()
        app.copy = copied.append  # type: ignore[method-assign,assignment]  # what goes to the terminal
        await pilot.press("y")
        await until(pilot, lambda: bool(copied))
        assert copied[0].startswith("# Cases\n\n## Open\n\n- C1 support, **Bob** asks **梅 Mei**: a review of ")
        await pilot.press("o")
        await until(pilot, lambda: app.ritual() is not None)


async def test_another_screen_sends_here_for_a_case_wherever_it_is(store: Store) -> None:
    cases.withdraw(ctx(store, "ana"), "C2", "done by others")
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        app.go("cases", "C2")
        await until(pilot, lambda: rows(app).cursor_key == "C2" and "▸decided◂" in text(app))
        app.go("cases", "C9")
        await until(pilot, lambda: "there is no case C9" in said(app))


async def test_the_week_tells_what_was_asked_beside_help_wanted_and_leads_here(store: Store) -> None:
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "bob ○ a review of [b]pool[/b] C1" in text(app))
        app.screen.query_one("#help", RowList).focus()
        app.screen.query_one("#help", RowList).move_to("C1:case")
        await pilot.press("enter")
        await until(pilot, lambda: keys(app) != [] and rows(app).cursor_key == "C1")


async def test_openings_that_want_what_i_know_stand_in_a_section_that_i_alone_see(store: Store) -> None:
    members.edit_member(ctx(store), "mei", skills="handover")
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        await pilot.press("0")
        await until(pilot, lambda: "Openings that want what you know" in text(app), "the section")
        assert keys(app) == ["C1", "C3", "C2"] or keys(app) == ["C1", "C2", "C3"]
    app = program(store, "bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        await pilot.press("0")
        await until(pilot, lambda: "C2" in keys(app), "what is open to all")
        assert "want what you know" not in text(app)


async def test_a_cut_title_and_what_was_learned_of_an_opening_stand_below_the_list(store: Store) -> None:
    mei, bob = ctx(store), ctx(store, "bob")
    title = "lead the move of the on-call handover to the new rota, with the two teams that it is for"
    opened = cases.open_case(mei, "opportunity", title).case.ref
    cases.raise_hand(bob, opened, "me")
    cases.go(mei, opened, "to choice")
    cases.go(mei, opened, "choose", "he knows it", to="bob")
    cases.go(bob, opened, "done", "A rota is a promise: ask before you write it.")
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        await pilot.press("0")
        await until(pilot, lambda: keys(app) != [])
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: keys(app) == [opened])
        await until(pilot, lambda: "What bob learned  A rota is a promise" in text(app))
        assert "…" in text(app), "the row cuts it"
        assert title in " ".join(" ".join(text(app).split()).split()), "and below it is whole"
        await pilot.press("enter")
        await until(pilot, lambda: text(app).count("What bob learned") == 1 and "What was said" in text(app))


async def test_a_tab_shows_office_hours_and_enter_leads_to_where_a_slot_is_booked(store: Store) -> None:
    hours.add(ctx(store, "bob"), 4, 14 * 60, 15 * 60)
    app = program(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.ritual() is not None)
        await pilot.press("0")
        await until(pilot, lambda: "office hours" in text(app), "the tabs")
        await pilot.press("left", "left")
        await until(pilot, lambda: "Bob  Fri 14:00–15:00" in text(app) and "free" in text(app), "the slots")
        await pilot.press("down", "enter")
        await until(pilot, lambda: "+ books it" in text(app), "the slot on its own screen")


async def test_a_case_is_worked_out_in_a_live_session_and_its_cards_come_back(store: Store) -> None:
    app = program(store, first="cases")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: keys(app) == ["C1", "C3", "C2"])
        await pilot.press("L")
        await until(pilot, lambda: "C1 is in answer, which asks for no advice" in said(app))
        await pilot.press("f9")
        await until(pilot, lambda: "C1" not in said(app), "joining what runs is another command")
        rows(app).move_to("C3")
        await pilot.press("L")
        await until(pilot, lambda: "C3 is in triage, which asks for no advice" in said(app))
        await pilot.press("t")
        await until(pilot, lambda: "C3: advice is for mei" in said(app))
        await pilot.press("L")
        await until(pilot, lambda: "Work out C3 in a live session" in text(app) and "comes back as advice" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: (now := app.ritual()) is not None and now.where == "brainstorm", "the lobby")
        mei = ctx(store)
        facilitation.move(mei, "S1", Phase.GATHER)
        sessions.write_card(ctx(store, "bob"), "S1", "one [b]cache[/b]")
        facilitation.move(mei, "S1", Phase.CLOSED)
        await pilot.press("0")
        await until(pilot, lambda: "C3" in keys(app))
        rows(app).move_to("C3")
        await until(pilot, lambda: "worked out in S1" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "mei advised" in text(app) and "- one [b]cache[/b]" in text(app))


async def test_an_idea_becomes_a_case_by_a_key_and_says_so(store: Store) -> None:
    ideas.capture(ctx(store), "Fewer [b]caches[/b]", text="There are two.")
    app = program(store, first="ideas")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Fewer [b]caches[/b]" in text(app))
        await pilot.press("C")
        await until(pilot, lambda: "What becomes of I1?" in text(app))
        assert "▸ architecture" in text(app), "which is what an idea becomes most often"
        await pilot.press("enter")
        await until(pilot, lambda: "Out of I1" in text(app) and "There are two." in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "C4: triage is for team Architecture" in said(app))
        await pilot.press("enter")
        await until(pilot, lambda: "became" in text(app) and "C4" in text(app))
        await pilot.press("escape", "0")
        await until(pilot, lambda: "C4" in keys(app))
        rows(app).move_to("C4")
        await until(pilot, lambda: "came out of I1" in text(app))


async def test_of_many_that_are_over_a_tab_holds_some_pages_around_the_cursor(tmp_path: Path) -> None:
    store = many_cases(tmp_path / "many.db", "mei", 3, 4 * PAGE)
    app = OkrApp(str(store.path), login="mei", person="mei", clock=lambda: datetime.now(UTC), first="cases")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(keys(app)) > 0)
        await pilot.press("left", "left", "left")
        await until(pilot, lambda: "decided" in text(app) and len(keys(app)) == KEPT, "the newest")
        newest = keys(app)[0]
        await pilot.press("end")
        await until(pilot, lambda: newest not in keys(app), "the next page")
        assert len(keys(app)) == KEPT
        await pilot.press("end")
        await until(pilot, lambda: len(keys(app)) < KEPT or keys(app)[-1] != newest)
        oldest = f"C{1000 + 3}"
        app.ritual().open_ref(oldest)  # type: ignore[union-attr]
        await app.ritual().reload()  # type: ignore[union-attr]
        await until(pilot, lambda: rows(app).cursor_key == oldest, "one is found wherever it stands")
        await pilot.press("slash", *oldest, "enter")
        await until(pilot, lambda: keys(app) == [oldest], "words are looked for among all")
        await pilot.press("escape")
        await until(pilot, lambda: keys(app)[0] == newest and len(keys(app)) == KEPT)
    store.close()
