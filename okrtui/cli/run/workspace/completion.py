"""Completion for bash, zsh and fish: short scripts that ask `okrtui complete`, and their place on this machine."""

import os
from argparse import Namespace
from pathlib import Path

from okrtui.cli.output.printing import note, say
from okrtui.errors import Refused

SHELLS = ("bash", "zsh", "fish")
MARK = "# okrtui completion"
_BASH = """\
# okrtui completion for bash: source <(okrtui completion bash)
_okrtui() {
  local IFS=$'\\n'
  COMPREPLY=( $("${COMP_WORDS[0]}" complete --shell bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) )
}
complete -o default -F _okrtui okrtui"""
_ZSH = """\
#compdef okrtui
# okrtui completion for zsh: source <(okrtui completion zsh)
_okrtui() {
  local -a found
  found=("${(@f)$("${words[1]}" complete --shell zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found[1]" ]]; then _describe -V okrtui found; else _files; fi
}
if [[ "$funcstack[1]" == _okrtui ]]; then _okrtui "$@"; else compdef _okrtui okrtui; fi"""
_FISH = """\
# okrtui completion for fish: okrtui completion fish | source
function __okrtui_complete
    set -l words (commandline -opc)
    okrtui complete --shell fish -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c okrtui -k -a '(__okrtui_complete)'"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def completion(args: Namespace) -> None:
    """Print a shell's script, or put it where the shell looks for it."""
    if args.shell != "install":
        say(_SCRIPTS[args.shell])
        return
    shell = args.into or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise Refused("which shell? okrtui completion install bash, zsh or fish")
    path, then = _place(shell)
    _write(path, _SCRIPTS[shell])
    say(str(path))
    note(then)


def _place(shell: str) -> tuple[Path, str]:
    """Return where a shell looks for the completions of one person, and what is to be done so that it does."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    if shell == "bash":
        path = data / "bash-completion/completions/okrtui"
        return path, f"new shells have it; where the package bash-completion is missing, ~/.bashrc needs: source {path}"
    if shell == "fish":
        return config / "fish/completions/okrtui.fish", "new shells have it"
    path = data / "zsh/site-functions/_okrtui"
    return path, f"~/.zshrc needs, before compinit: fpath=({path.parent} $fpath)"


def _write(path: Path, script: str) -> None:
    try:
        if path.is_symlink() or (path.exists() and MARK not in path.read_text("utf-8", "replace")):
            raise Refused(f"{path} is not okrtui's; move it away first")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{script}\n", encoding="utf-8")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None
