"""The OKRs: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "okrs",
        "OKRs",
        "okrs.okrs.OkrsScreen",
        1,
        Command("go.okrs", ("2",), "okrs", "Show the cycle's objectives and key results as a tree.", EVERYWHERE, True),
    ),
    ScreenEntry(
        "keyresult",
        "Key result",
        "okrs.keyresult.KeyResultScreen",
        2,
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("okrs.check", ("c",), "check in", "Enter this week's value, confidence and note here.", "okrs", True),
    Command("okrs.new", ("n",), "objective", "Write a new objective into the cycle.", "okrs", True),
    Command("okrs.add", ("a",), "key result", "Add a key result to the objective.", "okrs", True),
    Command("okrs.edit", ("e",), "edit", "Edit the objective or key result.", "okrs", True),
    Command("okrs.write", ("E",), "editor", "Write its why or note in $VISUAL or $EDITOR.", "okrs"),
    Command("okrs.fold", ("space",), "fold", "Fold or unfold what lies beneath.", "okrs"),
    Command("okrs.fold-in", ("left", "h"), "fold in", "Fold, or go up to what it lies under.", "okrs"),
    Command("okrs.fold-out", ("right", "l"), "fold out", "Unfold what lies beneath.", "okrs"),
    Command("okrs.fold-all", ("z",), "fold all", "Fold or unfold every objective.", "okrs"),
    Command("okrs.mine", ("m",), "mine", "Show only what I am DRI of, or everything again.", "okrs", True),
    Command("okrs.team", ("t",), "team", "Go through the teams: show one team's objectives.", "okrs", True),
    Command("okrs.status", ("s",), "status", "Go through: at risk, off track, on track, stale, all.", "okrs", True),
    Command("okrs.cycle", ("C",), "cycle", "Pick another cycle to show, closed ones too.", "okrs", True),
    Command("okrs.earlier", ("left_square_bracket",), "earlier", "Show the cycle before.", "okrs"),
    Command("okrs.later", ("right_square_bracket",), "later", "Show the cycle after.", "okrs"),
    Command("okrs.close", ("d",), "score, close", "Score and close it; on a cycle's row close the cycle.", "okrs"),
    Command("okrs.activate", ("A",), "activate", "Make a draft active, or open again what was closed.", "okrs"),
    Command("okrs.cancel", ("X",), "cancel", "Cancel it; its check-ins stay readable.", "okrs"),
    Command("okrs.prepare", ("p",), "prepare", "Choose what goes on into the next cycle, one by one.", "okrs"),
    Command("okrs.add-cycle", ("N",), "new cycle", "Make a cycle with dates of its own.", "okrs"),
    Command("okrs.vision", ("v",), "vision", "Write the workspace's vision and values.", "okrs"),
    Command("kr.check", ("c",), "check in", "Enter this week's value, confidence and note.", "keyresult", True),
    Command("kr.edit", ("e",), "edit", "Edit the key result.", "keyresult", True),
    Command("kr.write", ("E",), "editor", "Write its note in $VISUAL or $EDITOR.", "keyresult"),
    Command("kr.close", ("d",), "score", "Score and close it.", "keyresult", True),
    Command("kr.activate", ("A",), "open again", "Open it again after it was closed or cancelled.", "keyresult"),
    Command("kr.cancel", ("X",), "cancel", "Cancel it; its check-ins stay readable.", "keyresult"),
    Command("kr.tree", ("o",), "in the tree", "Show it among its objective's key results.", "keyresult", True),
)
