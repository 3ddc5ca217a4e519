"""What an entry of the journal changed is told in words that people use, whichever table it is."""

from okrtui.rituals.journal import explain
from okrtui.storage.journal.names import REFERENCES
from okrtui.storage.tables import TOLD, columns_of


def test_every_table_and_column_that_is_told_has_plain_words() -> None:
    told = [explain.said_of_table(table) for table in TOLD]
    shown = [(table, name) for table in TOLD for name in columns_of(table) if not explain.is_hidden(table, name)]
    told += [explain.said_of_column(name) for _, name in shown]
    assert [each for each in told if "_" in each] == []
    assert [(table, name) for table, name in shown if name.endswith("_id") and name not in REFERENCES] == []
