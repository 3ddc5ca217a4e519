"""The week and its check-in: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "week",
        "This week",
        "week.week.WeekScreen",
        0,
        Command(
            "go.week",
            ("1",),
            "week",
            "Show this week: priorities, key results, health and who is due.",
            EVERYWHERE,
            True,
        ),
    ),
    ScreenEntry(
        "checkin",
        "Check-in",
        "week.checkin.CheckinScreen",
        3,
        Command("go.checkin", ("3", "c"), "check in", "Fill in my weekly check-in.", EVERYWHERE, True),
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("week.scope", ("s",), "scope", "Show the next circle of people: me, my teams, everyone.", "week", True),
    Command("week.done", ("space",), "done", "Mark my priority done, or open it again.", "week", True),
    Command("week.open", (), "open priority", "Offer what can be done with the priority under the cursor.", "week"),
    Command("week.drop", ("d",), "drop", "Drop my priority and say why.", "week"),
    Command("week.health", ("r",), "health", "Record red, amber or green for a health metric.", "week", True),
    Command("week.new", ("n",), "new metric", "Add a health metric: a thing to protect while we push.", "week"),
    Command("week.retire", ("R",), "retire metric", "Stop showing the health metric under the cursor.", "week"),
    Command("week.who", ("w",), "who", "List who has checked in and who has not.", "week"),
    Command("week.previous", ("left_square_bracket",), "week before", "Read the week before.", "week"),
    Command("week.next", ("right_square_bracket",), "week after", "Read the week after.", "week"),
    Command("week.today", ("t",), "this week", "Come back to the present week.", "week"),
    Command("checkin.submit", ("f2",), "submit", "Store check-ins and update, all or nothing.", "checkin", True),
    Command("checkin.editor", ("f4",), "editor", "Open the focused field in $VISUAL or $EDITOR.", "checkin", True),
    Command("checkin.unchanged", ("equals_sign",), "unchanged", "Enter the key result's last value again.", "checkin"),
    Command("checkin.done", ("d",), "done", "Mark the focused commitment done.", "checkin"),
    Command("checkin.carry", ("c",), "carry", "Carry the focused commitment into this week's priorities.", "checkin"),
    Command("checkin.drop", ("x",), "drop", "Drop the focused commitment; a reason is asked for.", "checkin"),
    Command(
        "checkin.earlier", ("left_square_bracket",), "week before", "Open the sheet of the week before.", "checkin"
    ),
    Command("checkin.later", ("right_square_bracket",), "week after", "Open the sheet of the week after.", "checkin"),
    Command("checkin.fresh", ("D",), "start over", "Forget what was typed since the last submit.", "checkin"),
)
