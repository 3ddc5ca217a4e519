"""Texts that other people might write to harm a reader, and what no terminal and no file of ours may ever hold."""

import re

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

PAYLOADS: tuple[str, ...] = (*_MARKUP, *_CONTROLS, *_UNICODE, *_SYNTAX, *_LONG)

STEERS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U0001d173-\U0001d17a\U0001bca0-\U0001bca3\U000e0001"
)
"""What may stand in no output: it moves, reorders, hides or talks to the terminal."""
_STEERS_RE = re.compile(f"[{STEERS}]")
# A tag character is fine behind the black flag only: England, Scotland, Wales.
_LOOSE_TAG_RE = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]")
# What the program itself writes to a terminal: styles, cursor, modes, erasing, and the mouse pointer's shape.
_OWN_RE = re.compile(rb"\x1b(?:\[[0-9;:?<>=$ ]*[A-Za-z~]|[()][A-Z0-9]|[=>78M]|\]22;[a-z-]*\x07)")


def unsafe_in(text: str) -> list[str]:
    """Return the unsafe characters in a text that was printed or written to a file, as code points."""
    return [f"U+{ord(found):04X}" for found in _STEERS_RE.findall(text) + _LOOSE_TAG_RE.findall(text)]


def unsafe_on(output: bytes) -> list[str]:
    """Return what stands in raw terminal output besides the program's own sequences and plain text."""
    plain = _OWN_RE.sub(b"", output).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return unsafe_in(plain.decode("utf-8", "surrogateescape"))
