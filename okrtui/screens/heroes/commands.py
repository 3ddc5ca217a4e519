"""What can be done to a hero-board card, on the board and where it is opened."""

from functools import partial
from typing import Protocol

from okrtui.commands.keys import key_of
from okrtui.errors import Refused
from okrtui.model.heroes import Reaction, Recipient, Recognition, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.people import members, values
from okrtui.rules.naming import candidates, did_you_mean, logins, parts
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.screens.base.host import loading
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values

NO_CARD = "select a card first"
STANDARDS = "contribution: helped others · honor: recognition earned · increment: growth made for the business"
PROOF = "a link, a commit, a ticket or a number"


Pairs = list[tuple[str, str]]


def read_people(ctx: Context) -> tuple[Pairs, Pairs, Pairs]:
    """Return the members as (login, name), the cycle's key results and the values as (ref, title)."""
    return members.people(ctx), list(heroes.movable(ctx)), [(each.ref, each.text) for each in values.values(ctx)]


class CardScreen(CommandScreen, Protocol):
    """A screen that shows hero-board cards."""

    def card(self) -> Recognition | None:
        """Return the card that commands are for."""

    def posted(self, card: Recognition) -> None:
        """Show a card that was just written."""


class HeroCommands(CommandGroup[CardScreen]):
    """Commands on the card that the screen names."""

    def _mine(self) -> Recipient | None:
        card = self.screen.card()
        return next((each for each in card.recipients if each.login == self.screen.host.login), None) if card else None

    # ---- reactions and replies ---------------------------------------------------------------

    def why_not_heart(self) -> str | None:
        """There must be a card that still stands."""
        card = self.screen.card()
        if card is None:
            return NO_CARD
        return f"{card.ref} was withdrawn" if card.withdrawn else None

    why_not_star = why_not_wow = why_not_reply = why_not_practice = why_not_heart

    async def do_heart(self) -> None:
        """Put my heart on the card, or take it off."""
        await self._react(Reaction.HEART)

    async def do_star(self) -> None:
        """Put my star on the card, or take it off."""
        await self._react(Reaction.STAR)

    async def do_wow(self) -> None:
        """Put my wow on the card, or take it off."""
        await self._react(Reaction.WOW)

    async def _react(self, kind: Reaction) -> None:
        if (card := self.screen.card()) is not None:
            await self.screen.change(heroes.react, card.ref, kind)

    async def do_reply(self) -> None:
        """Write below the card."""
        card = there(self.screen.card(), NO_CARD)

        def save(ctx: Context, values: Values) -> None:
            heroes.reply(ctx, card.ref, values["text"])

        field = Field("text", "Reply", required=True, help="one line; everybody reads it")
        if await self.screen.fill(
            f"Reply to {card.ref}", [field], save, draft=f"heroes.reply.{card.id}", context=[_told(card)]
        ):
            self.screen.show_message(f"your reply is below {card.ref}", "done")

    # ---- the giver ---------------------------------------------------------------------------

    def why_not_withdraw(self) -> str | None:
        """Only its giver can withdraw a card."""
        card = self.screen.card()
        if card is None:
            return NO_CARD
        if card.withdrawn:
            return f"{card.ref} was withdrawn"
        if card.giver != self.screen.host.login:
            return f"{card.ref} is {clean(card.giver)}’s to withdraw; who is thanked on it can hide it"
        return None

    async def do_withdraw(self) -> None:
        """Take the card back: within a minute without a trace, later with a reason."""
        card = there(self.screen.card(), NO_CARD)
        if self.screen.host.clock() - card.at < heroes.GRACE:
            details = ["It is less than a minute old: nothing of it stays, not even in the journal."]
            if await self.screen.confirm(f"Take {card.ref} back?", yes="take it back", no="keep it", details=details):
                await self.screen.change(heroes.withdraw, card.ref, "")
                self.screen.show_message(f"{card.ref} is withdrawn", "done")
            return
        help = "everybody can read it; within a minute it would have gone without a trace"

        def save(ctx: Context, reason: str) -> None:
            heroes.withdraw(ctx, card.ref, reason)

        draft = f"heroes.withdraw.{card.id}"
        if await self.screen.ask_line(f"Withdraw {card.ref}", "Why", save=save, help=help, draft=draft):
            self.screen.show_message(f"{card.ref} is withdrawn", "done")

    # ---- practices ---------------------------------------------------------------------------

    async def do_practice(self) -> None:
        """Mark the card as a practice worth copying."""
        card = there(self.screen.card(), NO_CARD)

        def read(ctx: Context) -> Values:
            found = heroes.find(ctx, card.ref)
            return {"when": found.when, "how": found.how}

        def write(ctx: Context, values: Values) -> None:
            both = {**read(ctx), **values}
            heroes.mark_practice(ctx, card.ref, both["when"], both["how"])

        fields = [
            Field("when", "When to use it", help="the situation in which others should think of it"),
            Field("how", "How", "multiline", help="what to do; both empty take the mark away"),
        ]
        title, draft = f"{card.ref} · a practice worth copying", f"heroes.practice.{card.id}"
        saved = await self.screen.edit(title, fields, read, write, draft=draft, context=[_told(card)])
        if saved is not None:
            marked = saved["when"] or saved["how"]
            if not marked and not card.practice:
                self.screen.show_message("nothing is marked: say when to use it or how it is done", "warn")
                return
            self.screen.show_message(
                f"{card.ref} is among the practices; {key_of('.practices')} lists them"
                if marked
                else "no longer a practice",
                "done",
            )

    def do_practices(self) -> None:
        """List the practices worth copying."""
        self.screen.host.go("practices")

    # ---- who is thanked decides --------------------------------------------------------------

    def why_not_hide(self) -> str | None:
        """Only who is thanked on a card can hide it."""
        card = self.screen.card()
        if card is None:
            return NO_CARD
        if self._mine() is None:
            return f"{card.ref} is about {', '.join(clean(r.login) for r in card.recipients)}; only they decide over it"
        return None

    why_not_own = why_not_hide

    async def do_hide(self) -> None:
        """Take a card about me off the board and every export, or put it back."""
        card, mine = self.screen.card(), self._mine()
        if card is None or mine is None:
            return
        await self.screen.change(heroes.hide, card.ref, not mine.hidden)
        if mine.hidden:
            self.screen.show_message(f"{card.ref} is on the board again", "done")
        else:
            self.screen.show_message(
                f"only you and {clean(card.giver)} see {card.ref} now; {key_of('.hide')} shows it again", "done"
            )

    async def do_own(self) -> None:
        """Put my own words beside the giver's."""
        card, mine = self.screen.card(), self._mine()
        if card is None or mine is None:
            return

        def read(ctx: Context) -> Values:
            found = heroes.find(ctx, card.ref)
            return {"words": next((each.words for each in found.recipients if each.login == mine.login), "")}

        def write(ctx: Context, values: Values) -> None:
            heroes.in_own_words(ctx, card.ref, values["words"])

        field = Field("words", "In my words", "multiline", help="shown beside the giver’s words")
        title, draft = f"{card.ref} in my own words", f"heroes.own.{card.id}"
        await self.screen.edit(title, [field], read, write, draft=draft, context=[_told(card)])

    # ---- people ------------------------------------------------------------------------------

    async def _people(self) -> tuple[Pairs, Pairs, Pairs]:
        with loading():
            return await self.screen.ask(read_people)

    async def do_person(self) -> None:
        """Show what a person was thanked for, in words."""
        people, *_ = await self._people()
        card = self.screen.card()
        cursor = card.recipients[0].login if card and card.recipients else self.screen.host.login
        chosen = await self.screen.choose(
            "Whose story?", [(login, f"{login}  {name}") for login, name in people], cursor=cursor
        )
        if chosen:
            self.screen.host.go("story", chosen)

    # ---- a new card --------------------------------------------------------------------------

    async def do_new(self) -> None:
        """Thank somebody in public."""
        people, krs, held = await self._people()
        others = [each for each in people if each[0] != self.screen.host.login]

        def save(ctx: Context, typed: Values) -> Recognition:
            standard = Standard(typed["standard"])
            if standard is Standard.INCREMENT and not typed["evidence"]:
                raise Refused(f"an increment needs evidence: {PROOF}")
            who = logins(typed["who"], people)
            more = {name: typed[name] for name in ("evidence", "kr", "value")}
            return heroes.post(ctx, who, typed["story"], standard, **more)

        saved = await self.screen.fill(
            "Thank somebody in public",
            card_fields(others, [ref for ref, _ in krs], [ref for ref, _ in held]),
            save,
            draft="heroes.new",
            hints=partial(hints, people=people, titles=dict([*krs, *held])),
        )
        if saved:
            back = f"{key_of('.withdraw')} takes it back without a trace for a minute"
            self.screen.show_message(f"{saved.made.ref} is on the board; {back}", "done")
            self.screen.posted(saved.made)


