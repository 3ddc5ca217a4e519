"""Marking, grouping and naming the cards of a live session, by keys."""

from okrtui.commands.keys import BACK, UNDO, key_of
from okrtui.errors import Refused
from okrtui.model.live import Card, Group
from okrtui.rituals.context import Context
from okrtui.rituals.live import grouping, moderation, sessions
from okrtui.rules.formatting import count
from okrtui.rules.live import phases
from okrtui.rules.live.prompts import tag_of
from okrtui.rules.okrs.hints import words_of
from okrtui.screens.base.case_form import open_case
from okrtui.screens.base.command_group import there
from okrtui.screens.live.card_entry import CardEntry
from okrtui.screens.live.live_group import NO_GROUP, LiveGroup, LiveRoom
from okrtui.text import clean, fit
from okrtui.widgets.forms.fields import Values
from okrtui.widgets.live.rows import cards_read


class Grouping(LiveGroup):
    """Commands on the card or group under the cursor, and on the marked cards; `entry` changes cards of mine."""

    def __init__(self, screen: LiveRoom, entry: CardEntry) -> None:
        super().__init__(screen)
        self._entry = entry

    def _versions(self) -> dict[int, int]:
        """Return the marked cards with the versions I see, the one under the cursor where none is marked."""
        view, here = self.state.view, self.card_here()
        wanted = self.state.marked or ({here.id} if here else set())
        return {card.id: card.version for card in view.cards if card.id in wanted} if view else {}

    def why_not_mark(self) -> str | None:
        """There must be a card to mark."""
        reason = self.state.not_now("group")
        return reason or (None if self.card_here() else f"select a card first; {key_of('.mark')} marks cards")

    def do_mark(self) -> None:
        """Mark the card, or no longer, and go on to the next."""
        if (card := self.card_here()) is not None:
            self._mark(self.state.marked ^ {card.id})
            self.screen.go_on()

    def _mark(self, cards: frozenset[int] = frozenset()) -> None:
        self.state.marked = cards
        self.screen.draw()

    def _unmark(self, said: str) -> None:
        self._mark()
        self.screen.show_message(said, "done")

    # ---- groups ----------------------------------------------------------------------------

    def why_not_group(self) -> str | None:
        """Some cards must be marked."""
        return self.state.not_now("group") or (
            None if self._versions() else f"mark some cards first, with {key_of('.mark')}"
        )

    async def do_group(self) -> None:
        """Put the marked cards into the group under the cursor, or into a new one that is named."""
        view, cards, into = self.state.view, self._versions(), self.group_here()
        if view is None or not cards:
            return
        inside = {card.id for card in into.cards} if into else set()
        if into is not None and not set(cards) <= inside:
            if await self.try_change(grouping.group, self.ref, cards, into=into.id):
                self._unmark(f"{len(cards)} added to “{clean(into.name)}”")
            return
        first = next(card.text for card in view.cards if card.id in cards)
        title, drafts = f"A group of {count(len(cards), 'card')}", self.screen.host.drafts
        ref, draft = view.session.ref, f"{self.ref}.grouping.{min(cards)}"
        name = await self.screen.ask_line(title, "Name", fit(clean(first), 60, pad=False), draft=draft)
        if not name:
            return
        if drafts is not None:  # the name is not lost while somebody holds the lock, or was quicker
            drafts.put(draft, {"text": name})
        if await self.try_change(grouping.group, ref, cards, name):
            self._unmark(f"“{name}” is a group; {UNDO} takes it back")
            if drafts is not None:
                drafts.drop(draft)

    def why_not_fold(self) -> str | None:
        """There must be a group whose cards are shown below it."""
        return self.state.not_now("group") or (None if self.group_here() else "select a group first")

    def do_fold(self) -> None:
        """Show only the group's name, or its cards again; that is mine alone."""
        if (group := self.group_here()) is not None:
            self.state.folded ^= {group.id}
            self.screen.draw()
            self.screen.stand_on(f"group {group.id}")

    def why_not_split(self) -> str | None:
        """There must be a group or a grouped card."""
        reason = self.state.not_now("group")
        return reason or (None if self.group_here() or self.state.marked else "select a group first")

    async def do_split(self) -> None:
        """Take the marked cards, the card, or all cards of the group out of their groups."""
        group = self.group_here()
        cards = self._versions()
        if not cards and group is not None:
            cards = {each.id: each.version for each in group.cards}
        if cards and await self.try_change(grouping.ungroup, self.ref, cards):
            self._unmark(f"{count(len(cards), 'card')} loose again; {UNDO} takes it back")

    def why_not_question(self) -> str | None:
        """There must be questions, and a card."""
        if reason := self.state.not_now("write"):
            return reason
        if not (self.state.of and self.state.of.prompts):
            return f"this session has no questions with columns; {key_of('.title')} gives it some"
        return None if self._versions() else "select a card first"

    async def do_question(self) -> None:
        """Put the marked cards, or the card, below another question."""
        cards, prompts, ref = self._versions(), self.session.prompts, self.ref
        options = [(str(at), clean(each)) for at, each in enumerate(prompts)] + [("none", "without a question")]
        chosen = await self.screen.choose(f"{count(len(cards), 'card')} below which question?", options)
        prompt = prompts[int(chosen)] if chosen and chosen != "none" else ""
        view = self.state.view
        if chosen and view and {c.tag for c in view.cards if c.id in cards} == {tag_of(prompt) if prompt else ""}:
            self.screen.show_message(f"there already: below “{clean(prompt) or 'none'}”", "warn")
        elif chosen and await self.try_change(moderation.ask_of, ref, cards, prompt):
            self._unmark(f"{count(len(cards), 'card')} below “{clean(prompt) or 'none'}”; {UNDO} takes it back")

    def why_not_merge(self) -> str | None:
        """There must be two groups."""
        reason = self.state.not_now("group")
        if reason:
            return reason
        if self.group_here() is None:
            return "select a group first"
        return None if self.state.view and len(self.state.view.groups) > 1 else "there is no other group"

    async def do_merge(self) -> None:
        """Put the group under the cursor into another one."""
        view, source = self.state.view, self.group_here()
        if view is None or source is None:
            return
        others = [(str(each.id), f"{each.name} ({len(each.cards)})") for each in view.groups if each.id != source.id]
        target = await self.screen.choose(f"Put “{clean(source.name)}” into", others)
        if target and await self.try_change(grouping.merge, self.ref, source.id, int(target)):
            self.screen.show_message(f"the two groups are one; {UNDO} takes it back", "done")

    def why_not_case(self) -> str | None:
        """There must be a group or a card that everybody can read."""
        of, card = self.state.of, self.card_here()
        if of is None:
            return self.state.none
        if phases.concealed(of):
            return "cards are concealed still; after the reveal one can become a case"
        return None if card or self.group_here() else "select a group or a card first"

    async def do_case(self) -> None:
        """Make a case of the card under the cursor, or of the group."""
        card, group = self.card_here(), self.group_here()
        part = f"{card.id}" if card else f"G{there(group, NO_GROUP).id}"
        await open_case(self.screen, f"{self.ref}.{part}")

    def why_not_rename(self) -> str | None:
        """There must be a group to name or a card of mine to change."""
        if reason := self.state.closed():
            return reason
        card = self.card_here()
        if card is not None and card.mine:
            return self.state.not_now("write")
        return None if self.group_here() else "select a group or a card of yours first"

    async def do_rename(self) -> None:
        """Name the group under the cursor, or change the card under it where it is mine."""
        group, card = self.group_here(), self.card_here()
        if card is not None and card.mine:
            await self._reword(self.ref, card)
        elif group is not None:
            await self._name_group(self.ref, group)

    async def _name_group(self, ref: str, group: Group) -> None:
        def read(ctx: Context) -> Values:
            return {"text": grouping.name_of(ctx, ref, group.id)}

        def write(ctx: Context, values: Values) -> None:
            grouping.rename(ctx, ref, group.id, values["text"])

        draft = f"{ref}.group.{group.id}"
        await self.screen.edit_line("Name the group", "Name", read, write, draft=draft)

    async def _reword(self, ref: str, card: Card) -> None:
        def read(ctx: Context) -> Values:
            found = next((each for each in sessions.view(ctx, ref).cards if each.id == card.id), None)
            if found is None:
                raise Refused("your card has been taken back meanwhile")
            return {"text": found.text}

        def write(ctx: Context, values: Values) -> None:
            sessions.edit_card(ctx, ref, card.id, values["text"])

        draft, help = f"{ref}.card.{card.id}", "only you can change it"
        if self.session.anonymous:
            said = await self.screen.ask_line("My card", "Words", card.text, draft=draft, help=help)
            if said is not None and clean(said) != clean(card.text):
                self._entry.change_card(card, clean(said))
            return
        await self.screen.edit_line("My card", "Words", read, write, draft=draft, help=help)

    def why_not_alike(self) -> str | None:
        """There must be loose cards."""
        view = self.state.view
        return self.state.not_now("group") or (None if view and view.loose else "every card is in a group")

    def do_alike(self) -> None:
        """Mark cards that share words, as a suggestion; again for the next one."""
        view, passed = self.state.view, self.state.passed
        found = phases.alike([(card.id, words_of(card.text)) for card in view.loose]) if view else []
        fresh = next((each for each in found if each not in passed), None)
        if fresh is None:
            passed.clear()
            self._mark()
            self.screen.show_message(f"no {'more' if found else 'loose'} cards share their words")
            return
        passed.add(fresh)
        self._mark(frozenset(fresh))
        self.screen.stand_on(f"card {fresh[0]}")
        does = f"{key_of('.group')} groups them, {key_of('.alike')} shows the next, {BACK} ignores them"
        self.screen.show_message(f"{len(fresh)} cards share words: {does}")

    # ---- reading ---------------------------------------------------------------------------

    def why_not_cards(self) -> str | None:
        """There must be a group."""
        return self.state.no_session() or (None if self.group_here() else "select a group first")

    def do_cards(self) -> None:
        """Show the cards of the group, whole."""
        if (group := self.group_here()) is not None:
            self.screen.open_reader(group.name, cards_read(group, self.screen.with_keys, self.session.prompts))
