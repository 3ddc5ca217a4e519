"""A live session: what is allowed when, what is hidden until when, and that nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from okrtui.errors import Refused, Stale
from okrtui.model.ideas import IdeaState
from okrtui.model.live import Kind, Phase
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rituals.people import members
from okrtui.rules.live import phases
from okrtui.rules.okrs.hints import words_of
from okrtui.storage.journal import feed
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from tests.workspaces import MONDAY, ctx, workspace

MINUTE = 1 / (7 * 24 * 60)


class Table:
    """People around one session, each with their own state directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = workspace(folder)

    def ctx(self, login: str, minutes: float = 0) -> Context:
        at = ctx(self.store, login, weeks=minutes * MINUTE)
        return replace(at, tokens=Tokens(self.folder / login / "tokens.json"))

    def known(self, login: str) -> Context:
        """Make somebody a member and return mei's context."""
        members.edit_member(self.ctx("mei"), login)
        return self.ctx("mei")

    def start(self, **more: object) -> str:
        return sessions.start(self.ctx("mei"), Kind.BRAINSTORM, "Halve the build", **more).ref  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


def to(table: Table, ref: str, phase: Phase) -> None:
    facilitation.move(table.ctx("mei"), ref, phase)


def test_a_session_goes_through_its_phases_forward_and_back(table: Table) -> None:
    ref = table.start()
    mei = table.ctx("mei")
    seen = [sessions.find(mei, ref).phase]
    for _ in range(6):
        seen.append(facilitation.move(mei, ref).phase)
        if seen[-1] is Phase.GROUP:
            assert facilitation.move(mei, ref, by=-1).phase is Phase.REVEAL
            facilitation.move(mei, ref)
    assert tuple(seen) == phases.ORDER[Kind.BRAINSTORM]
    with pytest.raises(Refused, match="closed"):
        facilitation.move(mei, ref, by=-1)


def test_only_the_facilitator_leads(table: Table) -> None:
    ref, bob = table.start(), table.ctx("bob")
    with pytest.raises(Refused, match="mei leads"):
        facilitation.move(bob, ref)
    with pytest.raises(Refused, match="mei leads"):
        facilitation.timer(bob, ref, add=60)
    facilitation.hand_over(table.ctx("mei"), ref, "bob")
    assert facilitation.move(bob, ref).phase is Phase.GATHER


def test_whoever_is_gone_for_a_minute_can_be_relieved(table: Table) -> None:
    ref = table.start()
    with pytest.raises(Refused, match="mei is here"):
        facilitation.take_over(table.ctx("bob", 0.5), ref)
    assert facilitation.take_over(table.ctx("bob", 1.5), ref).facilitator == "bob"


def test_what_a_phase_does_not_allow_says_why(table: Table) -> None:
    ref, mei = table.start(), table.ctx("mei")
    with pytest.raises(Refused, match=r"cards are written in “gather”.*this is “lobby”"):
        sessions.write_card(mei, ref, "x")
    to(table, ref, Phase.GATHER)
    with pytest.raises(Refused, match="votes are given in “vote”"):
        grouping.vote(mei, ref, 1)
    with pytest.raises(Refused, match="grouped in"):
        grouping.group(mei, ref, {1: 1})
    with pytest.raises(Refused, match="chosen in"):
        ideas.choose(mei, ref, 1)


def test_others_cards_are_concealed_until_the_reveal(table: Table) -> None:
    ref, bob = table.start(), table.ctx("bob")
    to(table, ref, Phase.GATHER)
    sessions.write_card(table.ctx("mei"), ref, "cache layers #docker")
    sessions.write_card(bob, ref, "faster runners")
    seen = sessions.view(bob, ref).cards
    assert [(c.text, c.author, c.tag, c.shown) for c in seen] == [
        ("", "", "", False),
        ("faster runners", "bob", "", True),
    ]
    assert "cache" not in str(log.log(bob))
    to(table, ref, Phase.REVEAL)
    assert {c.text for c in sessions.view(bob, ref).cards} == {"cache layers", "faster runners"}


