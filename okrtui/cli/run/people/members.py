"""Commands about people: responsibilities, members, teams, the workspace itself."""

from argparse import Namespace

from okrtui.cli.output import json_okrs
from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import note, say, say_json, say_table
from okrtui.errors import Refused
from okrtui.model.people import Member, MemberState
from okrtui.rituals.context import Context
from okrtui.rituals.people import logins
from okrtui.rituals.people import members as ritual
from okrtui.rules.formatting import CONVENTIONS, listed, plural
from okrtui.rules.hours import pattern_text
from okrtui.text import folded


def responsibilities(args: Namespace, ctx: Context) -> None:
    """Show who is DRI of what, what has no DRI, what looks like the same work twice."""
    from okrtui.rituals.documents.responsibilities import responsibilities as find

    found = find(ctx)
    if args.json:
        say_json(
            {
                "people": [
                    {
                        "login": each.member.login,
                        "objectives": [o.objective.ref for o in each.objectives],
                        "key_results": [s.kr.ref for s in each.key_results],
                        "values": [value.ref for value in each.values],
                        "office_hours": [hours.ref for hours in each.hours],
                    }
                    for each in found.people
                ],
                "unowned": [{"ref": ref, "title": title} for ref, title in found.unowned],
                "without_keeper": [{"ref": ref, "text": text} for ref, text in found.unkept],
                "empty_teams": list(found.empty_teams),
                "twice": [[a[0], b[0]] for a, b in found.twice],
            }
        )
        return
    parts = []
    for each in found.people:
        lines = [f"{o.objective.ref} {o.objective.title}" for o in each.objectives]
        lines += [f"{s.kr.ref} {s.kr.title}: {s.status.value}" for s in each.key_results]
        lines += [f"{value.ref} {value.text}: keeper until {value.until}" for value in each.values]
        lines += [f"{hours.ref} office hours: {pattern_text(hours)}" for hours in each.hours]
        left = ", left: give it to who is here" if each.member.state is MemberState.LEFT else ""
        parts.append((f"{each.member.name} ({each.member.login}{left})", lines))
    for title, rows in (
        *parts,
        ("Nobody is DRI of", [f"{ref} {text}" for ref, text in found.unowned]),
        ("Values without a keeper", [f"{ref} {text}" for ref, text in found.unkept]),
        ("Teams without members", list(found.empty_teams)),
        ("Perhaps the same work twice", [f"{a[0]} {a[1]}  ~  {b[0]} {b[1]}" for a, b in found.twice]),
    ):
        if rows:
            say(f"{title}\n" + "\n".join(f"  {row}" for row in rows))
    if not found.unowned and not any(lines for _, lines in parts):
        say('Nobody answers for anything yet: okrtui objective add "What will be true" --dri LOGIN')


def add(args: Namespace, ctx: Context) -> None:
    """Add a member."""
    _edited(args, ctx, args.login, None)


def edit(args: Namespace, ctx: Context) -> None:
    """Change a member."""
    if args.left and args.back:
        raise Refused("--left and --back are opposites; give one of them")
    state = MemberState.LEFT if args.left else MemberState.ACTIVE if args.back else None
    login = ritual.member(ctx, args.login).login
    _edited(args, ctx, login, state)
    if args.left:
        from okrtui.rituals.documents.responsibilities import still_of

        if refs := still_of(ctx, login):
            note(f"{listed(refs)} {plural(len(refs), 'is', 'are')} still with {login}; give them to who is here")


def _edited(args: Namespace, ctx: Context, login: str, state: MemberState | None) -> None:
    teams = None if args.team is None else tuple(team for team in args.team if team.strip())
    say(_line(ritual.edit_member(ctx, login, name=args.name, teams=teams, skills=args.skills, state=state)))


def _line(member: Member) -> str:
    marks = [*member.teams, *(["left"] if member.state is MemberState.LEFT else [])]
    return f"{member.login}  {member.name}" + (f"  ({', '.join(marks)})" if marks else "")


def rename(args: Namespace, ctx: Context) -> None:
    """Give a member another login."""
    say(_line(logins.rename(ctx, args.login, args.new)))


def merge(args: Namespace, ctx: Context) -> None:
    """Make one member of two."""
    say(_line(logins.merge(ctx, args.login, args.into)))


def remove(args: Namespace, ctx: Context) -> None:
    """Remove a member of whom nothing is here."""
    say(f"{logins.remove(ctx, args.login).login} is no longer a member")


def list_members(args: Namespace, ctx: Context) -> None:
    """List the members."""
    keys = {"name": lambda m: (folded(m.name), m.login), "team": lambda m: (not m.teams, m.teams, m.login)}
    found = arranged(ritual.members(ctx, left=True), args, keys)
    if args.json:
        say_json([json_okrs.member(m) for m in found])
    else:
        left = {True: "left", False: ""}
        rows = [(m.login, m.name, ", ".join(m.teams), m.skills, left[m.state == "left"]) for m in found]
        say_table(rows, marked=4, wide=(3, 2))


def add_team(args: Namespace, ctx: Context) -> None:
    """Make a team."""
    say(ritual.add_team(ctx, args.name).name)


def list_teams(args: Namespace, ctx: Context) -> None:
    """List the teams and who is in them."""
    members = ritual.members(ctx)
    there = {team.name: [m.login for m in members if team.name in m.teams] for team in ritual.teams(ctx)}
    found = dict(arranged(there.items(), args, {"members": lambda each: -len(each[1])}))
    if args.json:
        say_json([{"name": name, "members": logins} for name, logins in found.items()])
    else:
        rows = [(name, ", ".join(logins)) for name, logins in found.items()]
        say_table(rows, wide=(1,), empty="No teams yet: okrtui team add NAME")


def workspace(args: Namespace, ctx: Context) -> None:
    """Show the workspace's name, timezone, vision and numbers; change what was given."""
    given = {"name": args.name, "timezone": args.timezone, "vision": args.vision}
    if args.numbers is not None:
        given["decimal_sign"] = next((sign for sign, like in CONVENTIONS.items() if like == args.numbers), "")
    if any(value is not None for value in given.values()):
        ritual.describe_workspace(ctx, **given)
    of = ctx.workspace
    shown = {"name": of.name, "timezone": of.timezone, "vision": of.vision}
    shown["numbers"] = CONVENTIONS.get(of.decimal_sign, "")
    if args.json:
        say_json({**shown, "uuid": of.uuid, "path": ctx.address})
    else:
        say_table([(name, value.replace("\n", " · ")) for name, value in shown.items() if value], wide=(1,))
