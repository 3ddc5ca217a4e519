"""Completion scripts for bash, zsh and fish, made from the commands themselves."""

from okrtui.cli.declare.catalogue import GROUPS, VERBS


def script(shell: str) -> str:
    """Return a completion script for `bash`, `zsh` or `fish`."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _tree() -> dict[str, dict[str, list[str]]]:
    """Return first words with their second words ("" for none) and options."""
    tree: dict[str, dict[str, list[str]]] = {}
    for verb in VERBS:
        first, _, second = verb.words.partition(" ")
        options = [name for name, _ in verb.args if name.startswith("-")]
        tree.setdefault(first, {})[second] = options
    return tree


def _bash() -> str:
    cases = []
    for first, seconds in _tree().items():
        if "" in seconds:
            cases.append(f'    {first}) words="{" ".join(seconds[""])}" ;;')
            continue
        inner = " ".join(f'{second}) words="{" ".join(options)}" ;;' for second, options in seconds.items())
        cases.append(f'    {first}) case "${{COMP_WORDS[2]}}" in {inner} *) words="{" ".join(seconds)}" ;; esac ;;')
    firsts = " ".join(_tree())
    return "\n".join(
        [
            "# okrtui completion for bash: source <(okrtui completion bash)",
            "_okrtui() {",
            '  local words="" current="${COMP_WORDS[COMP_CWORD]}"',
            '  case "${COMP_WORDS[1]}" in',
            *cases,
            f'    *) words="{firsts}" ;;',
            "  esac",
            '  COMPREPLY=( $(compgen -W "$words" -- "$current") )',
            "}",
            "complete -o default -F _okrtui okrtui",
        ]
    )


def _zsh() -> str:
    return "\n".join(
        [
            "# okrtui completion for zsh: source <(okrtui completion zsh)",
            "autoload -U +X bashcompinit && bashcompinit",
            _bash(),
        ]
    )


def _fish() -> str:
    lines = ["# okrtui completion for fish: okrtui completion fish | source"]
    helps = {verb.words: verb.help for verb in VERBS} | GROUPS
    for first, seconds in _tree().items():
        lines.append(f"complete -c okrtui -n __fish_use_subcommand -a {first} -d {_quoted(helps[first])}")
        for second, options in seconds.items():
            seen = f"__fish_seen_subcommand_from {first}"
            if second:
                lines.append(f"complete -c okrtui -n '{seen}' -a {second} -d {_quoted(helps[f'{first} {second}'])}")
                seen = f"{seen}; and __fish_seen_subcommand_from {second}"
            lines += [f"complete -c okrtui -n '{seen}' -l {name.lstrip('-')}" for name in options]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