def test_an_open_session_shows_cards_as_they_come(table: Table) -> None:
    ref = table.start(concealed=False)
    to(table, ref, Phase.GATHER)
    sessions.write_card(table.ctx("mei"), ref, "cache")
    assert sessions.view(table.ctx("bob"), ref).cards[0].text == "cache"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("@lena cache layers #docker >KR2.1", ("lena", "cache layers", "docker", "KR2.1")),
        ("cache layers >kr2.1 #docker", ("", "cache layers", "docker", "KR2.1")),
        ("#stop flaky tests", ("", "flaky tests", "stop", "")),
        ("@LENA: cache", ("lena", "cache", "", "")),
        ("@lena #stop it", ("lena", "it", "stop", "")),
        ("@Transactional makes our tests slow", ("", "@Transactional makes our tests slow", "", "")),
        ("@media queries, @lena", ("", "@media queries, @lena", "", "")),
        ("our #1 problem, >KR2.1 and #ci in a sentence", ("", "our #1 problem, >KR2.1 and #ci in a sentence", "", "")),
        ("we are #1", ("", "we are #1", "", "")),
        ("C# and a#b are no tags", ("", "C# and a#b are no tags", "", "")),
        ("mail me@home.org", ("", "mail me@home.org", "", "")),
        ("@lena", ("", "@lena", "", "")),
    ],
)
def test_a_scribed_line_says_who_what_and_where(typed: str, parts: tuple[str, str, str, str], table: Table) -> None:
    assert sessions.scribed(table.known("lena"), typed) == parts


def test_a_scribed_card_is_theirs_entered_by_me(table: Table) -> None:
    ref = table.start()
    to(table, ref, Phase.GATHER)
    sessions.write_card(table.known("lena"), ref, "@lena cache")
    assert [(c.author, c.mine) for c in sessions.view(table.ctx("lena"), ref).cards] == [("lena", True)]
    assert table.store.sql("SELECT entered_by FROM card") == [("mei",)]


def test_a_card_is_changed_and_taken_back_by_its_author_only(table: Table) -> None:
    ref, mei = table.start(), table.ctx("mei")
    to(table, ref, Phase.GATHER)
    card = sessions.write_card(mei, ref, "cach")
    assert sessions.edit_card(mei, ref, card.id, "cache").text == "cache"
    with pytest.raises(Refused, match="somebody else's"):
        sessions.edit_card(table.ctx("bob"), ref, card.id, "mine")
    sessions.edit_card(mei, ref, card.id, "")
    assert sessions.view(mei, ref).cards == ()


def gathered(table: Table, *texts: str, **more: object) -> tuple[str, dict[str, int]]:
    ref = table.start(**more)
    to(table, ref, Phase.GATHER)
    made = {text: sessions.write_card(table.ctx("mei"), ref, text).id for text in texts}
    to(table, ref, Phase.GROUP)
    return ref, made


def versions(table: Table, ref: str, *ids: int) -> dict[int, int]:
    return {c.id: c.version for c in sessions.view(table.ctx("mei"), ref).cards if c.id in ids}


def test_cards_are_grouped_merged_split_and_named_and_none_is_lost(table: Table) -> None:
    ref, made = gathered(table, "a", "b", "c", "d")
    mei = table.ctx("mei")
    first = grouping.group(mei, ref, versions(table, ref, made["a"], made["b"]), "caches")
    second = grouping.group(mei, ref, versions(table, ref, made["c"]))
    grouping.rename(mei, ref, second, "runners")
    grouping.merge(mei, ref, second, first)
    found = sessions.view(mei, ref)
    assert [(g.name, sorted(c.text for c in g.cards)) for g in found.groups] == [("caches", ["a", "b", "c"])]
    assert [c.text for c in found.loose] == ["d"]
    grouping.ungroup(mei, ref, versions(table, ref, made["a"], made["b"], made["c"]))
    assert sessions.view(mei, ref).groups == ()
    log.undo(mei)
    assert [(g.name, len(g.cards)) for g in sessions.view(mei, ref).groups] == [("caches", 3)]


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_group_whose_last_card_is_taken_back_goes_with_it(table: Table, anonymous: bool) -> None:
    ref, made = gathered(table, "a", anonymous=anonymous)
    grouping.group(table.ctx("mei"), ref, versions(table, ref, made["a"]))
    sessions.edit_card(table.ctx("mei"), ref, made["a"], "")
    assert sessions.view(table.ctx("mei"), ref).groups == ()


def test_two_people_grouping_at_once_lose_no_card_and_the_later_is_told(table: Table) -> None:
    ref, made = gathered(table, "a", "b", "c")
    seen = versions(table, ref, *made.values())
    grouping.group(table.ctx("bob"), ref, {made["a"]: seen[made["a"]]}, "bob's")
    with pytest.raises(Stale):
        grouping.group(table.ctx("mei"), ref, {made["b"]: seen[made["b"]], made["a"]: seen[made["a"]]}, "mine")
    found = sessions.view(table.ctx("mei"), ref)
    assert sorted(c.text for c in found.cards) == ["a", "b", "c"]
    assert [(g.name, [c.text for c in g.cards]) for g in found.groups] == [("bob's", ["a"])]


