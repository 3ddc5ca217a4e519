"""Which workspace, which look, which keys: asked of flag, environment, `.okrtui.toml`, user config and site config."""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from okrtui.errors import Refused
from okrtui.model.frozen import frozen
from okrtui.text import account_name

PROJECT_FILE = ".okrtui.toml"
VARIABLE = "OKRTUI_WORKSPACE"


@frozen
class Address:
    """A workspace's address and who named it; `named` is False where it is only the default.

    `passed` says in a sentence that a project file on the way was passed over, "" where none was.
    """

    address: str
    source: str
    named: bool = True
    passed: str = ""

    @property
    def path(self) -> Path:
        """The workspace's file. Raises Refused where the address is a server's URL."""
        if self.on_server:
            raise Refused("this is for a workspace in a file, and yours is on a server; see: docs/administrators.md")
        return Path(self.address)

    @property
    def on_server(self) -> bool:
        """Whether the address is a server's URL. Raises Refused where it is of a server that okrtui does not know."""
        scheme, found, _ = self.address.partition("://")
        if found and scheme not in ("postgresql", "postgres"):
            raise Refused(f"{scheme}:// workspaces are not known; a server's address begins with postgresql://")
        return bool(found)

    @property
    def shown(self) -> str:
        """The address as it may be printed: a server's without its password."""
        if not self.on_server:
            return self.address
        import re  # only for servers

        return re.sub(r"(?<=[?&])password=[^&]*&?|(?<=://)([^/@:]*):[^/@]*(?=@)", r"\1", self.address)


@frozen
class Config:
    """What the config file may say, each under the name of its field.

    `bell` is `on` where the terminal rings when the clock of a session I lead, or project, is over.
    `keys` maps command ids to keys, `words` what a word means in OKR documents to the words that mean it for me.
    `draft` may have `folders`: the git repositories where `okrtui draft` looks.
    `send` maps targets of `okrtui send` to a command line, or an address that apprise knows.
    """

    theme: str = ""
    bell: str = ""
    keys: Mapping[str, str] = MappingProxyType({})
    workspace: str = ""
    words: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    draft: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    send: Mapping[str, str] = MappingProxyType({})


_PLAIN = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def _folder(kind: str) -> Path:
    """Return my own folder for `config`, `data` or `state`, as platformdirs has it.

    On a Linux where nothing was moved, which is what most people have, without the 6 ms that it takes to load.
    """
    variable, plain = _PLAIN[kind]
    home = os.environ.get("HOME", "")
    if sys.platform == "linux" and home.startswith("/") and not os.environ.get(variable):
        return Path(home, plain, "okrtui")
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_path")("okrtui"))


def _site_folder() -> Path:
    """Return the folder for the config of the whole machine, as platformdirs has it."""
    if sys.platform == "linux" and not os.environ.get("XDG_CONFIG_DIRS"):
        return Path("/etc/xdg/okrtui")
    import platformdirs

    return platformdirs.site_config_path("okrtui")


def config_file() -> Path:
    """Return where the user's config lies, whether it is there or not."""
    return _folder("config") / "config.toml"


def exports_folder() -> Path:
    """Return where it is kept what exports were made of, whether it is there or not."""
    return state_folder() / "exports"


def sources_file() -> Path:
    """Return where the commands lie that tell my key results' numbers, whether it is there or not."""
    return _folder("config") / "sources.json"


def state_folder() -> Path:
    """Return my own state directory: drafts, tokens, crash notes.

    It lies in another one of mine, which nobody else can enter and nothing is written to: where homes can be looked
    into, the time of a folder that can be seen would tell when I wrote a card.
    """
    outer = _folder("state")
    own = outer / "own"
    if not own.is_dir() and outer.is_dir():
        try:
            _move_in(outer, own)
        except OSError:
            return outer  # it cannot be written, but perhaps read
    return own


