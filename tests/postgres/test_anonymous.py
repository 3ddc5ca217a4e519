"""What only a server keeps: which rows were written together. No transaction has a name and what somebody said."""

from pathlib import Path

from okrtui.model.live import Phase
from okrtui.model.retro import PollKind
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.retro import discussion
from okrtui.rituals.retro import retro as retros
from okrtui.storage.postgres.driver import psycopg
from tests.live import test_anonymous as brainstorm
from tests.live import test_anonymous_retro as retro
from tests.postgres.server import server
from tests.rituals.live.test_sessions import Table
from tests.workspaces import columns, on_server

SAID = {"card", "vote", "note", "answer", "typing"}
OPENLY = retro.BY_NAME - {"joined"}
"""Grouping writes cards, and who groups is told; entering writes none."""
WATCH = """
CREATE TABLE public.written (turn bigint, place text, old text, new text, verb text);
CREATE FUNCTION public.watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
INSERT INTO public.written VALUES (txid_current(), TG_TABLE_NAME, OLD::text, NEW::text, to_jsonb(NEW) ->> 'verb');
RETURN NULL; END $$;
"""


def test_nobodys_name_is_written_in_one_transaction_with_what_they_said(tmp_path: Path) -> None:
    for folder, hold in (("brainstorm", brainstorm.hold), ("retro", retro.hold)):
        table = Table(tmp_path / folder)
        table.store.close()
        table.store = on_server()
        table.store.run(WATCH)
        for name in {name for name, _ in columns(table.store)}:
            deeds = "AFTER INSERT OR UPDATE OR DELETE"
            table.store.run(
                f"CREATE TRIGGER watch {deeds} ON okrtui.{name} FOR EACH ROW EXECUTE FUNCTION public.watch()"
            )
        hold(table)
        told = table.store.sql(
            "SELECT turn, place, COALESCE(old, ''), COALESCE(new, ''), verb FROM public.written ORDER BY turn"
        )
        openly = {turn for turn, _, _, _, verb in told if verb in OPENLY}
        said = {turn for turn, place, *_ in told if place in SAID} - openly
        assert len(said) > 100
        beside = [f"{place} {old} {new}" for turn, place, old, new, _ in told if turn in said]
        assert not [row for row in beside for login in (*brainstorm.GHOSTS, *brainstorm.GUESTS) if login in row]
        table.store.close()


def test_no_notification_says_whose_connection_wrote_and_others_see_it_all_the_same(tmp_path: Path) -> None:
    """A notification carries the number of the connection that sent it, and everybody reads whose that is."""
    table = Table(tmp_path)
    table.store.close()
    table.store = on_server()
    ref = retros.start(table.ctx("mei"), "Friday retro", anonymous=True).ref
    facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
    bob, eve = table.ctx("bob"), table.ctx("eve")
    eve.store.look()
    database = str(table.store.sql("SELECT current_database()")[0][0])
    with psycopg.connect(server().url(database, "eve"), autocommit=True) as spy:
        spy.execute("LISTEN okrtui")

        def heard() -> list[int]:
            return [each.pid for each in spy.notifies(timeout=0.3)]

        def told() -> bool:
            eve.store.look()
            return eve.store.presence_changed

        heard(), told()
        asked = "SELECT query, state, state_change, xact_start, query_start FROM pg_stat_activity WHERE usename = 'bob'"
        assert {row[1:] for row in spy.execute(asked)} == {(None,) * 4}, "the server's statistics tell no times"
        card = sessions.write_card(bob, ref, "said by nobody")
        assert (heard(), told()) == ([], True)
        sessions.edit_card(bob, ref, card.id, "said better by nobody")
        assert (heard(), told()) == ([], True)
        facilitation.move(table.ctx("mei"), ref, Phase.VOTE)
        assert heard(), "what is done by name is told at once"
        told()
        grouping.vote(bob, ref, sessions.view(bob, ref).groups[0].id)
        assert (heard(), told()) == ([], True)
        polls.ask(table.ctx("mei"), ref, PollKind.FIST)
        heard(), told()
        polls.answer(bob, ref, 4)
        assert (heard(), told()) == ([], True)
        facilitation.move(table.ctx("mei"), ref, Phase.DISCUSS)
        heard(), told()
        discussion.write_note(bob, ref, "noted by nobody")
        assert (heard(), told()) == ([], True)
    table.store.close()
