"""The people screen: what each person is DRI, keeper and host of, what nobody is, what looks alike."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from okrtui.commands.keys import BACK, UNDO, key_of
from okrtui.model.journal import Activity
from okrtui.model.people import Member, MemberState
from okrtui.rituals.context import Context
from okrtui.rituals.documents import responsibilities
from okrtui.rituals.documents.responsibilities import Responsibilities
from okrtui.rituals.people import logins, members
from okrtui.rules.formatting import listed, plural
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.sharing.pages.outline import people_outline
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.people.rows import Duty, PeopleTree


@dataclass(frozen=True, slots=True)
class Crowd:
    """What one load brings to the screen."""

    duties: Responsibilities
    members: tuple[Member, ...]
    teams: tuple[str, ...]


def _read(ctx: Context) -> Crowd:
    return Crowd(
        responsibilities.responsibilities(ctx),
        members.members(ctx, left=True),
        tuple(team.name for team in members.teams(ctx)),
    )


class PeopleScreen(RitualScreen):
    """People by login, never by how much they do."""

    where = "people"
    DEFAULT_CSS = """
    PeopleScreen #about { height: 2; padding: 0 2; color: $text-muted; }
    PeopleScreen.-too-small #about { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.outline = PeopleTree()
        self.crowd: Crowd | None = None
        self._wanted = ""

    def compose_content(self) -> ComposeResult:
        """Lay out one sentence above the list."""
        yield Static(id="about")
        yield RowList(id="people")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#people", RowList)

    @property
    def member(self) -> Member | None:
        """The person whose row, or whose duty's row, the cursor stands on."""
        login = self.outline.login_of(self.rows.cursor_key)
        return next((m for m in self.crowd.members if m.login == login), None) if self.crowd and login else None

    async def load(self) -> None:
        """Read who answers for what."""
        crowd = await self.ask(_read)
        self.crowd = crowd
        duties = crowd.duties
        answers: dict[str, list[Duty]] = {
            a.member.login: [*a.objectives, *a.key_results, *a.values, *a.hours] for a in duties.people
        }
        everyone = [(m, answers.get(m.login, ())) for m in crowd.members]
        self.outline.put(everyone, duties.unowned, duties.twice, duties.unkept, duties.empty_teams)
        self.show()
        if self._wanted:
            self._go_to(self._wanted)
            self._wanted = ""

    def show(self) -> None:
        """Draw the rows anew."""
        rows = self.outline.rows(self.filter_text)
        about = Content(self.with_keys(self.outline.about()))
        line = self.query_one("#about", Static)
        if line.content != about:
            line.update(about, layout=False)
        if self.crowd is None:
            self.rows.set_empty("")
        elif self.filter_text:
            none = f"Nobody and nothing here holds “{self.filter_text}”. {BACK} shows everybody."
            self.rows.set_empty(self.with_keys(none))
        else:
            how = f"{key_of('people.new')} adds a person; whoever makes a first change joins by that."
            self.rows.set_empty(self.with_keys(f"Nobody is here yet. {how}"))
        self.rows.set_rows(rows)
        self.refresh_keys()

    def open_ref(self, ref: str) -> None:
        """Stand on the person with this login."""
        self._wanted = ref

    def _go_to(self, login: str) -> None:
        if not self.rows.move_to(self.outline.key_of(login)) and self.filter_text:
            self.drop_filter()
            self.rows.move_to(self.outline.key_of(login))

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Weekly updates and health readings show nowhere here."""
        tables = {str(change["table"]) for activity in activities for change in activity.changes}
        return bool(
            tables
            & {
                "cycle",
                "objective",
                "key_result",
                "checkin",
                "member",
                "team",
                "membership",
                "action",
                "value",
                "office_hours",
            }
        )

    def filter_changed(self, text: str) -> None:
        """Keep people, and what they answer for, by words."""
        self.show()

    async def markdown(self) -> str:
        """Return who answers for what."""
        return await asyncio.to_thread(people_outline, self.crowd.duties) if self.crowd else ""

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open the key result's history or the objective; fold a person."""
        ref = self.outline.ref_of(event.key)
        if ref:
            where = {"KR": "keyresult", "A": "actions", "V": "values", "OH": "hours"}.get(
                ref.rstrip("0123456789."), "okrs"
            )
            self.host.go(where, ref)
        else:
            self.do_fold()

    # ---- commands --------------------------------------------------------------------------

    def do_fold(self) -> None:
        """Fold or unfold the person."""
        login = self.outline.login_of(self.rows.cursor_key)
        if login is not None:
            self.outline.folded ^= {login}
            self.show()
            self.rows.move_to(self.outline.key_of(login))

    def do_fold_all(self) -> None:
        """Fold or unfold everybody."""
        login = self.outline.login_of(self.rows.cursor_key)
        self.outline.fold_all()
        self.show()
        if login is not None:
            self.rows.move_to(self.outline.key_of(login))

    def why_not_unowned(self) -> str | None:
        """Say so where all is well."""
        return None if self.outline.sections() else "everything has a DRI or keeper, and nothing is there twice"

    def do_unowned(self) -> None:
        """Go to the first row without a DRI, then without a keeper, to the first pair, and round again."""
        sections = self.outline.sections()
        here = self.rows.cursor_key or ""
        now = next((at for at, keys in enumerate(sections) if here in keys), -1)
        self.rows.move_to(sections[(now + 1) % len(sections)][0])

    async def do_new(self) -> None:
        """Add a person."""
        teams = self.crowd.teams if self.crowd else ()
        fields = [
            Field("login", "Login", required=True, help="their user name on this machine: it identifies them"),
            *_fields(Member(0, "", ""), teams),
        ]

        def save(ctx: Context, values: Values) -> Member:
            return _save(ctx, values["login"], values)

        if saved := await self.fill("New person", fields, save, draft="people.new"):
            login = saved.made.login
            self._go_to(login)
            self.show_message(f"{login} is there", "done")

    def why_not_edit(self) -> str | None:
        """Say so where the cursor is on nobody."""
        return None if self.member else "a person is edited; move to one"

    async def do_edit(self) -> None:
        """Edit the person."""
        member = self.member
        assert member is not None
        state = Field(
            "state",
            "State",
            "choice",
            member.state.value,
            tuple(MemberState),
            help="who left stays readable in what they did",
        )

        def read(ctx: Context) -> Values:
            return _values(members.member(ctx, member.login))

        def write(ctx: Context, values: Values) -> Member:
            return _save(ctx, member.login, values)

        fields = [*_fields(member, self.crowd.teams if self.crowd else ()), state]
        draft = f"people.edit.{member.login}"
        saved = await self.edit(member.login, fields, read, write, draft=draft)
        if saved is None:
            return
        self._go_to(member.login)
        if saved["state"] == MemberState.LEFT != member.state:
            refs = await self.ask(responsibilities.still_of, member.login)
            if refs:
                self.show_message(f"{listed(refs)} {plural(len(refs), 'is', 'are')} still with {member.login}", "done")

    why_not_rename = why_not_merge = why_not_remove = why_not_edit

    async def do_rename(self) -> None:
        """Give the person another login."""
        member = self.member
        assert member is not None
        help = "all that is theirs goes with it; the journal keeps the old one"
        field = Field("login", "Login", value=member.login, required=True, replaced=True, help=help)

        def save(ctx: Context, values: Values) -> Member:
            return logins.rename(ctx, member.login, values["login"])

        title, draft = f"Another login for {member.login}", f"people.rename.{member.login}"
        if saved := await self.fill(title, [field], save, draft=draft):
            self._go_to(saved.made.login)
            self.show_message(f"{member.login} is {saved.made.login} now; {UNDO} takes it back", "done")

    async def do_merge(self) -> None:
        """Make one person of this one and another one."""
        member = self.member
        assert member is not None
        others = [each for each in await self.ask(members.people) if each[0] != member.login]
        rows = [(login, f"{login}  {name}") for login, name in others]
        into = await self.choose(f"Who is {member.login} really?", rows)
        if into is not None:
            await self.change(logins.merge, member.login, into)
            self._go_to(into)
            self.show_message(f"what was {member.login}’s is {into}’s now; {UNDO} takes it back", "done")

    async def do_remove(self) -> None:
        """Remove the person."""
        member = self.member
        assert member is not None
        await self.change(logins.remove, member.login)
        self.show_message(f"{member.login} is removed; {UNDO} takes it back", "done")

    def do_hours(self) -> None:
        """Show office hours."""
        self.host.go("hours")

    async def do_add_team(self) -> None:
        """Make a team."""

        def save(ctx: Context, values: Values) -> None:
            members.add_team(ctx, values["name"])

        have = ", ".join(self.crowd.teams) if self.crowd and self.crowd.teams else "none yet"
        field = Field(
            "name", "Team", required=True, help=f"people join it when they are edited ({key_of('people.edit')})"
        )
        saved = await self.fill("New team", [field], save, draft="people.team", context=[f"There are: {have}"])
        if saved:
            self.show_message(
                f"team {saved.values['name']} is there; {key_of('people.edit')} puts people into it", "done"
            )


def _fields(member: Member, teams: Sequence[str]) -> list[Field]:
    known = ", ".join(teams) if teams else f"none yet; {key_of('people.add-team')} makes one"
    return [
        Field("name", "Name", value=member.name, help="as colleagues call them; the login where it is empty"),
        Field(
            "teams",
            "Teams",
            value=", ".join(member.teams),
            options=tuple(teams),
            help=f"with commas; there are: {known}",
        ),
        Field("skills", "Skills", value=member.skills, help="what to ask them about"),
    ]


def _values(member: Member) -> Values:
    return {
        "name": member.name,
        "teams": ", ".join(member.teams),
        "skills": member.skills,
        "state": member.state.value,
    }


def _save(ctx: Context, login: str, values: Values) -> Member:
    """Add or change a member; what is not among the values stays as it is."""
    teams = [name.strip() for name in values.get("teams", "").split(",") if name.strip()]
    return members.edit_member(
        ctx,
        login,
        name=(values["name"] or login.strip().removeprefix("@")) if "name" in values else None,
        teams=tuple(teams) if "teams" in values else None,
        skills=values.get("skills"),
        state=MemberState(values["state"]) if "state" in values else None,
    )
