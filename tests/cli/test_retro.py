"""A retro and its action items from the command line: the same deeds as on the screen."""

import re
from datetime import timedelta

from tests.cli import test_main
from tests.cli.test_main import Cli
from tests.workspaces import MONDAY

cli = test_main.cli


def test_a_whole_retro_by_commands(cli: Cli) -> None:
    assert cli("retro", "topic", "the pager") == "T1\n"
    assert "the pager" in cli("retro", "topic")
    assert "sailboat" in cli("retro", "templates")
    assert cli("retro", "start", "Friday", "--box", "60") == "S1\n"
    agenda = cli.data("retro", "agenda")
    assert (agenda["minutes"], agenda["over"], agenda["steps"][2]["title"]) == (65, 5, "the pager")
    stage, pager = agenda["steps"][1]["id"], agenda["steps"][2]["id"]
    assert "60 min, as planned" in cli("retro", "agenda-skip", str(stage))
    assert "5 over" in cli("retro", "agenda-skip", str(stage), "--not")
    assert "70 min, 10 over" in cli("retro", "agenda-minutes", str(pager), "10")
    assert cli("retro", "agenda-move", str(pager), "earlier").splitlines()[1].split()[0] == str(pager)
    assert "Cake" in cli("retro", "agenda-add", "Cake")
    assert cli("retro", "save-template", "Ours") == "ours\n"
    assert [cli("retro", "next") for _ in range(2)] == ["S1 is in “review”\n", "S1 is in “the pager”\n"]
    assert cli("retro", "note", "whoever is awake") == "1\n"
    cli("retro", "next")
    assert "0 answers so far" in cli("retro", "ask", "fist")
    assert "yours is 4" in cli("retro", "answer", "4")
    assert "fewer than three answers, so none is shown" in cli("retro", "reveal")
    assert cli("retro", "ask", "Do we ship?") == "Do we ship? 0 answers so far\n"
    assert "yours is yes" in cli("retro", "answer", "yes")
    assert cli("retro", "ask", "icebreaker").startswith("Which animal was your week? 0")
    assert "yours is owl" in cli("retro", "answer", "owl")
    assert "we speak up" in cli("retro", "radar", "--add", "we speak up")
    cli("retro", "radar", "--edit", "1", "--text", "It matters"), cli("retro", "radar", "--drop", "2")
    assert "nothing was changed" in cli.refused("retro", "radar", "--add", "x", "--drop", "1")
    assert "--edit N" in cli.refused("retro", "radar", "--text", "x")
    kept = cli.data("retro", "radar")
    assert [each["number"] for each in kept] == [*range(1, 9)]
    assert (kept[0]["text"], kept[-1]["text"], len(kept), kept[0]["trend"]) == ("It matters", "we speak up", 8, [])
    cli("retro", "ask", "radar")
    assert "It matters: 1 answer so far, yours is green" in cli("retro", "answer", "green")
    asked = cli.data("retro", "status")["polls"][-8:]
    assert [each["mine"] for each in asked] == [3, *[None] * 7] and asked[0]["answers"]["3"] == "green"
    assert len(cli("retro", "reveal").splitlines()) == 8
    cli("retro", "next")
    cli("retro", "card", "flaky tests #stop"), cli("retro", "card", "pair #start")
    cli("retro", "next"), cli("retro", "next")
    assert cli("retro", "vote", "flaky tests") == "you have 1 on “flaky tests”; 2 left\n"
    cli("retro", "next")
    assert re.search(r"▸ G\d  flaky tests", cli("retro", "status"))  # cards are shuffled at the reveal
    cli("retro", "note", "nobody owns the suite")
    assert "5 more minutes?" in cli("retro", "ask", "more")
    assert cli("retro", "answer", "1") and "fewer than three" in cli("retro", "reveal")
    assert "left" in cli("retro", "more-time")
    assert cli("retro", "topic-next") == "every topic was discussed; next step: okrtui retro next\n"
    assert cli("retro", "topic-next", "pair") == "now: pair\n", "nobody voted for it; it is opened by its name"
    assert cli("retro", "park") == "every topic was discussed; next step: okrtui retro next\n"
    assert cli("retro", "note", "quarantine list", "--decision")
    cli("retro", "next")
    cli("member", "add", "lena")
    assert cli("action", "add", "write it", "--dri", "lena", "--due", "2026-12-01", "--works", "no reruns") == "A1\n"
    assert cli("retro", "agree", "no meetings on Wednesday", "--dri", "lena") == "W1  lena sees to it\n"
    assert cli("retro", "close") == "S1 is closed\n"
    seen = cli.data("retro", "status", "S1")
    assert [t["state"] for t in seen["topics"]] == ["done", "parked"]
    assert (seen["notes"][1]["text"], seen["actions"][0]["dri"]) == ("nobody owns the suite", "lena")
    assert "- [ ] A1 **lena**, by 1 December 2026: write it" in cli("retro", "show", "S1")
    assert "S1 is a retro, not a brainstorm" in cli.refused("brainstorm", "show", "S1")
    assert cli("retro", "start", "Next", "--template", "ours", "--team", "") == "S2\n"
    cli("retro", "next")
    assert "A1  write it → lena by 2026-12-01" in cli("retro", "status")


