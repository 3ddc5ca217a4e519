"""The journal: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "log",
        "Journal",
        "log.LogScreen",
        12,
        Command("go.log", ("7",), "journal", "Show who changed what and when.", EVERYWHERE),
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("log.open", (), "open entry", "Show what the entry under the cursor changed, before and after.", "log"),
    Command("log.mine", ("m",), "mine", "Show only my own changes, or everyone's again.", "log", True),
)
