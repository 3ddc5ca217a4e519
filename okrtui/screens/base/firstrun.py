"""The first run: three questions, or the sample team at one key."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.events import Mount

from okrtui.errors import Refused
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.forms.form import Form


@dataclass(frozen=True, slots=True)
class Founding:
    """What a person said about the workspace to be made; `sample` asks for the sample team instead."""

    workspace: str
    person: str
    timezone: str
    sample: bool = False


class FirstRunScreen(Form):
    """Dismissed with the values once `found` has made the workspace; None where the person left."""

    BINDINGS = [Binding("f3", "sample", "sample team", priority=True)]

    def __init__(self, place: str, person: str, timezone: str, found: Callable[[Founding], Awaitable[None]]) -> None:
        async def save(values: Values) -> None:
            await found(Founding(values["workspace"], values["person"], values["timezone"]))

        super().__init__(
            "Welcome to okrtui",
            [
                Field("workspace", "Team", help="your team or company; it names the workspace", required=True),
                Field(
                    "person",
                    "Your name",
                    value=person,
                    help="what your colleagues call you",
                    required=True,
                    replaced=True,
                ),
                Field(
                    "timezone",
                    "Timezone",
                    value=timezone,
                    help="where a week begins, like Europe/Berlin",
                    replaced=True,
                ),
            ],
            context=[
                "A place for your team's week: objectives, check-ins, wins, in this terminal.",
                f"Saved to {place}",
                "Answer three questions to start. Or look around first: F3 opens a sample team.",
            ],
            save=save,
        )
        self._found = found

    def on_mount(self, event: Mount) -> None:
        """Say which keys go on from here."""
        self.query_one(".dialog").border_subtitle = Content("enter next · F2 begin · F3 sample team · esc leaves")

    def action_sample(self) -> None:
        """Open the sample team."""
        self.run_worker(self._sample(), group="save")

    async def _sample(self) -> None:
        self.tell("making the sample team…", "info")
        try:
            await self._found(Founding("", "", "", sample=True))
        except Refused as refusal:
            self.tell(str(refusal))
            return
        self.dismiss({})
