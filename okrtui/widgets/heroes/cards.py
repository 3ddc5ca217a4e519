"""Hero-board cards as they look on the board: a quiet box each, a bar beside the one under the cursor."""

from collections.abc import Sequence

from textual.content import Content
from textual.strip import Strip

from okrtui.model.heroes import Reaction, Recognition, Standard
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.lists.card_list import CardList
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_drawing import BLURRED, draw_line
from okrtui.widgets.lists.row_list import Row

TITLES = {
    Standard.CONTRIBUTION: ("Contribution", "helped others"),
    Standard.HONOR: ("Honor", "recognition earned"),
    Standard.INCREMENT: ("Increment", "growth for the business"),
}
"""What the three columns are called, and what they are for."""
REACTIONS = {Reaction.HEART: "♥", Reaction.STAR: "✦", Reaction.WOW: "◆"}
EVIDENCE, REPLIES, ARROW = "⌁", "↳", "→"
STORY_LINES = 4
BORDER = "$foreground 25%"
BAR = "▌"


def people_line(giver: str, recipients: Sequence[str], width: int) -> Content:
    """Return `lena → bob, mei` within `width` cells; people who do not fit are `+1`, nobody's name is cut in two."""
    head = Content.assemble(fit(clean(giver), max(4, width // 2), pad=False), (f" {ARROW} ", QUIET))
    room = width - head.cell_length
    names = [clean(each) for each in recipients]
    for shown in range(len(names), 0, -1):
        rest = f" +{len(names) - shown}" if shown < len(names) else ""
        line = ", ".join(names[:shown])
        if cells(line + rest) <= room or shown == 1:
            line = fit(line, max(1, room - len(rest)), pad=False)
            return head + Content.styled(line, "bold") + Content.styled(rest, QUIET)
    return head


def marks_line(card: Recognition, me: str) -> Content:
    """Return what is special about a card: it crossed teams, it is a practice, somebody on it hid it."""
    parts = [Content.styled("across teams", ACCENT)] if card.across else []
    parts += [Content.styled("practice", ACCENT)] if card.practice else []
    hid = ["you" if each.login == me else clean(each.login) for each in card.recipients if each.hidden]
    parts += [Content.styled(f"hidden by {', '.join(hid)}", WARN)] if hid else []
    return Content.styled(" · ", QUIET).join(parts)


def reactions_line(card: Recognition, me: str) -> Content:
    """Return `♥3 ✦1 ↳2`: what was felt and how many replied; my own are bold."""
    parts = [
        Content.styled(f"{REACTIONS[kind]}{len(who)}", f"bold {ACCENT}" if me in who else ACCENT)
        for kind, who in card.reactions
    ]
    parts += [Content.styled(f"{REPLIES}{len(card.replies)}", QUIET)] if card.replies else []
    return Content(" ").join(parts)


def evidence_text(card: Recognition) -> str:
    """Return the evidence as short as it can still be found."""
    return clean(card.evidence).removeprefix("https://").removeprefix("http://")


def inside(card: Recognition, width: int, me: str, week: str) -> list[Content]:
    """Return what stands in the box: who and when, the story, evidence with reactions where there are any."""
    when = card.week[5:] if card.week[:4] == week[:4] else card.week
    who = people_line(card.giver, [each.login for each in card.recipients], width - len(when) - 1)
    lines = [_ends(who, Content.styled(when, QUIET), width)]
    lines += [Content(line) for line in wrapped(card.story, width, STORY_LINES)]
    felt = reactions_line(card, me)
    ref = Content.styled(card.kr, QUIET)
    room = width - (felt.cell_length + 1 if felt else 0) - (ref.cell_length + 2 if ref else 0)
    proof = Content.styled(fit(f"{EVIDENCE} {evidence_text(card)}", room, pad=False), QUIET) if card.evidence else ref
    proof = Content("  ").join([proof, ref]) if card.evidence and ref else proof
    if felt and not proof and lines[-1].cell_length + felt.cell_length + 2 <= width:
        lines[-1] = _ends(lines[-1], felt, width)
    elif proof or felt:
        lines.append(_ends(proof, felt, width))
    return lines


def _ends(left: Content, right: Content, width: int) -> Content:
    return left + " " * max(1 if right else 0, width - left.cell_length - right.cell_length) + right


def boxed(label: Content, lines: Sequence[Content], width: int, here: bool) -> list[Content]:
    """Return `lines` in a box of `width` cells with `label` in its upper border; a bar at its left says `here`."""
    bar = Content.styled(BAR, f"bold {ACCENT}")
    room = width - 6
    if label.cell_length > room:
        label = label.truncate(max(0, room), ellipsis=True)
    name = Content(" ") + label + " " if label else Content()
    rest = "─" * max(0, width - 3 - name.cell_length)
    top = Content.styled("─", BORDER) + name + Content.styled(f"{rest}╮", BORDER)
    left, right = bar if here else Content.styled("│", BORDER), Content.styled(" │", BORDER)
    drawn = [(bar if here else Content.styled("╭", BORDER)) + top]
    for line in lines:
        line = line if line.cell_length <= width - 4 else line.truncate(width - 4, ellipsis=True)
        drawn.append(left + " " + line + " " * (width - 4 - line.cell_length) + right)
    bottom = Content.styled("─" * max(0, width - 2) + "╯", BORDER)
    return [*drawn, (bar if here else Content.styled("╰", BORDER)) + bottom]


class CardColumn(Quadrant, CardList):
    """The cards of one standard under its name."""

    DEFAULT_CSS = """
    CardColumn { scrollbar-gutter: stable; }
    """

    def __init__(self, standard: Standard) -> None:
        title, about = TITLES[standard]
        super().__init__(title, id=standard.value)
        self.standard = standard
        self.say(Content.styled(about, QUIET))

    def card_width(self) -> int:
        """Return the width of a box."""
        return max(12, self.scrollable_content_region.width)

    def card_row(self, card: Recognition, width: int) -> Row:
        """Return the card as a row: its label, then what stands in the box."""
        lines = [marks_line(card, self.me), *inside(card, width - 4, self.me, self.week)]
        return Row(card.ref, lambda _: lines, height=len(lines) + 1)

    def _draw_row(self, row: Row, look: int, width: int) -> list[Strip]:
        """Draw the box, with the bar where the keys go."""
        lines = row.line(width)
        label, *rest = lines if isinstance(lines, list) else [lines]
        here = look > BLURRED
        return [draw_line(line, width, self.visual_style) for line in boxed(label, rest, width, here)]
