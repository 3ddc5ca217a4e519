"""Grouping, voting and choosing in a live session, by keys."""

from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.model.ideas import Idea
from okrtui.model.live import Card, Group, Phase
from okrtui.rules.live import phases
from okrtui.rules.okrs.hints import words_of
from okrtui.screens.live.live_base import LiveBase
from okrtui.text import clean, fit
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.live.lists import TwoLists
from okrtui.widgets.live.rows import cards_read

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context

JUDGED = (("", "–"), ("1", "1 small"), ("2", "2"), ("3", "3 large"))


def read_logins(ctx: "Context") -> list[str]:
    """Return the members' logins."""
    from okrtui.rituals.people import members

    return [member.login for member in members.members(ctx)]


class CardCommands(LiveBase):
    """Commands on the card or group under the cursor, and on the marked cards."""

    if TYPE_CHECKING:  # whoever this is mixed into has it

        @property
        def lists(self) -> TwoLists:
            """The two lists."""

        def draw(self) -> None:
            """Show everything again from what is known."""

    def _versions(self) -> dict[int, int]:
        """Return the marked cards with the versions I see, the one under the cursor where none is marked."""
        view, here = self.state.view, self.card_here()
        wanted = self.state.marked or ({here.id} if here else set())
        return {card.id: card.version for card in view.cards if card.id in wanted} if view else {}

    # ---- marking, and its vote -----------------------------------------------------------------

    def why_not_mark(self) -> str | None:
        """There must be something to mark or to vote on."""
        if self.state.phase is Phase.VOTE:
            return None if self.group_here() else "the cursor stands on no group"
        reason = self.state.not_now("group")
        return reason or (None if self.card_here() else "the cursor stands on no card; space marks cards")

    def do_mark(self) -> None:
        """Mark the card, or give the group one more vote of mine; each press counts, however fast."""
        if self.state.phase is Phase.VOTE:
            self._vote_soon(1)
            return
        card = self.card_here()
        if card is not None:
            self.state.marked = self.state.marked ^ {card.id}
            self.draw()

    # ---- groups --------------------------------------------------------------------------------

    def why_not_group(self) -> str | None:
        """Some cards must be marked."""
        return self.state.not_now("group") or (None if self._versions() else "mark some cards first, with space")

    async def do_group(self) -> None:
        """Put the marked cards into the group under the cursor, or into a new one that is named."""
        from okrtui.rituals.live import grouping

        view, cards, into = self.state.view, self._versions(), self.group_here()
        if view is None or not cards:
            return
        inside = {card.id for card in into.cards} if into else set()
        if into is not None and not set(cards) <= inside:
            if await self.try_change(grouping.group, view.session.ref, cards, into=into.id):
                self._unmark(f"{len(cards)} added to “{clean(into.name)}”")
            return
        first = next(card.text for card in view.cards if card.id in cards)

        grouped: list[bool] = []

        async def save(name: str) -> None:
            grouped.append(await self.try_change(grouping.group, view.session.ref, cards, name))

        title = f"A group of {len(cards)} card{'s' * (len(cards) > 1)}"
        draft = f"{view.session.ref}.grouping.{min(cards)}"
        name = await self.ask_line(title, "Name", fit(clean(first), 60, pad=False), draft=draft, save=save)
        if name is not None and all(grouped):
            self._unmark(f"“{name}” is a group; u takes it back")
        elif name is not None and self.host.drafts is not None:  # somebody was quicker: the name is not lost by that
            self.host.drafts.put(draft, {"text": name})

    def _unmark(self, said: str) -> None:
        self.state.marked = frozenset()
        self.draw()
        self.show_message(said, "done")

    def why_not_split(self) -> str | None:
        """There must be a group or a grouped card."""
        reason = self.state.not_now("group")
        return reason or (None if self.group_here() or self.state.marked else "the cursor stands in no group")

    async def do_split(self) -> None:
        """Take the marked cards, the card, or all cards of the group out of their groups."""
        from okrtui.rituals.live import grouping

        view, group, card = self.state.view, self.group_here(), self.card_here()
        if view is None:
            return
        cards = self._versions() if self.state.marked or card else {}
        if not cards and group is not None:
            cards = {each.id: each.version for each in group.cards}
        if cards and await self.try_change(grouping.ungroup, view.session.ref, cards):
            self._unmark(f"{len(cards)} card{'s' * (len(cards) > 1)} loose again; u takes it back")

    def why_not_merge(self) -> str | None:
        """There must be two groups."""
        reason = self.state.not_now("group")
        if reason:
            return reason
        if self.group_here() is None:
            return "the cursor stands in no group"
        return None if self.state.view and len(self.state.view.groups) > 1 else "there is no other group"

    async def do_merge(self) -> None:
        """Put the group under the cursor into another one."""
        from okrtui.rituals.live import grouping

        view, source = self.state.view, self.group_here()
        if view is None or source is None:
            return
        others = [(str(each.id), f"{each.name} ({len(each.cards)})") for each in view.groups if each.id != source.id]
        target = await self.choose(f"Put “{clean(source.name)}” into", others)
        if target and await self.try_change(grouping.merge, view.session.ref, source.id, int(target)):
            self.show_message("the two groups are one; u takes it back", "done")

    def why_not_rename(self) -> str | None:
        """There must be a group to name or a card of mine to change."""
        if self.state.of is None or self.state.phase is Phase.CLOSED:
            return self.state.no_session() or f"{self.state.of.ref if self.state.of else ''} is closed"
        card = self.card_here()
        if card is not None and card.mine:
            return self.state.not_now("write")
        return None if self.group_here() else "the cursor stands on no group and no card of yours"

    async def do_rename(self) -> None:
        """Name the group under the cursor, or change the card under it where it is mine."""

        view, group, card = self.state.view, self.group_here(), self.card_here()
        if view is None:
            return
        if card is not None and card.mine:
            await self._reword(card)
        elif group is not None:
            await self._name_group(view.session.ref, group)

    async def _name_group(self, ref: str, group: Group) -> None:
        from okrtui.rituals.live import grouping

        def read(ctx: "Context") -> Values:
            return {"text": grouping.name_of(ctx, ref, group.id)}

        def write(ctx: "Context", values: Values) -> None:
            grouping.rename(ctx, ref, group.id, values["text"])

        await self.edit_line("Name the group", "Name", group.name, read, write, draft=f"{ref}.group.{group.id}")

    async def _reword(self, card: Card) -> None:
        from okrtui.rituals.live import sessions

        ref = self.state.of.ref if self.state.of is not None else ""

        def read(ctx: "Context") -> Values:
            found = next((each for each in sessions.view(ctx, ref).cards if each.id == card.id), None)
            if found is None:
                raise Refused("your card has been taken back meanwhile")
            return {"text": found.text}

        def write(ctx: "Context", values: Values) -> None:
            sessions.edit_card(ctx, ref, card.id, values["text"])

        help = "only you can change it"
        await self.edit_line("My card", "Words", card.text, read, write, draft=f"{ref}.card.{card.id}", help=help)

    def why_not_alike(self) -> str | None:
        """There must be loose cards."""
        view = self.state.view
        return self.state.not_now("group") or (None if view and view.loose else "every card is in a group")

    def do_alike(self) -> None:
        """Mark cards that share words, as a suggestion; again for the next one."""
        view = self.state.view
        if view is None:
            return
        found = phases.alike([(card.id, words_of(card.text)) for card in view.loose])
        fresh = [each for each in found if each not in self.state.passed]
        if not fresh:
            self.state.passed.clear()
            self.state.marked = frozenset()
            self.draw()
            self.show_message("no more cards share their words" if found else "no loose cards share their words")
            return
        self.state.passed.add(fresh[0])
        self.state.marked = frozenset(fresh[0])
        self.draw()
        self.lists.stand_on(f"card {fresh[0][0]}")
        self.show_message(f"{len(fresh[0])} cards share words: g groups them, w shows the next, esc ignores them")

    # ---- votes ---------------------------------------------------------------------------------

    def why_not_unvote(self) -> str | None:
        """There must be a vote of mine."""
        return self.state.not_now("vote") or (None if self.group_here() else "the cursor stands on no group")

    def do_unvote(self) -> None:
        """Take one vote of mine back from the group."""
        self._vote_soon(-1)

    def _vote_soon(self, by: int) -> None:
        group = self.group_here()
        if group is not None:
            self.run_worker(self._vote_or_say(group, by), group="votes")

    async def _vote_or_say(self, group: Group, by: int) -> None:
        try:
            await self._vote(group, by)
        except Refused as refusal:
            self.show_message(str(refusal), "error")

    async def _vote(self, group: Group, by: int, who: str = "") -> None:
        from okrtui.rituals.live import grouping

        view = self.state.view
        if view is not None:
            done = await self.try_change(grouping.vote, view.session.ref, group.id, by, who=who)
            if done and who:
                self.show_message(f"one vote of {who}’s for “{clean(group.name)}”", "done")

    def why_not_proxy(self) -> str | None:
        """Only the facilitator, and only with names."""
        reason = self.state.not_leading() or self.state.not_now("vote")
        if reason is None and self.state.of is not None and self.state.of.anonymous:
            return "in an anonymous session nobody votes for somebody else: their name would have to be stored"
        return reason or (None if self.group_here() else "the cursor stands on no group")

    async def do_proxy(self) -> None:
        """Give the group a vote of somebody in the room without a terminal, out of their budget."""
        group = self.group_here()
        if group is None:
            return
        logins = await self.ask(read_logins)
        field = Field("who", "Whose vote", "member", options=tuple(logins), required=True, help="→ completes")

        async def save(values: Values) -> None:
            await self._vote(group, 1, values["who"])

        draft = f"{self.state.of.ref if self.state.of else ''}.proxy"
        await self.fill("A vote for somebody without a terminal", [field], save, draft=draft)

    # ---- reading -------------------------------------------------------------------------------

    def why_not_cards(self) -> str | None:
        """There must be a group."""
        return self.state.no_session() or (None if self.group_here() else "the cursor stands on no group")

    def do_cards(self) -> None:
        """Show the cards of the group, whole."""
        from okrtui.widgets.forms.reader import Reader

        group = self.group_here()
        if group is not None:
            self.app.push_screen(Reader(group.name, cards_read(group)))

    # ---- choosing ------------------------------------------------------------------------------

    def why_not_choose(self) -> str | None:
        """Only the facilitator, and each group once."""
        group = self.group_here()
        reason = self.state.not_now("choose") or self.state.not_leading()
        if reason:
            return reason
        if group is None:
            return "the cursor stands on no group"
        return f"it is {group.idea} already; 5 shows it" if group.idea else None

    async def do_choose(self) -> None:
        """Make the group an idea with a champion, effort and impact."""
        from okrtui.rituals import ideas

        view, group = self.state.view, self.group_here()
        if view is None or group is None:
            return
        made: list[Idea] = []
        logins = await self.ask(read_logins)

        async def save(values: Values) -> None:
            judged = {name: int(values[name]) if values[name] else None for name in ("effort", "impact")}
            champion = values["champion"]
            made.append(await self.ask(ideas.choose, view.session.ref, group.id, champion=champion, **judged))

        fields = [
            Field("champion", "Champion", "member", options=tuple(logins), help="who takes it on; → completes"),
            Field("effort", "Effort", "choice", options=JUDGED, help="how much work it is"),
            Field("impact", "Impact", "choice", options=JUDGED, help="how much it would change"),
        ]
        context = [group.name, *(f"· {card.text}" for card in group.cards[:5] if card.text != group.name)]
        draft = f"{view.session.ref}.choose.{group.id}"
        if await self.fill("An idea that lives on", fields, save, draft=draft, context=context) is not None and made:
            self.show_message(f"{made[-1].ref} is among the ideas; 5 shows them", "done")
