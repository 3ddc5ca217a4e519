"""Texts that other people might write to harm a reader, and what no terminal and no file of ours may ever hold."""

import re
from collections.abc import Iterator

_MARKUP = [
    "[@click=app.quit]quit[/]",
    "[ @click=app.quit]quit[/]",
    "[B @click=app.quit]quit[/]",
    "[@click='app.bell']x[/]",
    "[link=https://evil.example]here[/link]",
    "[link='javascript:alert(1)']x[/]",
    "a [/ b",
    "[/",
    "[/]",
    "[/bold]",
    "[$x]red[/]",
    "[$x",
    "[bold red on white]loud",
    "KR [1/3] [x] done",
    "[[x]]",
    "\\[bold]",
    "[",
    "]",
    "[not a tag](really)",
    "${PATH} $t $$ %s {0} {self.app} %(x)s",
]
_CONTROLS = [
    "esc \x1b[31mred\x1b[0m",
    "\x1b]0;owned title\x07t",
    "osc52 \x1b]52;c;ZXZpbA==\x07x",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1bPtmux;\x1b\x1b]52;c;ZXZpbA==\x07\x1b\\",
    "\x1b[2J\x1b[Hcleared",
    "\x1b[?1049l\x1b[6n\x1bc",
    "\x1b",
    "c1 \x9b31m \x9d52;c;ZXZpbA==\x9c \x90q\x9c \x85next",
    "bell\x07back\x08\x08del\x7f",
    "cr\rover\rwrite",
    "line\nbreak\n\n\nmore",
    "tab\tvt\x0bff\x0c",
    "nul\x00byte",
    "all " + "".join(chr(c) for c in range(1, 32)),
    "sep\u2028line\u2029para",
]
_UNICODE = [
    "bidi \u202eevil\u202c \u2066iso\u2069 \u200f\u200e\u061c",
    "zero\u200bwidth\u2060joiner\ufeffbom\u00adshy",
    "tags \U000e0001\U000e0041\U000e0042\U000e007f end",
    "anchor \ufff9a\ufffab\ufffb",
    "lone \ud800 and \udfff half",
    "low \udc9b31m byte",
    "musical \U0001d173x\U0001d17a shorthand \U0001bca0",
    "private \ue000 non \ufdd0 \U0010ffff",
    "filler \u3164\u115f\u1160\uffa0 \u034f",
    "vs \ufe0f\ufe0e\U000e0100 end",
    "z\u0351\u0352\u0353a\u0354\u0355l\u0356\u0357g\u0358\u0359o" + "\u0300" * 40,
    "家族 👨\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 🇩🇪 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👍🏽",
    "把代理变得无聊：首字节时间低于九十毫秒，所有边缘节点",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "العربية עברית فارسی\u200cها",
    "नमस्ते ทดสอบ ខ្មែរ",
    "\u0300combining first",
    "İıſK",
]
_SYNTAX = [
    "# heading",
    "- list\n- item",
    "| a | b |\n|---|---|\n| c | d |",
    "```\nfence",
    "<!-- comment --",
    "--> <script>alert(1)</script>",
    "![x](https://evil.example/p.png)",
    "[x]: https://evil.example 'ref'",
    "> quote\n\n---\n\n1. one",
    "*a* _b_ `c` ~~d~~ **e**",
    "https://evil.example/?a=b&c[@click=quit]",
    "../../../../etc/passwd",
    "/etc/passwd",
    "..",
    ".git/config",
    "con.txt:stream \\ / ? * < > |",
    "-rf --help -w /dev/null",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "'; DROP TABLE member; --",
    "$(touch /tmp/okrtui-owned) `id` ; reboot",
    '"quotes" \'and\' «more» "',
    "&lt;b&gt; &#27;[31m &amp;",
    '{"json": [1, null]}\\u001b[31m\\x1b',
    "\\",
    "%00%1b%0d%0a",
    "okrtui: KR1.1 O1 H1 @root #1 2026-W47",
]
_LONG = ["x" * 5000, "word " * 2000, "界" * 3000, "👩\u200d💻" * 800, "[/" * 2000, "\x1b[31m" * 1000, "a\n" * 3000]

SOME: tuple[str, ...] = (*_MARKUP, *_CONTROLS, *_UNICODE, *_SYNTAX, *_LONG)
"""One of each kind, written by hand: what is told through the rituals, text by text."""


def _steering() -> Iterator[str]:
    """Yield every control, every introducer with every end, and the commands that terminals are known to obey."""
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        yield f"one {chr(code)}2J"
    for csi in ("\x1b[", "\x9b"):
        for command in (
            "31;1m",
            "2J",
            "3J",
            "10;10H",
            "6n",
            "c",
            ">c",
            "21t",
            "?1049h",
            "?1000h",
            "?25l",
            "5i",
            "!p",
            "8m",
        ):
            yield f"csi {csi}{command}x"
    for opens in ("\x1b]", "\x9d", "\x1bP", "\x90", "\x1b_", "\x9f", "\x1b^", "\x9e", "\x1bX", "\x98"):
        for ends in ("\x07", "\x1b\\", "\x9c", ""):
            yield f"string {opens}52;c;ZXZpbA=={ends}x"
    for number in (
        "0",
        "1",
        "2",
        "4;1;red",
        "7",
        "8;;http://x",
        "9",
        "10",
        "50",
        "52;c",
        "104",
        "133;A",
        "777",
        "1337",
    ):
        yield f"osc \x1b]{number};evil\x07x"
    for escape in "cDEHMNOZ78=>#8 F%G(B*0nol|}~":
        yield f"esc \x1b{escape}x"


