"""Nobody is ranked: over any board, no output of any command counts thanks per person or orders people by them."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.cli.declare.catalogue import VERBS
from okrtui.cli.main import main
from okrtui.model.heroes import Reaction, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.sharing.export.tree import export_tree
from tests.examples import examples
from tests.workspaces import MONDAY, ctx, workspace

LOGINS = ("adam", "bob", "lena", "mei", "zoe")
NOT_ABOUT_PEOPLE = {"doctor", "paths"}
COUNTING = re.compile("count|total|score_of|rank|points|leader|number_of")
WORDS = ("amber", "birch", "cedar", "daisy", "elder", "ferns", "gorse", "hazel", "irises", "jasmin", "kelp", "laurel")

Post = tuple[str, list[str], Standard, bool]


@st.composite
def boards(draw: st.DrawFn) -> list[Post]:
    """Return cards as (giver, recipients, standard, whether everybody likes it); some people get far more of them."""
    favourite = draw(st.sampled_from(LOGINS))
    posts = []
    for _ in range(draw(st.integers(3, len(WORDS)))):
        giver = draw(st.sampled_from(LOGINS))
        others = [each for each in LOGINS if each != giver]
        to = draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True))
        if favourite != giver and favourite not in to and draw(st.booleans()):
            to.append(favourite)
        posts.append((giver, to, draw(st.sampled_from(Standard)), draw(st.booleans())))
    return posts


def fill(mei: Context, posts: Sequence[Post]) -> None:
    """Put the cards on a fresh workspace where all work on one key result; each story is one word of its own."""
    members.add_team(mei, "Platform")
    for login in reversed(LOGINS):
        members.edit_member(mei, login, teams=("Platform",))
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "latency", target=1)
    for login in LOGINS:
        checkins.check_in(ctx(mei.store, login), "KR1.1", 1)
    for n, (giver, to, standard, liked) in enumerate(posts):
        here = ctx(mei.store, giver, now=MONDAY + timedelta(minutes=n))
        card = heroes.post(here, to, WORDS[n], standard, evidence="graph")
        for login in LOGINS if liked else ():
            heroes.react(ctx(mei.store, login), card.ref, Reaction.HEART)


def reads() -> Iterator[list[str]]:
    """Give every command that prints data and asks for nothing, and those about a card and a person."""
    for verb in VERBS:
        flags = {name for name, _ in verb.args}
        free = all(name.startswith("-") or options.get("nargs") in ("?", "*") for name, options in verb.args)
        if "--json" in flags and free and verb.words not in NOT_ABOUT_PEOPLE:
            yield verb.words.split()
    yield from (["heroes", "list", "--period", "all"], ["heroes", "show", "H1"], ["heroes", "about", "zoe"])
    yield from (["report", "week"], ["report", "cycle"])


def run(path: Path, *words: str) -> str:
    """Return what a command prints, "" where it refuses."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out):
        main(["-w", str(path), *words], now=MONDAY + timedelta(hours=1))
    return out.buffer.getvalue().decode()


def counts(posts: Sequence[Post]) -> set[tuple[str, int]]:
    """Return every number that would rank somebody: cards got, given, by standard; ones and twos say nothing."""
    found = Counter[tuple[str, str]]()
    for giver, to, standard, _ in posts:
        found[giver, "gave"] += 1
        for login in to:
            found[login, "got"] += 1
            found[login, standard.value] += 1
    return {(login, count) for (login, _), count in found.items() if count > 2}


def check_text(text: str, posts: Sequence[Post], command: object) -> None:
    for login, count in counts(posts):
        for pattern in (rf"\b{login}\b[^\w\n.]{{0,4}}[×x(:]?\s*{count}\b", rf"\b{count}\s*[×x]?\s*{login}\b"):
            found = re.search(pattern, text, re.IGNORECASE)
            assert not found, f"{command} says “{found and found[0]}”:\n{text}"


def check_data(data: object, command: object) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            assert not COUNTING.search(key), (command, key)
            assert not (key in LOGINS and isinstance(value, int | float)), (command, key)
            check_data(value, command)
    elif isinstance(data, list):
        pair = len(data) == 2 and data[0] in LOGINS and isinstance(data[1], int | float)
        assert not pair, (command, data)
        for value in data:
            check_data(value, command)


def in_order(text: str, words: Sequence[str], command: object) -> None:
    places = [text.index(word) for word in words if word in text]
    assert places == sorted(places), (command, words, text)


@settings(max_examples=examples(4, dear=100), deadline=None)
@given(posts=boards())
def test_no_output_counts_or_orders_people(posts: list[Post]) -> None:
    with TemporaryDirectory() as name:
        store = workspace(Path(name))
        mei = ctx(store)
        fill(mei, posts)
        told = WORDS[: len(posts)]
        path = store.path
        for words in reads():
            text = run(path, *words)
            check_text(text, posts, words)
            if words[0] != "report":
                data = run(path, *words, "--json")
                check_data(json.loads(data) if data else None, words)
        in_order(run(path, "heroes", "list"), told[::-1], "heroes list")
        in_order(run(path, "heroes", "about", "zoe"), told, "heroes about")
        for words in (["member", "list"], ["people"], ["heroes", "nudge"], ["team", "list"]):
            in_order(run(path, *words), LOGINS, words)
        _check_export(mei, Path(name) / "out", posts, told)
        store.close()


def _check_export(mei: Context, folder: Path, posts: Sequence[Post], told: Sequence[str]) -> None:
    export_tree(mei, folder)
    for path in folder.rglob("*.md"):
        check_text(path.read_text(encoding="utf-8"), posts, path.name)
    page = (folder / "heroes/2026-Q4.md").read_text(encoding="utf-8")
    for part in page.split("\n## ")[1:]:  # by standard, in it by time
        standard = Standard(part.split("\n")[0].lower())
        in_order(part, [word for word, post in zip(told, posts, strict=False) if post[2] is standard], "heroes page")
    week = (folder / "weeks/2026-W48.md").read_text(encoding="utf-8")
    in_order(week.partition("## Heroes")[2], told, "weekly report")


def test_who_got_the_most_thanks_stands_where_they_stood(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    mei = ctx(store)
    fill(mei, [("bob", ["zoe"], Standard.CONTRIBUTION, False)])
    lists = (["member", "list"], ["people"], ["team", "list"], ["okr", "list"])
    before = [run(store.path, *words) for words in lists]
    for n in range(12):
        heroes.post(ctx(store, "lena"), ["zoe"], f"story {n}", Standard.INCREMENT, evidence="graph")
    assert [run(store.path, *words) for words in lists] == before
    store.close()


def test_the_check_would_see_a_leader_board() -> None:
    """So that the tests above cannot pass on nothing."""
    posts: list[Post] = [("bob", ["zoe"], Standard.HONOR, False)] * 4
    for line in ("zoe 4", "zoe: 4", "zoe (4 cards)", "4× zoe", "bob ×4"):
        try:
            check_text(line, posts, "x")
        except AssertionError:
            continue
        raise AssertionError(f"“{line}” was not seen")