def _move_in(outer: Path, own: Path) -> None:
    """Take along what lies where older versions kept it; of several programs that begin at once the first does."""
    import fcntl

    handle = os.open(outer, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if own.is_dir():
            return
        os.fchmod(handle, 0o700)
        made = outer / "own.new"  # by one that was killed
        made.mkdir(mode=0o700, exist_ok=True)
        for each in outer.iterdir():
            if each != made:
                each.rename(made / each.name)
        made.rename(own)
    finally:
        os.close(handle)


def default_path() -> Path:
    """Return where a workspace lies when nobody said anything else."""
    return _folder("data") / "workspace.db"


def read_toml(path: Path) -> dict[str, object]:
    """Return what a TOML file says, {} where there is none. Raises Refused with file and line where it is broken."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from None
    return parse_toml(path, raw)


def parse_toml(path: Path, raw: bytes) -> dict[str, object]:
    """Return what the bytes of a TOML file say. Raises Refused with file and line where they are broken."""
    import tomllib  # only where there is a file to read

    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refused(f"{path} is not UTF-8 text; mend it or move it away") from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path} is broken: {error}") from None


def load_config() -> Config:
    """Return the user's config. Raises Refused where it is broken or says something of the wrong kind."""
    path, plain = config_file(), Config()
    said = {name: value for name, value in read_toml(path).items() if name in Config.__match_args__}
    for name, value in said.items():
        table = isinstance(getattr(plain, name), Mapping)
        if not isinstance(value, dict if table else str):
            raise Refused(f"{path}: “{name}” isn't {'a table' if table else 'text'}")
    config = Config(**said)  # type: ignore[arg-type]  # checked just above
    wrong = next((k for k, v in config.keys.items() if not isinstance(v, str)), None)
    if wrong is not None:
        raise Refused(f'{path}: the keys of “{wrong}” are no text; write them like "{wrong}" = "n,insert"')
    if any(not isinstance(each, str) for each in config.send.values()):
        raise Refused(f'{path}: a target of [send] is a command line, like team = "curl -d @- https://…"')
    odd = next((k for k, v in config.words.items() if not _texts(v)), None)
    if odd is not None:
        raise Refused(f'{path}: the words for “{odd}” are no texts; write them like {odd} = ["Ambition", "Dream"]')
    for key, value in config.draft.items():
        if key != "folders" or not _texts(value):
            raise Refused(f'{path}: [draft] takes folders = ["~/src/app"], and nothing else')
    return config


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def find_place(flag: str | None, environ: Mapping[str, str], folder: Path) -> Address:
    """Return the workspace to use: flag, environment, nearest project file upward, user config, site config, default.

    Raises Refused where a config file on the way is broken.
    """
    if flag:
        return Address(_resolved(flag, folder), "--workspace")
    if environ.get(VARIABLE):
        return Address(_resolved(environ[VARIABLE], folder), VARIABLE)
    passed = ""
    for parent in (folder, *folder.parents):
        project = parent / PROJECT_FILE
        found = _mine(project)
        if found is None:
            passed = passed or f"{project} is passed over: it, or its link, is not yours alone to write"
        elif address := _workspace_in(project, found):
            return Address(_resolved(address, parent), str(project), passed=passed)
    for path in (config_file(), _site_folder() / "config.toml"):
        if address := _workspace_in(path, read_toml(path)):
            return Address(_resolved(address, path.parent), str(path), passed=passed)
    return Address(str(default_path()), "the default", named=False, passed=passed)


def _workspace_in(path: Path, found: Mapping[str, object]) -> str:
    address = found.get("workspace", "")
    if not isinstance(address, str):
        raise Refused(f"{path}: “workspace” isn't text; write the path in quotes")
    return address


def _mine(path: Path) -> dict[str, object] | None:
    """Return what a project file says, {} where there is none, None unless it is mine or root's and nobody else can
    write it.

    In a shared folder anybody could lay one that redirects me, or rename a file to it that they may write. A link
    counts as its maker's: theirs could lead to a file of mine that was never meant for this folder, and so could a
    second name of one, which says nobody's. What is asked is the open file itself: the name may mean another one a
    moment later.
    """
    try:
        linked = path.lstat()
    except OSError:
        return {}
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    info = os.fstat(handle)
    if not stat.S_ISREG(info.st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as file:
        if not {linked.st_uid, info.st_uid} <= {0, os.getuid()} or info.st_nlink > 1:
            return None
        if info.st_mode & 0o002 or (info.st_mode & 0o020 and not _alone_in(info.st_gid)):
            return None
        return parse_toml(path, file.read())


def _alone_in(group: int) -> bool:
    """Tell whether a group is my own: with one for each person, files are often writable for it."""
    import grp
    import pwd

    try:
        mine, found = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    return mine.pw_gid == group and found.gr_name == mine.pw_name and not {*found.gr_mem} - {mine.pw_name}


def _resolved(address: str, folder: Path) -> str:
    if "://" in address:
        return address
    return os.path.normpath(folder / a_path(address))


def a_path(text: str) -> Path:
    """Return the path that somebody wrote, its `~` resolved. Raises Refused where no file can be called so."""
    try:
        os.fsencode(text)
        if "\0" in text:
            raise ValueError
        return Path(text).expanduser()
    except ValueError:  # what cannot be encoded is one as well
        raise Refused(f"“{text}” isn't a path: it holds a character that no file name can have") from None
    except RuntimeError:  # ~nobody, or ~ for a uid that the machine does not know
        raise Refused(f"“{text}” isn't a path: this machine knows no such home; write it out") from None


def here() -> Path:
    """Return the folder we are in; the root where it was removed meanwhile, so that whole paths still work."""
    try:
        return Path.cwd()
    except OSError:
        return Path("/")


def identity() -> tuple[str, str]:
    """Return (login, display name) of whoever runs this process: the system's answer for the uid, never `$USER`."""
    import pwd

    uid = os.getuid()
    try:
        entry = pwd.getpwuid(uid)
        return entry.pw_name, account_name(entry.pw_name, entry.pw_gecos)
    except KeyError:
        return f"uid{uid}", f"uid {uid}"
