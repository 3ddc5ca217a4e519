"""Folders are where platformdirs has them, also where it is not asked."""

from pathlib import Path

import platformdirs
import pytest

from okrtui import config


@pytest.mark.parametrize("told", ["", "/elsewhere", "relative", "~/tilde"])
@pytest.mark.parametrize("home", ["/home/eve", "/home/eve/", "/", "relative", None])
def test_folders_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, home: str | None, told: str) -> None:
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(variable, told)
    site = Path(platformdirs.site_config_path("okrtui"), "config.toml")
    asked = list[Path]()

    def nothing(path: Path) -> dict[str, object]:
        asked.append(path)
        return {}

    monkeypatch.setattr(config, "read_toml", nothing)
    monkeypatch.setattr(config, "_move_in", lambda outer, own: None)  # the home may be that of whoever runs the tests
    assert config.find_place(None, {}, Path("/")).path == platformdirs.user_data_path("okrtui") / "workspace.db"
    assert asked == [platformdirs.user_config_path("okrtui") / "config.toml", site]
    assert config.state_folder() == platformdirs.user_state_path("okrtui") / "own"
