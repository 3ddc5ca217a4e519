"""The ideas: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "ideas",
        "Ideas",
        "ideas.ideas.IdeasScreen",
        8,
        Command(
            "go.ideas", ("5",), "ideas", "Show the ideas on their way, and the brainstorm that runs.", EVERYWHERE, True
        ),
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("ideas.open", (), "open", "Read the idea and its steps, or join the session.", "ideas"),
    Command("ideas.new", ("n",), "idea", "Put an idea into the inbox.", "ideas", True),
    Command("ideas.start", ("s",), "brainstorm", "Start a brainstorm that everybody can join.", "ideas", True),
    Command("ideas.advance", (">",), "further", "Bring the idea to its next state, with a note.", "ideas", True),
    Command("ideas.retreat", ("<",), "back", "Bring the idea back to the state before, with a note.", "ideas"),
    Command("ideas.reject", ("X",), "reject", "Reject the idea and say why.", "ideas", True),
    Command("ideas.champion", ("a",), "champion", "Give the idea a champion.", "ideas", True),
    Command("ideas.sessions", ("S",), "sessions", "Open a session that was closed.", "ideas"),
    Command("ideas.left", ("left", "h"), "left", "Go to the column on the left.", "ideas"),
    Command("ideas.right", ("right", "l"), "right", "Go to the column on the right.", "ideas"),
)
