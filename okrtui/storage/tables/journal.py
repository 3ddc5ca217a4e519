"""The journal, and which of the schema's steps were taken."""

from peewee import AutoField, IntegerField

from okrtui.storage.tables.base import Base, CodeField, JsonField, MomentField, WordsField, default


class ActivityTable(Base):
    """An entry; its words are sealed by `digest`, and with all before them by `chain`."""

    id = AutoField()
    at = MomentField()
    who = CodeField()
    verb = CodeField()
    ref = WordsField()
    summary = WordsField()
    changes = JsonField()
    undoes = IntegerField(null=True)
    salt = CodeField(constraints=default("''"))
    digest = CodeField(constraints=default("''"))
    chain = CodeField(constraints=default("''"))

    class Meta:
        indexes = ((("verb", "id"), False), (("who", "id"), False))


class MigrationTable(Base):
    version = IntegerField(primary_key=True)
    name = WordsField()