def card_fields(people: Pairs, refs: list[str], held: list[str]) -> list[Field]:
    """Return the questions of a new card."""
    return [
        Field(
            "who", "Whom", "members", options=tuple(people), required=True, help="one or more, with commas; → completes"
        ),
        Field("story", "What changed", "multiline", required=True, help="who it helped, in your words; tab goes on"),
        Field("standard", "For", "choice", options=tuple(each.value for each in Standard), help=STANDARDS),
        Field("evidence", "Evidence", help=f"{PROOF}; an increment needs one"),
        Field("kr", "Key result", options=tuple(refs), help="the one it moved, if any; → completes"),
        Field("value", "Value", options=tuple(held), help="the one it shows, if any, like V2; → completes"),
    ]


def hints(values: Values, *, people: Pairs, titles: dict[str, str]) -> list[str]:
    """Return gentle sentences on a card that is being written: who is meant, what is missing."""
    said = []
    for part in parts(values.get("who", "")):
        who = candidates(part, people)
        if not who and len(part) > 1:
            said.append(f"there is nobody called {part}{did_you_mean(part, [login for login, _ in people])}")
        elif len(who) > 1:
            said.append(f"{part}: {', '.join(login for login, _ in who[:5])}?")
        elif who and who[0][1] not in (part, who[0][0]):
            said.append(f"{who[0][0]} is {who[0][1]}")
    if values.get("standard") == Standard.INCREMENT and not values.get("evidence") and values.get("story"):
        said.append(f"evidence is needed for an increment: {PROOF}")
    refs = [values.get(name, "").strip().upper() for name in ("kr", "value")]
    named = [f"{ref} {titles[ref]}" for ref in refs if ref in titles]
    return [*said[len(named) - 3 :], *named]


def _told(card: Recognition) -> str:
    story = clean(card.story)
    who = ", ".join(each.login for each in card.recipients)
    return f"{card.giver} → {who}: {story if len(story) < 160 else story[:159] + '…'}"