def test_cards_that_share_words_are_suggested_and_never_grouped_by_themselves(table: Table) -> None:
    ref, made = gathered(
        table, "cache docker layers", "docker layers cache per branch", "buy runners", "缓存镜像", "镜像缓存层"
    )
    suggested = [
        set(each)
        for each in phases.alike([(c.id, words_of(c.text)) for c in sessions.view(table.ctx("mei"), ref).loose])
    ]
    assert {made["cache docker layers"], made["docker layers cache per branch"]} in suggested
    assert sessions.view(table.ctx("mei"), ref).groups == ()


def test_votes_stay_within_budget_and_limit_and_totals_hidden_until_the_round_is_closed(table: Table) -> None:
    ref, _ = gathered(table, "a", "b", "c", "d")
    mei, bob = table.ctx("mei"), table.ctx("bob")
    to(table, ref, Phase.VOTE)
    a, b, *_ = (g.id for g in sessions.view(mei, ref).groups)
    assert (sessions.view(mei, ref).budget, sessions.view(mei, ref).votes_left) == (3, 3)
    for _ in range(3):
        grouping.vote(mei, ref, a)
    with pytest.raises(Refused, match="all 3 votes are given"):
        grouping.vote(mei, ref, b)
    grouping.vote(bob, ref, a)
    assert grouping.vote(mei, ref, a, -1) == 2
    with pytest.raises(Refused, match="you have no vote"):
        grouping.vote(mei, ref, b, -1)
    seen = sessions.view(bob, ref)
    assert (seen.votes_left, [(g.given, g.votes) for g in seen.groups[:2]]) == (2, [(1, None), (0, None)])
    to(table, ref, Phase.SELECT)
    assert next((g.id, g.votes) for g in sessions.view(bob, ref).groups) == (a, 3)
    to(table, ref, Phase.VOTE)
    assert {g.votes for g in sessions.view(bob, ref).groups} == {None}


def test_most_on_one_group_and_votes_for_people_without_a_terminal(table: Table) -> None:
    ref, _ = gathered(table, "a", "b", budget=5, most=2)
    mei = table.ctx("mei")
    to(table, ref, Phase.VOTE)
    a, b = (g.id for g in sessions.view(mei, ref).groups)
    grouping.vote(mei, ref, a)
    grouping.vote(mei, ref, a)
    with pytest.raises(Refused, match="2 is the most"):
        grouping.vote(mei, ref, a)
    for group_id in (a, a, b, b):
        grouping.vote(mei, ref, group_id, who="lena")
    assert sessions.view(mei, ref).votes_left == 3
    assert sessions.view(table.ctx("lena"), ref).votes_left == 1
    with pytest.raises(Refused, match="mei leads"):
        grouping.vote(table.ctx("bob"), ref, a, who="lena")
    assert grouping.finished(mei, ref)[0] == 0


def test_chosen_groups_become_ideas_that_live_on(table: Table) -> None:
    ref, _ = gathered(table, "cache", "runners")
    mei = table.ctx("mei")
    to(table, ref, Phase.SELECT)
    group = sessions.view(mei, ref).groups[0]
    idea = ideas.choose(mei, ref, group.id, champion="bob", effort=1, impact=3)
    assert (idea.title, idea.champion, idea.session, idea.state) == (group.name, "bob", ref, IdeaState.CAPTURED)
    with pytest.raises(Refused, match="already"):
        ideas.choose(mei, ref, group.id)
    to(table, ref, Phase.CLOSED)
    for state in (IdeaState.SHORTLISTED, IdeaState.RESEARCH):
        ideas.advance(mei, idea.ref, state, "next")
    with pytest.raises(Refused, match="prototype first"):
        ideas.advance(mei, idea.ref, IdeaState.ADOPTED)
    with pytest.raises(Refused, match="why"):
        ideas.advance(mei, idea.ref, IdeaState.REJECTED)
    gone = ideas.advance(mei, idea.ref, IdeaState.REJECTED, "too dear")
    assert [(s.state, s.note) for s in gone.steps][-1] == (IdeaState.REJECTED, "too dear")
    assert {text for _, text in ideas.unchosen(mei, ["run"])} == {"runners"}


def test_an_idea_drops_into_the_running_session_or_the_inbox(table: Table) -> None:
    mei = table.ctx("mei")
    assert ideas.drop(mei, "buy runners") == ("I1", "inbox")
    ref = table.start()
    assert ideas.drop(mei, "too early")[1] == "inbox"
    to(table, ref, Phase.GATHER)
    assert ideas.drop(mei, "cache")[1] == "Halve the build"
    assert [c.text for c in sessions.view(mei, ref).cards] == ["cache"]


