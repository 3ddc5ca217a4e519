"""What only a server keeps: which rows were written together. No transaction has a name and what somebody said."""

from pathlib import Path

from tests.live import test_anonymous as brainstorm
from tests.live import test_anonymous_retro as retro
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