def test_action_items_by_commands(cli: Cli) -> None:
    assert "No action is open" in cli("action", "list")
    assert cli("action", "add", "write it") == "A1\n"
    assert "exactly one DRI" in cli.refused("action", "add", "both", "--dri", "bob,lena")
    assert "isn't a day" in cli.refused("action", "add", "soon", "--due", "soon")
    late = str(MONDAY.date() - timedelta(days=10))
    said = cli("action", "edit", "A1", "--new-member", "--dri", "lena", "--due", late)
    assert said.split()[1:4] == ["overdue", late, "lena"]
    assert "long past" in cli.refused("action", "edit", "A1", "--due", "2020-01-02")
    assert cli("action", "list", "--mine").startswith("No action")
    assert cli.data("action", "list", "--dri", "lena")[0]["overdue"] is True
    assert cli("action", "keep", "a1", "--note", "half of it") == "A1 stays open\n"
    assert cli("action", "done", "A1", "--note", "merged") == "A1 is done\n"
    assert "done already" in cli.refused("action", "done", "A1")
    assert cli("action", "reopen", "A1") == "A1 is open again\n"
    assert cli("action", "drop", "A1", "no budget") == "A1 is dropped\n"
    history = cli.data("action", "show", "A1")["history"]
    assert [step["what"] for step in history] == ["made", "changed", "kept", "done", "reopened", "dropped"]
    assert history[1]["note"].startswith("dri ") and f"→ {late}" in history[1]["note"]
    assert "no budget" in cli("action", "list", "--all")
    assert "there is no action" in cli.refused("action", "done", "A7")


def test_the_retro_of_a_cycles_end_by_commands(cli: Cli) -> None:
    cli("objective", "add", "Boring proxy"), cli("kr", "add", "O1", "p99", "--start", "180", "--target", "90")
    cli("retro", "start", "End of Q4", "--template", "okr")
    for _ in range(3):
        cli("retro", "next")
    assert "no retro of 2026-Q4 has said" in cli.refused("cycle", "prepare", "2026-Q4", "2027-Q1")
    assert "has no score" in cli.refused("retro", "close-cycle")
    said = cli("retro", "score", "KR1.1", "0.7", "--comment", "nearly", "--learned", "caches lie", "--verdict", "keep")
    assert said == "KR1.1 has the score 0.7 · keep\n"
    assert cli("retro", "close-cycle") == "2026-Q4 is closed\n"
    assert cli("cycle", "prepare", "2026-Q4", "2027-Q1") == "O2 Boring proxy (draft, 2027-Q1)\n"
    assert "What we learned: caches lie" in cli("retro", "show")


def test_questions_with_columns_by_commands(cli: Cli) -> None:
    ref = cli("retro", "start", "Friday", "--prompt", "What slowed us?", "--prompt", "What helped?").strip()
    assert cli.data("retro", "status")["prompts"] == ["What slowed us?", "What helped?"]
    for _ in range(3):
        cli("retro", "next")
    cli("retro", "card", "the cache", "--prompt", "what h")
    assert "no question of this session" in cli.refused("retro", "card", "x", "--prompt", "cake")
    (card,) = cli.data("retro", "status")["cards"]
    assert (card["text"], card["prompt"]) == ("the cache", "What helped?")
    assert "■ What helped?\n" in cli("retro", "status")
    assert "## What helped?\n\n- the cache" in cli("retro", "show")
    three = [part for each in ("What slowed us?", "What helped?", "What next?") for part in ("--prompt", each)]
    assert "What next?" in cli("retro", "edit", *three)
    assert "none taken away" in cli.refused("retro", "edit", "--prompt", "What next?")
    cli("retro", "save-template", "Ours", "--in", ref)
    assert "ours: What shall we start" in cli("retro", "edit-template", "ours", "--prompt", "Up", "--prompt", "Down")
    assert "(Up / Down)" in cli("retro", "templates")
    assert "1-2-4-all" in cli("brainstorm", "templates")
    cli("retro", "close")
    cli("brainstorm", "start", "Halve the build", "--template", "brainwriting")
    found = cli.data("brainstorm", "status")
    assert found["prompts"][0] == "Round one" and "there is no template" in cli.refused(
        "brainstorm", "start", "x", "--template", "nothing"
    )
