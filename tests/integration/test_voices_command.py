"""`broadcaster voices`: a voice file installed and listed from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from broadcaster.cli import group
from broadcaster.errors import Refused
from broadcaster.files import digest_of_file
from tests.unit.speech import tiny_voice


def test_a_voice_file_is_installed_and_listed(tmp_path: Path) -> None:
    model = tiny_voice.write(tmp_path / "given")
    home = str(tmp_path / "home")
    said = CliRunner().invoke(
        group,
        [
            "voices",
            "fetch",
            "--home",
            home,
            str(model),
            "--sha256",
            digest_of_file(model),
            "--licence",
            "CC0",
        ],
        catch_exceptions=False,
    )
    assert said.output == "Đã cài giọng vi_VN-hum-low: 22050 Hz. Giấy phép: CC0.\n"
    listed = CliRunner().invoke(group, ["voices", "list", "--home", home], catch_exceptions=False)
    assert "vi_VN-hum-low: đã cài, 22050 Hz. Giấy phép: CC0." in listed.output
    assert "vi_VN-vais1000-medium: chưa cài" in listed.output


def test_a_wrong_digest_is_refused(tmp_path: Path) -> None:
    model = tiny_voice.write(tmp_path / "given")
    with pytest.raises(Refused, match="không đúng"):
        CliRunner().invoke(
            group,
            [
                "voices",
                "fetch",
                "--home",
                str(tmp_path),
                str(model),
                "--sha256",
                "0" * 64,
                "--licence",
                "CC0",
            ],
            catch_exceptions=False,
        )
    assert not any((tmp_path / "audio" / "voices").glob("*"))