def test_the_timer_counts_down_is_paused_and_lengthened(table: Table) -> None:
    ref = table.start(minutes=((Phase.GATHER, 5),))
    to(table, ref, Phase.GATHER)

    def left(minutes: float) -> int | None:
        of = sessions.find(table.ctx("mei"), ref)
        return phases.seconds_left(of.timer_end, of.timer_left, table.ctx("mei", minutes).now)

    assert (left(0), left(4), left(9)) == (300, 60, 0)
    facilitation.timer(table.ctx("mei", 4), ref, pause=True)
    assert left(30) == 60
    facilitation.timer(table.ctx("mei", 30), ref, add=60)
    facilitation.timer(table.ctx("mei", 30), ref, pause=False)
    assert (left(30), left(31)) == (120, 60)
    to(table, ref, Phase.REVEAL)
    with pytest.raises(Refused, match="no timer"):
        facilitation.timer(table.ctx("mei"), ref, pause=True)


def test_the_room_knows_who_is_there_ready_and_typing(table: Table) -> None:
    ref = table.start()
    to(table, ref, Phase.GATHER)
    mei, bob = table.ctx("mei"), table.ctx("bob")
    sessions.enter(bob, ref)
    sessions.typing(bob, ref, True)
    sessions.ready(bob, ref)
    room = sessions.view(mei, ref).room
    assert (room.people, room.ready, room.typing) == (("bob", "mei"), ("bob",), 1)
    assert sessions.view(bob, ref).room.typing == 0
    to(table, ref, Phase.REVEAL)
    assert sessions.view(mei, ref).room.ready == ()
    sessions.leave(bob, ref)
    assert sessions.view(mei, ref).room.people == ("mei",)
    assert sessions.view(table.ctx("mei", 2), ref).room.facilitator_gone


def test_anonymous_means_never_stored(table: Table) -> None:
    ref = table.start(anonymous=True)
    to(table, ref, Phase.GATHER)
    people = ("ana-secret", "bob-secret")
    for login in people:
        here = table.ctx(login)
        sessions.enter(here, ref)
        sessions.typing(here, ref, True)
        card = sessions.write_card(here, ref, f"@lena-secret idea {len(login)}")
        sessions.edit_card(here, ref, card.id, f"better idea {login[:3]}")
    to(table, ref, Phase.VOTE)
    for login in people:
        here = table.ctx(login)
        seen = sessions.view(here, ref)
        assert [c.mine for c in seen.cards].count(True) == 1
        grouping.vote(here, ref, seen.groups[0].id)
        with pytest.raises(Refused, match="name would have to be stored"):
            grouping.vote(here, ref, seen.groups[0].id, who="lena")
    for table_name in ("card", "card_group", "vote", "typing"):
        assert "secret" not in str(table.store.sql(f"SELECT * FROM {table_name}"))
    at = {row[0] for row in table.store.sql("SELECT at FROM card")}
    assert at == {int(MONDAY.timestamp())}
    entries = table.store.sql("SELECT who, summary, changes FROM activity WHERE verb = 'card'")
    assert entries
    assert {row[0] for row in entries} == {""}
    assert "secret" not in str(entries) and "idea" not in str(entries)
    assert not [e for e in log.log(table.ctx("mei")) if "secret" in e.who and e.verb != "joined"]


def test_an_anonymous_card_is_mine_by_my_token_and_nobody_elses(table: Table) -> None:
    ref = table.start(anonymous=True)
    to(table, ref, Phase.GATHER)
    card = sessions.write_card(table.ctx("bob"), ref, "cache")
    with pytest.raises(Refused, match="somebody else's"):
        sessions.edit_card(table.ctx("mei"), ref, card.id, "x")
    sessions.edit_card(table.ctx("bob"), ref, card.id, "")
    assert sessions.view(table.ctx("bob"), ref).cards == ()
    mode = (table.folder / "bob" / "tokens.json").stat().st_mode
    assert mode & 0o077 == 0


def test_others_see_that_something_came(table: Table) -> None:
    ref = table.start(anonymous=True)
    to(table, ref, Phase.GATHER)
    other = open_store(table.store.address)
    feed.mark_seen(other)
    card = sessions.write_card(table.ctx("bob"), ref, "cache")
    assert [(e.verb, e.ref) for e in feed.poll(other)] == [("card", ref)]
    sessions.edit_card(table.ctx("bob"), ref, card.id, "caches")
    assert len(feed.poll(other)) == 1
    sessions.enter(table.ctx("bob"), ref)
    assert [e.verb for e in feed.poll(other)] == ["joined"]
    sessions.ready(table.ctx("bob"), ref)
    assert (feed.poll(other), other.presence_changed) == ((), True)
    assert (feed.poll(other), other.presence_changed) == ((), False)
    other.close()
