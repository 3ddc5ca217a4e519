"""A team's health radar from the retros' screen: its trend to read, and its questions to change."""

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.retro import RadarQuestion
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rituals.retro import radar
from okrtui.screens.base.command_group import CommandGroup, CommandScreen
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.retro.overview_rows import radar_reading


def _mine(ctx: Context) -> tuple[str, tuple[RadarQuestion, ...]]:
    """Return my first team, everybody's for who is in none, and its radar."""
    team = next(iter(members.circles(ctx)[1:-1]), "")
    return team, radar.radar(ctx, team)


class RetroRadar(CommandGroup[CommandScreen]):
    """Commands on the radar of my team."""

    async def do_radar(self) -> None:
        """Show what each question came to over the retros."""
        team, found = await self.screen.ask(_mine)
        key = self.screen.with_keys(key_of(".questions"))
        lines = radar_reading(found, f"{key} changes the questions")
        if await self.screen.app.push_screen_wait(Reader(_title(team), lines, key)):
            await self.do_questions()

    async def do_questions(self) -> None:
        """Ask for the questions, a line each."""
        team, found = await self.screen.ask(_mine)

        def save(ctx: Context, values: Values) -> int:
            return len(radar.put(ctx, values["questions"].splitlines(), team))

        help = "a line each; the room answers green, amber or red"
        value = "\n".join(each.text for each in found)
        fields = [Field("questions", "Questions", "multiline", value, help=help, required=True)]
        if saved := await self.screen.fill(_title(team), fields, save, draft="retros.radar"):
            self.screen.show_message(f"the radar asks {saved.made} things; {UNDO} takes it back", "done")


def _title(team: str) -> str:
    return f"Health radar of {clean(team)}" if team else "Health radar"
