"""A hero-board card opened: the whole story, what its people say of it, the practice, reactions and replies."""

from collections.abc import Mapping
from datetime import tzinfo

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from okrtui.model.heroes import Recognition
from okrtui.rules.formatting import moment
from okrtui.text import clean, clean_lines
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN
from okrtui.widgets.heroes.cards import EVIDENCE, REACTIONS, REPLIES, TITLES, marks_line, people_line
from okrtui.widgets.lists.card_list import CardList, paragraph
from okrtui.widgets.lists.row_list import Row

INDENT = 2
WIDEST = 96
"""Longer lines are hard to read."""


class Page(VerticalScroll, can_focus=True):
    """One text that is scrolled with the usual keys."""

    DEFAULT_CSS = """
    Page { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
    """
    BINDINGS = [
        Binding("j,down", "by(1)", show=False),
        Binding("k,up", "by(-1)", show=False),
        Binding("pagedown,ctrl+d", "by(10)", show=False),
        Binding("pageup,ctrl+u", "by(-10)", show=False),
        Binding("g,home", "by(-100000)", show=False),
        Binding("G,end", "by(100000)", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Static()

    @property
    def room(self) -> int:
        """The cells of a line."""
        return max(20, min(WIDEST, self.size.width))

    def show(self, lines: list[Content], follow: bool = False) -> None:
        """Show these lines; what is there already is not painted again. With `follow`, whoever is at the end stays."""
        text, static = Content("\n").join(lines), self.query_one(Static)
        if static.content != text:
            at_end = self.scroll_offset.y >= self.max_scroll_y
            static.update(text)
            if follow and at_end:
                self.scroll_end(animate=False)

    def action_by(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=lines, animate=False)


def card_page(card: Recognition, names: Mapping[str, str], me: str, zone: tzinfo, width: int) -> list[Content]:
    """Return everything on a card as lines of `width` cells."""

    def name(login: str) -> str:
        return clean(names.get(login, "") or login)

    title = TITLES[card.standard][0].lower()
    head = Content.assemble((f"{card.ref} · {title} · {moment(card.at.astimezone(zone))}", QUIET))
    marks = marks_line(card, me)
    lines = [head + Content.styled(" · ", QUIET) + marks if marks else head, Content()]
    if card.withdrawn:
        gone = Content.assemble(name(card.giver), (" withdrew this card: ", WARN), clean(card.reason))
        return [*lines, *paragraph(gone, width)]
    thanked = Content(", ").join([Content.styled(name(each.login), "bold") for each in card.recipients])
    lines += paragraph(Content.assemble(name(card.giver), (" thanks ", QUIET), thanked), width)
    lines += [Content(), *_text(card.story, width)]
    if card.evidence or card.kr or card.value:
        lines += [Content(), *_proof(card, width)]
    for each in card.recipients:
        if each.words:
            lines += [Content(), _label(f"In {name(each.login)}’s own words"), *_text(each.words, width)]
    if card.practice:
        lines += [Content(), _label("A practice worth copying"), *_practice(card, width)]
    if card.reactions:
        lines.append(Content())
    for kind, who in card.reactions:
        felt = Content.assemble((f"{REACTIONS[kind]} ", ACCENT), ", ".join(map(name, who)))
        lines += paragraph(felt, width)
    for reply in card.replies:
        said = Content.assemble((f"{REPLIES} ", QUIET), (name(reply.who), "bold"), f": {clean(reply.text)}")
        lines += [Content(), *paragraph(said, width)]
    return lines


def _label(text: str) -> Content:
    return Content.styled(text, f"bold {ACCENT}")


def _text(text: str, width: int) -> list[Content]:
    return paragraph(Content(clean_lines(text)), width, INDENT)


def _proof(card: Recognition, width: int) -> list[Content]:
    parts = [Content.assemble((f"{EVIDENCE} ", ACCENT), clean(card.evidence))] if card.evidence else []
    parts += [Content.assemble(("moved ", QUIET), card.kr)] if card.kr else []
    parts += [Content.assemble(("shows ", QUIET), card.value)] if card.value else []
    return paragraph(Content("   ").join(parts), width)


def _practice(card: Recognition, width: int) -> list[Content]:
    lines = list[Content]()
    for label, text in (("when", card.when), ("how", card.how)):
        if text:
            told = paragraph(Content(clean_lines(text)), width - INDENT - 6)
            lead = Content.styled(f"  {label:6}", QUIET)
            lines += [(Content(" " * (INDENT + 6)) if at else lead) + line for at, line in enumerate(told)]
    return lines


class PracticeList(CardList):
    """Practices worth copying: when, how, and the story they come from."""

    def card_row(self, card: Recognition, width: int) -> Row:
        """Return when to use it as the row's first line, what is done, and where it comes from."""
        width = min(width, WIDEST)
        when = paragraph(Content.styled(clean(card.when or card.story), "bold"), width)
        how = _text(card.how, width) if card.how else []
        who = people_line(card.giver, [each.login for each in card.recipients], width // 2)
        head = Content.assemble((f"{card.ref}  ", QUIET), who, ("  ", QUIET))
        told = Content(clean(card.story)) if card.when else Content()
        lines = [*when, *how, *paragraph(head + told.stylize(QUIET), width, INDENT), Content()]
        return Row(card.ref, lambda _: lines, height=len(lines))


class StoryList(CardList):
    """What a person was thanked for, or what shows a value, told as sentences, oldest first."""

    names: Mapping[str, str] = {}
    of_many = False
    """Whether it is about several people: then each paragraph says who was thanked."""

    def card_row(self, card: Recognition, width: int) -> Row:
        """Return one thank-you as a paragraph below its week."""
        width = min(width, WIDEST)
        giver = clean(self.names.get(card.giver, "") or card.giver)
        title = TITLES[card.standard][1]
        thanked = ", ".join(clean(self.names.get(each.login, "") or each.login) for each in card.recipients)
        who = f"{giver} → {thanked}" if self.of_many else giver
        lines = [Content.assemble((card.week, ACCENT), f"  {who}", (f" · {title}", QUIET)), *_text(card.story, width)]
        for each in card.recipients:
            if each.words:
                who = clean(self.names.get(each.login, "") or each.login)
                own = Content.assemble((f"{who}: ", QUIET), clean_lines(each.words))
                lines += paragraph(own, width, 2 * INDENT)
        if card.evidence:
            lines += paragraph(Content.styled(f"{EVIDENCE} {clean(card.evidence)}", QUIET), width, INDENT)
        lines.append(Content())
        return Row(card.ref, lambda _: lines, height=len(lines))