def _hidden() -> Iterator[str]:
    """Yield everything that reorders or hides, one by one, and floods of what stacks."""
    for each in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0x2028, 0x2029):
        yield f"bidi {chr(each)}live{chr(each)}"
    for each in (
        0xAD,
        0x180E,
        0x200B,
        *range(0x2060, 0x2065),
        *range(0x206A, 0x2070),
        0xFEFF,
        0xFFF9,
        0xE0001,
        0xE0020,
    ):
        yield f"in{chr(each)}visible{chr(each)}"
    for lone in ("\ud800", "\udbff", "\udc00", "\udfff", "\udc9b31m", "\udfff\ud800"):
        yield f"lone {lone} end"
    for mark in ("\u0300", "\u0489", "\u20dd", "\ufe0f", "\u0e47", "\u064b"):
        yield f"flood {('e' + mark * 200) * 3}"
    yield from (
        "🔥",
        "👩\u200d🚀🇩🇪👍🏽",
        "🏴" + "\U000e0067" * 40,
        "مريم",
        "שרה لينا",
        "\u202bשלום\u202c",
        "\u3000",
        "\u200d",
        ".",
    )


def _markup() -> Iterator[str]:
    """Yield Textual's and Rich's markup with every action and every way to spell a tag, balanced or not."""
    for action in ("app.quit", "app.exit(1)", "app.bell", "screen.dismiss", "run_command('app.undo')", "app.copy('x')"):
        for tag in ("[@click={}]go[/]", "[ @click={} ]go[/]", "[b @click={}]go[/b]", '[@click="{}"]go[/@click]'):
            yield tag.format(action)
    yield from (
        "[/@click]",
        "[@click]",
        "[@]",
        "[link]x",
        "[link=x",
        "[/link]",
        "[b][i]x[/b][/i]",
        "[on red]",
        "[#ff0000]x",
    )
    yield from (
        "[blink]x[/blink]",
        "[reverse]x",
        "[not]",
        "[[/]]",
        "\\[/]",
        "[\\]",
        "[$primary 50%]x",
        "[auto on $x]y[/]",
    )


def _structure() -> Iterator[str]:
    """Yield what breaks documents, tables, file names and file paths."""
    yield from (
        "## x\n\n---",
        "===\nx",
        "* * *",
        "+ x",
        "1) x",
        "~~~",
        "    code",
        "<details>",
        "<img src=x onerror=alert(1)>",
    )
    yield from (
        "[a](javascript:alert(1))",
        "[a]: <data:text/html,x>",
        "<https://x>",
        "\\|\\|",
        "|",
        "a\\",
        "`a``",
        "^1",
        "&#x1b;[31m",
    )
    yield from (
        "../x",
        "..\\x",
        "a/../../x",
        "./.",
        "~root/x",
        "//etc/passwd",
        "/proc/self/mem",
        "x\x00/../y",
        "%2e%2e/x",
        "a:b",
    )
    yield from (
        "CON",
        "NUL.md",
        "aux.",
        " lead",
        "trail. ",
        "README.md",
        ".okrtui.toml",
        "-w",
        "--",
        "*?[x]",
        "x" * 300,
        "界" * 200,
    )


PAYLOADS: tuple[str, ...] = tuple(dict.fromkeys((*SOME, *_steering(), *_hidden(), *_markup(), *_structure())))
"""All of them, generated by kind: what somebody puts into the file past okrtui."""

STEERS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U0001d173-\U0001d17a\U0001bca0-\U0001bca3\U000e0001"
)
"""What may stand in no output: it moves, reorders, hides or talks to the terminal."""
_STEERS_RE = re.compile(f"[{STEERS}]")
# A tag character is fine behind the black flag only: England, Scotland, Wales.
_LOOSE_TAG_RE = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]")
# What the program itself writes to a terminal: styles, cursor, modes, erasing, the mouse pointer's shape, and the
# question which colour is behind the text.
_OWN_RE = re.compile(rb"\x1b(?:\[[0-9;:?<>=$ ]*[A-Za-z~]|[()][A-Z0-9]|[=>78M]|\]22;[a-z-]*\x07|\]11;\?\x1b\\)")


def unsafe_in(text: str) -> list[str]:
    """Return the unsafe characters in a text that was printed or written to a file, as code points."""
    return [f"U+{ord(found):04X}" for found in _STEERS_RE.findall(text) + _LOOSE_TAG_RE.findall(text)]


def unsafe_on(output: bytes) -> list[str]:
    """Return what stands in raw terminal output besides the program's own sequences and plain text."""
    plain = _OWN_RE.sub(b"", output).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return unsafe_in(plain.decode("utf-8", "surrogateescape"))
