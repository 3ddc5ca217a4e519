"""Questions and answers on plain lines: no cursor, no colour, nothing that a dumb terminal could not show."""

import sys
from collections.abc import Callable
from textwrap import wrap

from okrtui.cli.output.printing import say
from okrtui.cli.run.interview.questions import InterviewQuestion
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.text import clean, terminal_width

RULES = """Enter keeps what is in brackets, = the last value; - clears, < goes back.
? explains. Ctrl-d stops, and what was typed stays a draft."""
CLEAR, BACK, SAME, EXPLAIN = "-", "<", "=", "?"


class Stopped(Exception):
    """The person ended the conversation (ctrl-d)."""


class WentBack(Exception):
    """The question before is asked again."""


class Conversation:
    """Asks on standard output, reads from standard input; says a heading once.

    The terminal's own line editing is all there is: `readline` would write codes.
    """

    def __init__(self) -> None:
        self._part = ""
        self._about: tuple[str, ...] = ()
        self._ended = False

    def ask(self, question: InterviewQuestion, now: str) -> str:
        """Return the answer to a question, `now` where it is kept. Raises Stopped or WentBack."""
        if question.part != self._part:
            self._part = question.part
            say()
            say(question.part)
        if question.about and question.about != self._about:
            for line in question.about:
                _say_wrapped(line)
        self._about = question.about
        while True:
            if question.choices:
                _say_wrapped(
                    ", ".join(f"{number} {word}" for number, (_, word) in enumerate(question.choices, 1)), "  "
                )
            line = self.line(_prompt(question, now))
            if line == EXPLAIN:
                _say_wrapped(question.help, "  ")
            elif line == BACK:
                self._about = ()
                raise WentBack
            elif (answer := _meant(question, now, line)) is None:
                say(f"  choose 1 to {len(question.choices)}")
            elif question.several and line not in ("", CLEAR, SAME):
                return self._more(answer)
            else:
                return answer

    def choose(self, text: str, *words: str) -> int:
        """Return the number of the choice that is taken, the first where nothing is answered. Raises Stopped."""
        question = InterviewQuestion("", text, text, self._part, choices=tuple((word, word) for word in words))
        while True:
            try:
                return words.index(self.ask(question, words[0]))
            except WentBack:
                say("  there is nothing to go back to here")

    def _more(self, first: str) -> str:
        lines = [first]
        while line := self.line("  and"):
            lines.append(line)
        return "\n".join(lines)

    def line(self, prompt: str) -> str:
        """Return one line as it was typed, safe. Raises Stopped at the end of the input."""
        if self._ended:
            raise Stopped
        safe = clean(prompt)
        sys.stdout.write(f"{safe} " if safe.endswith("?") else f"{safe}: ")
        sys.stdout.flush()
        text = sys.stdin.readline()
        if not text.endswith("\n"):
            sys.stdout.write("\n")
            if not text:
                raise Stopped
            self._ended = True  # what stands on the line counts, and nothing comes after it
        return clean(text)


def _prompt(question: InterviewQuestion, now: str) -> str:
    kept = dict(question.choices).get(now, " / ".join(now.split("\n"))) or question.empty
    return f"{question.text} [{kept}]" if kept else question.text


def _say_wrapped(text: str, indent: str = "") -> None:
    """Print a text that ends its lines between words."""
    width = max(20, terminal_width() - 1)
    say("\n".join(wrap(text, width, initial_indent=indent, subsequent_indent=indent or "  ")))


def _meant(question: InterviewQuestion, now: str, line: str) -> str | None:
    """Return what a line stands for, None where it is none of the choices."""
    if not line:
        return now
    if line == CLEAR:
        return ""
    if line == SAME:
        return question.same or now
    if not question.choices:
        return line
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(question.choices):
        return question.choices[int(line) - 1][0]
    named = [value for value, word in question.choices if word.startswith(line.casefold())]
    return named[0] if len(named) == 1 else None


def answer(state: SheetState, question: InterviewQuestion, ask: Callable[[InterviewQuestion, str], str]) -> None:
    """Put the answer to a question into the sheet, asked until it is one that the sheet takes."""
    before = dict(state.values)
    while True:
        state.values[question.key] = ask(question, before[question.key])
        told = state.tidy() or _problem(state, question.key)
        if not told:
            return
        _say_wrapped(told, "  ")
        state.values = dict(before)


def _problem(state: SheetState, key: str) -> str:
    """Return what is wrong with a field; what another one lacks is asked there."""
    return state.problems.get(key, "")
