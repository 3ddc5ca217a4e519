"""Ideas and brainstorms from the command line: the same deeds as on the screen, and nothing seen too early."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, polls, sessions
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from tests.cli import test_main
from tests.cli.test_main import Cli, me
from tests.trust.places import waiting
from tests.workspaces import MONDAY, anybody

cli = test_main.cli


def other(cli: Cli, login: str) -> Context:
    return Context(
        open_store(cli.path), login, login, MONDAY, Tokens(cli.path.parent / f"{login}.json"), may_add=anybody
    )


def test_a_whole_brainstorm_by_commands(cli: Cli) -> None:
    assert cli("brainstorm", "start", "Halve the build", "--question", "How?", "--minutes", "gather=5,vote=0") == "S1\n"
    assert cli("brainstorm", "next") == "S1 is in “gather”\n"
    cards = [cli("brainstorm", "card", text).strip() for text in ("cache layers #docker", "share layers", "runners")]
    sessions.write_card(other(cli, "bob"), "S1", "bob's secret")
    assert "1 card of others until the reveal" in cli("brainstorm", "status")
    assert "secret" not in cli("brainstorm", "status") + cli("brainstorm", "status", "--json") + cli("log", "--json")
    seen = cli.data("brainstorm", "status")
    assert (seen["phase"], seen["seconds_left"], seen["concealed_cards"], len(seen["cards"])) == ("gather", 300, 1, 3)
    assert cli("brainstorm", "card", "faster runners", "--edit", cards[2]).strip() == cards[2]
    cli("brainstorm", "next"), cli("brainstorm", "next")
    group = cli("brainstorm", "group", cards[0], cards[1], "--name", "Layers").strip()
    assert group.startswith("G")
    cli("brainstorm", "next")
    assert cli("brainstorm", "vote", "layers") == "you have 1 on “Layers”; 2 left\n"
    assert cli("brainstorm", "vote", group, "--take-back") == "you have 0 on “Layers”; 3 left\n"
    for _ in range(3):
        cli("brainstorm", "vote", group)
    assert "all 3 votes are given" in cli.refused("brainstorm", "vote", group)
    cli("member", "add", "lena")
    assert cli("brainstorm", "vote", group, "--for", "lena") == "lena has 1 on “Layers”\n"
    seen = cli.data("brainstorm", "status")
    assert {g["votes"] for g in seen["groups"]} == {None} and seen["finished"]["done"] == 1
    cli("brainstorm", "next")
    assert cli.data("brainstorm", "status")["groups"][0]["votes"] == 4
    assert cli("brainstorm", "choose", "Layers", "--champion", "lena", "--effort", "1", "--impact", "3") == "I1\n"
    assert cli("brainstorm", "close") == "S1 is closed\n"
    assert "no brainstorm is running" in cli.refused("brainstorm", "status")
    assert "**lena** carries it on" in cli("brainstorm", "show", "S1")
    assert [each["phase"] for each in cli.data("brainstorm", "list")] == ["closed"]
    assert cli("undo").startswith("taken back: moved S1")
    assert cli.data("brainstorm", "status")["phase"] == "select"


def test_leading_by_commands(cli: Cli) -> None:
    cli("brainstorm", "start", "One"), cli("brainstorm", "next")
    assert "9:00 left" in cli("brainstorm", "timer", "+60")
    assert "paused" in cli("brainstorm", "timer", "pause")
    assert "paused" not in cli("brainstorm", "timer", "go")
    assert "neither seconds" in cli.refused("brainstorm", "timer", "soon")
    assert cli("brainstorm", "edit", "--title", "Two") == "S1 is “Two”: Two\n"
    assert cli("brainstorm", "edit", "S1", "--question", "Why not three?") == "S1 is “Two”: Why not three?\n"
    assert cli("undo") and "S1 is “Two”: Two" in cli("brainstorm", "edit", "--title", "Two")
    assert "title" in cli.refused("brainstorm", "edit", "--title", " ")
    assert "say what changes" in cli.refused("brainstorm", "edit")
    assert cli("brainstorm", "back") == "S1 is in “lobby”\n"
    assert cli("brainstorm", "join").startswith("S1  lobby")
    assert cli("brainstorm", "ready") == "1 of 1 are ready\n"
    assert cli("brainstorm", "ready", "--not") == "0 of 1 are ready\n"
    assert cli("brainstorm", "hand-over", "bob", "--new-member") == "bob leads S1\n"
    assert "bob leads S1" in cli.refused("brainstorm", "next")
    assert "bob leads S1" in cli.refused("brainstorm", "edit", "--title", "Mine")
    assert cli("brainstorm", "take-over") == f"{me()} leads S1\n"
    facilitation.hand_over(other(cli, me()), "S1", "bob")
    sessions.enter(other(cli, "bob"), "S1")
    assert "bob is here" in cli.refused("brainstorm", "take-over")
    for words in (("next", "S9"), ("next", "nonsense"), ("status", "S" + "9" * 40)):
        assert "there is no session" in cli.refused("brainstorm", *words)
    assert "isn't a phase with its minutes" in cli.refused("brainstorm", "start", "x", "--minutes", "lunch=5")


def test_groups_by_commands(cli: Cli) -> None:
    cli("brainstorm", "start", "One", "--open"), cli("brainstorm", "next")
    a, b, c = (cli("brainstorm", "card", text).strip() for text in "abc")
    assert "cards are grouped in" in cli.refused("brainstorm", "group", a)
    cli("brainstorm", "next")
    one = cli("brainstorm", "group", a).strip()
    two = cli("brainstorm", "group", b, "--name", "two").strip()
    assert cli("brainstorm", "group", c, "--into", one, "--name", "first") == f"{one}\n"
    cli("brainstorm", "name", two, "second")
    assert [g["name"] for g in cli.data("brainstorm", "status")["groups"]] == ["first", "second"]
    cli("brainstorm", "merge", "second", "first")
    cli("brainstorm", "ungroup", a)
    (group,) = cli.data("brainstorm", "status")["groups"]
    assert sorted(group["cards"]) == [int(b), int(c)]
    assert "there is no card 99" in cli.refused("brainstorm", "group", "99")
    assert "no such group" in cli.refused("brainstorm", "vote", "G99")


def test_an_idea_goes_where_it_says(cli: Cli) -> None:
    assert cli("idea", "buy runners", "--for", "lena", "--new-member") == "I1 → the idea inbox\n"
    assert cli.data("ideas", "show", "I1")["champion"] == "lena"
    cli("brainstorm", "start", "Halve the build", "--anonymous")
    assert "takes no cards" not in cli.err
    assert "never stored" in cli.err
    assert "--inbox puts the idea there, under your name" in cli.refused("idea", "a risky thought")
    cli("brainstorm", "next")
    assert cli("idea", "a risky thought").endswith("→ Halve the build\n")
    assert cli("idea", "mine", "--inbox") == "I2 → the idea inbox\n"
    assert "never stored" in cli("brainstorm", "status")
    cli("brainstorm", "close")
    assert cli("ideas", "advance", "I1", "shortlisted", "--note", "two teams want it") == "I1 is shortlisted\n"
    assert "goes to research first" in cli.refused("ideas", "advance", "I1", "adopted")
    assert "why?" in cli.refused("ideas", "advance", "I1", "rejected")
    assert cli("ideas", "champion", "I1", "bob", "--new-member") == "I1 is championed by bob\n"
    assert cli("ideas", "champion", "I1", "") == "I1 is championed by nobody\n"
    assert [i["ref"] for i in cli.data("ideas", "list", "--text", "runners")] == ["I1"]
    assert [i["ref"] for i in cli.data("ideas", "list", "--state", "captured")] == ["I2"]
    assert "S1  unchosen     a risky thought" in cli("ideas", "list", "--unchosen")
    assert "two teams want it" in cli("ideas", "show", "i1")
    assert "there is no idea" in cli.refused("ideas", "show", "I9")


def test_two_shells_of_one_person_have_one_token(cli: Cli, tmp_path: Path) -> None:
    """Real processes: the card of an anonymous session is still mine in the next shell, and votes stay in budget."""
    env = {**os.environ, "HOME": str(tmp_path / "home")}

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [*waiting(0.1), "-w", str(cli.path), "brainstorm", *words]  # each would wait for its quarter minute
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    cli("brainstorm", "start", "One", "--anonymous"), cli("brainstorm", "next")
    number = run("card", "cach").stdout.strip()
    assert run("card", "cache", "--edit", number).stdout.strip() == number
    seen = json.loads(run("status", "--json").stdout)
    assert [(c["text"], c["mine"], c["author"]) for c in seen["cards"]] == [("cache", True, None)]
    (token,) = tmp_path.glob("home/**/tokens.json")
    assert token.stat().st_mode & 0o077 == 0
    cli("brainstorm", "next"), cli("brainstorm", "next"), cli("brainstorm", "next")
    assert [run("vote", "cache").returncode for _ in range(4)] == [0, 0, 0, 1]
    assert sessions.find(other(cli, "x"), "S1").phase is Phase.VOTE


def test_undo_in_the_next_shell_takes_back_what_one_did_to_ones_anonymous_card(cli: Cli) -> None:
    cli("brainstorm", "start", "One", "--anonymous"), cli("brainstorm", "next")
    number = cli("brainstorm", "card", "cach").strip()
    cli("brainstorm", "card", "cache", "--edit", number)
    assert cli("undo") == "taken back: changed card S1 (what your anonymous card says)\n"
    assert [each["text"] for each in cli.data("brainstorm", "status")["cards"]] == ["cach"]
    assert cli("undo") == "taken back: card S1 (your anonymous card)\n"
    assert cli.data("brainstorm", "status")["cards"] == []
    assert cli("undo").startswith("taken back: moved S1") and cli("redo")


@pytest.mark.parametrize("words", [("idea", ""), ("brainstorm", "start", " "), ("brainstorm", "card", "x")])
def test_what_cannot_be_is_refused_in_one_line(cli: Cli, words: tuple[str, ...]) -> None:
    cli.refused(*words)


def test_a_broken_token_file_is_a_sentence(cli: Cli, tmp_path: Path) -> None:
    cli("brainstorm", "start", "One", "--anonymous"), cli("brainstorm", "next")
    cli("brainstorm", "card", "x")
    (token,) = tmp_path.glob("home/**/tokens.json")
    for broken in ('{"cut', "[]", '{"a": 1}'.replace("a", sessions.find(other(cli, "x"), "S1").key)):
        token.write_text(broken)
        assert "is broken; if you move it away" in cli.refused("brainstorm", "card", "y")


def test_cards_are_taken_until_a_day_and_due_tells_me_alone_what_i_owe(cli: Cli) -> None:
    assert cli("brainstorm", "start", "Halve the build", "--until", "gather=wed,vote=fri") == "S1\n"
    assert cli("brainstorm", "until") == "S1: gather=2026-11-25, vote=2026-11-27\n"
    cli("brainstorm", "next")
    assert cli("due").startswith("okrtui 2026-W48: weekly update pending") is True
    assert "in brainstorm S1 cards are taken until Wed 25 Nov, you have not written yet" in " ".join(cli("due").split())
    late = {"session": "S1", "phase": "gather", "until": "2026-11-25", "over": False, "waits_for_me": True}
    assert cli.data("due")["rounds"] == [late] and cli.data("due")["sessions"] == []
    cli("brainstorm", "card", "cache layers")
    assert "not written" not in cli("due") and "until Wed 25 Nov" in " ".join(cli("due").split())
    assert cli.data("due")["rounds"] == [{**late, "waits_for_me": False}]
    status = cli("brainstorm", "status")
    assert "until Wed 25 Nov" in status and "cards are taken until Wed 25 Nov · 1 of 1 has written\n" in status
    seen = cli.data("brainstorm", "status")
    assert seen["days"] == {"gather": "2026-11-25", "vote": "2026-11-27"} and seen["seconds_left"] is None
    assert seen["round"]["done"] == seen["round"]["people"] == 1 and seen["round"]["mine"] is True
    assert "in “gather”, to the end of 25 November 2026." in cli("brainstorm", "show")
    assert cli("brainstorm", "until", "tomorrow") == "S1: gather=2026-11-24 · 1 of 1 has written\n"
    assert cli.data("brainstorm", "until", "none") == {"ref": "S1", "days": {}, "round": None}
    assert cli("brainstorm", "until") == "S1: by the clock\n" and "brainstorm S1 runs" in " ".join(cli("due").split())
    assert "isn't a day" in cli.refused("brainstorm", "until", "soon")
    assert "cannot last over days" in cli.refused("retro", "start", "Far apart", "--until", "discuss=fri")
    assert cli("retro", "start", "Far apart", "--until", "stage=fri,gather=fri") == "S2\n"


def test_votes_on_paper_by_commands(cli: Cli, tmp_path: Path) -> None:
    cli("member", "add", "lena"), cli("brainstorm", "start", "Halve the build"), cli("brainstorm", "next")
    cli("brainstorm", "card", "cache layers"), cli("brainstorm", "next"), cli("brainstorm", "next")
    assert "votes are given in “vote”" in cli.refused("brainstorm", "sheet")
    cli("brainstorm", "next")
    assert "☐" in cli("brainstorm", "sheet") and "cache layers" in cli("brainstorm", "sheet")
    pile = tmp_path / "pile.txt"
    pile.write_text("lena: 1x2\n")
    assert cli("brainstorm", "vote", "--sheet", str(pile)) == "entered: lena 2\n"
    assert "line 1: " in cli.refused("brainstorm", "vote", "--sheet", str(pile)), "three at most on one"
    assert "cannot be read" in cli.refused("brainstorm", "vote", "--sheet", str(tmp_path / "none.txt"))


def test_the_room_of_a_brainstorm_is_asked_by_commands_and_scripts_read_what_came(cli: Cli) -> None:
    cli("brainstorm", "start", "Halve the build")
    assert cli("brainstorm", "ask", "mood") == "How are you here, in one word? 0 answers so far\n"
    asked = cli.data("brainstorm", "ask", "Do we vote again?", "--scale", "thumbs")
    assert (asked["question"], asked["kind"], asked["open"], asked["answers"]["3"]) == (
        *("Do we vote again?", "thumbs", True, "up"),
    )
    for login in ("bob", "ana"):
        polls.answer(other(cli, login), "S1", "down")
    given = cli.data("brainstorm", "answer", "up")
    assert (given["mine"], given["answered"], given["counts"]) == (3, 3, None), "hidden until it is shown"
    (shown,) = cli.data("brainstorm", "reveal")
    assert (shown["open"], shown["counts"]) == (False, {"1": 2, "3": 1})
    assert "Do we vote again? 3 answers · up × 1 · down × 2" in cli("brainstorm", "status")
    assert "belongs to a retro" in cli.refused("brainstorm", "ask", "radar")
    assert "up from 1, down from 2" in cli("brainstorm", "show")
