"""What a source's output means: its last line is a number or JSON; everything else is told, never guessed."""

from datetime import UTC, datetime

import pytest

from okrtui.errors import Refused
from okrtui.model.okrs import Reading
from okrtui.rules.okrs.reading import parse_reading

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("output", "value"),
    [
        ("104\n", "104"),
        ("checking …\n  99.95 \n\n", "99.95"),
        ("1e3", "1000"),
        ("-3", "-3"),
        ("10k", "10000"),
        ('{"value": 104}', "104"),
        ('{"value": 0.1}', "0.1"),
        ('{"value": "#1,#3"}', "#1,#3"),
        ('{"value": true}', "yes"),
        ('{"value": false}', "no"),
        ('log line\n{"value": 7}', "7"),
        ('{\n  "value": 8,\n  "note": "as jq prints it"\n}\n', "8"),
    ],
)
def test_a_value(output: str, value: str) -> None:
    assert parse_reading("KR1.1", output).value == value


def test_note_and_moment() -> None:
    said = '{"value": 104, "note": "p99 of\\u001b[31m seven days", "at": "2026-11-23T11:00:00+01:00"}'
    assert parse_reading("KR1.1", said) == Reading("KR1.1", "104", "p99 of[31m seven days", AT)
    assert parse_reading("KR1.1", '{"value": 1, "at": "2026-11-23T10:00:00"}').at == AT, "without a zone it is UTC"
    assert parse_reading("KR1.1", '{"value": 1, "at": "2026-11-23T10:00:00Z", "more": []}').at == AT


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("", "it printed nothing"),
        ("  \n", "it printed nothing"),
        ("connection refused", "its last line is “connection refused”"),
        ("104\nbye\x1b[2J", "its last line is “bye[2J”"),
        ("x" * 500, "x…”"),
        ("1,500", "may be 1500 or 1.5"),
        ('{"note": "no value"}', "its JSON has no value"),
        ('{"value": null}', "its JSON has no value"),
        ('{"value": [1]}', "its JSON has no value"),
        ('{"value": NaN}', "isn't a number"),
        ('{"value": 1e999}', "isn't a number"),
        ('{"value": 1, "at": "yesterday"}', "its at is “yesterday”"),
        ("[" * 100_000, "its last line is"),
    ],
)
def test_what_is_no_value_is_told(output: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_reading("KR1.1", output)
    assert why in str(refused.value)
