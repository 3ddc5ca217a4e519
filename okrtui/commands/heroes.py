"""The hero board: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry

SCREENS = (
    ScreenEntry(
        "heroes",
        "Heroes",
        "heroes.board.HeroesScreen",
        4,
        Command("go.heroes", ("4",), "heroes", "Show the hero board: who was thanked for what.", EVERYWHERE, True),
    ),
    ScreenEntry(
        "hero",
        "Hero board",
        "heroes.card.HeroScreen",
        5,
    ),
    ScreenEntry(
        "practices",
        "Practices worth copying",
        "heroes.practices.PracticesScreen",
        6,
    ),
    ScreenEntry(
        "story",
        "A person’s story",
        "heroes.story.StoryScreen",
        7,
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command("heroes.new", ("n",), "thank", "Write a card: thank one or more people in public.", "heroes", True),
    Command("heroes.open", (), "open card", "Open the whole story with reactions and replies.", "heroes"),
    Command("heroes.heart", ("+",), "♥", "Put my heart on the card, or take it off.", "heroes", True),
    Command("heroes.star", ("*",), "✦", "Put my star on the card, or take it off.", "heroes", True),
    Command("heroes.wow", ("!",), "◆", "Put my wow on the card, or take it off.", "heroes", True),
    Command("heroes.reply", ("r",), "reply", "Write below the card.", "heroes", True),
    Command("heroes.period", ("s",), "period", "Go through: this quarter, all time, this week.", "heroes", True),
    Command("heroes.team", ("t",), "team", "Go through the teams: cards by and about their people.", "heroes", True),
    Command("heroes.mine", ("m",), "mine", "Show only cards by and about me, or everybody's.", "heroes"),
    Command("heroes.practices", ("p",), "practices", "List the practices worth copying.", "heroes", True),
    Command("heroes.person", ("P",), "person", "Read what a person was thanked for, in words.", "heroes"),
    Command("heroes.practice", ("b",), "copy this", "Mark the card as a practice: when to use it, how.", "heroes"),
    Command("heroes.withdraw", ("w",), "withdraw", "Take my card back; after a minute with a reason.", "heroes"),
    Command("heroes.hide", ("H",), "hide", "Hide a card about me from board and exports, or show it.", "heroes"),
    Command("heroes.own", ("o",), "own words", "Put my own words on a card about me.", "heroes"),
    Command("heroes.dismiss", ("d",), "hide line", "Hide the quiet line at the bottom until I leave.", "heroes"),
    Command("heroes.left", ("left", "h"), "left", "Go to the column on the left.", "heroes"),
    Command("heroes.right", ("right", "l"), "right", "Go to the column on the right.", "heroes"),
    Command("hero.heart", ("+",), "♥", "Put my heart on the card, or take it off.", "hero", True),
    Command("hero.star", ("*",), "✦", "Put my star on the card, or take it off.", "hero", True),
    Command("hero.wow", ("!",), "◆", "Put my wow on the card, or take it off.", "hero", True),
    Command("hero.reply", ("r",), "reply", "Write below the card.", "hero", True),
    Command("hero.practice", ("b",), "copy this", "Mark the card as a practice: when to use it, how.", "hero", True),
    Command("hero.own", ("o",), "own words", "Put my own words on a card about me.", "hero", True),
    Command("hero.hide", ("H",), "hide", "Hide a card about me from board and exports, or show it.", "hero", True),
    Command("hero.withdraw", ("w",), "withdraw", "Take my card back; after a minute with a reason.", "hero", True),
    Command("hero.practices", ("p",), "practices", "List the practices worth copying.", "hero"),
    Command("hero.person", ("P",), "person", "Read what a person was thanked for, in words.", "hero"),
    Command("practices.open", (), "open card", "Open the card a practice comes from.", "practices"),
    Command("story.open", (), "open card", "Open the card of a paragraph.", "story"),
)
