"""Of several lists on a screen, a step from one to the next draws their headings and cursors and nothing else."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.strip import Strip

from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_list import Row


class Counted(Quadrant):
    """Knows which of its lines were drawn."""

    drawn: list[int]

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class TwoLists(App[None]):
    """Two lists, one above the other."""

    def compose(self) -> ComposeResult:
        for name in ("upper", "lower"):
            quadrant = Counted(name, id=name)
            quadrant.drawn = []
            quadrant.set_rows([Row(str(n), lambda width: Content("a row"), search="") for n in range(8)])
            yield quadrant


async def test_a_step_to_the_next_list_draws_only_the_cursors() -> None:
    app = TwoLists()
    async with app.run_test(size=(40, 24)) as pilot:
        upper, lower = app.query(Counted)
        upper.enter(1)
        await pilot.pause()
        for each in (upper, lower):
            each.drawn.clear()
        lower.enter(1)
        await pilot.pause()
        assert (upper.has_focus, lower.has_focus) == (False, True)
        assert (set(upper.drawn), set(lower.drawn)) == ({0}, {0})
