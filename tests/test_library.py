"""The shelves: shipped scenarios are sound, and a broken file does not take the others with it."""

import shutil
from pathlib import Path

import httpx
import pytest

from app.errors import BrokenFiles
from app.findings import Severity
from app.library import Lessons, Library, content_root, load_library
from app.main import create_app
from app.settings import Settings

BROKEN: dict[str, str | bytes] = {
    "half.yaml": "format: 1\nid: half\ntitle: {zh: 半截\n",
    "bytes.yaml": b"\xff\xfe\x00format",
    "empty.yaml": "",
    "tag.yaml": "!!python/object:os.system x\n",
    "fields.yaml": "format: 1\nid: fields\ntitel: {zh: 错, en: wrong}\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of content with one sound scenario and several broken ones."""
    root = content_root()
    folder = tmp_path / "content"
    shutil.copytree(root / "prompts", folder / "prompts")
    (folder / "scenarios").mkdir()
    sound = root / "scenarios" / "combs-to-monks.yaml"
    shutil.copy(sound, folder / "scenarios" / "a-sound-one.yaml")
    shutil.copy(sound, folder / "scenarios" / "b-the-same-id.yaml")
    for name, text in BROKEN.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "scenarios" / name).write_bytes(data)
    pattern = sound.read_text("utf-8").replace("id: combs-to-monks", "id: unreadable", 1)
    pattern = pattern.replace("about: [", 'about: ["(never closed", ', 1)
    (folder / "scenarios" / "pattern.yaml").write_text(pattern, "utf-8")
    return folder


def test_what_is_shipped_is_all_on_the_shelves(library: Library) -> None:
    assert library.left_out == {}
    files = {path.name for path in (content_root() / "scenarios").glob("*.yaml")}
    assert {Path(one.file).name for one in library.scenarios.values()} == files


def test_broken_files_are_left_out_with_their_findings(content: Path) -> None:
    library = load_library(content)
    assert list(library.scenarios) == ["combs-to-monks"]
    left_out = {Path(file).name for file in library.left_out}
    assert left_out == {*BROKEN, "b-the-same-id.yaml", "pattern.yaml"}
    for file, findings in library.left_out.items():
        errors = [one for one in findings if one.severity is Severity.ERROR]
        assert errors, file
        for one in errors:
            assert one.place.file == file
            assert one.message.zh
            assert one.message.en
            assert one.mend


@pytest.mark.parametrize(
    ("file", "added", "place"),
    [
        ("en/feedback.yaml", "\n- id: [", "prompts/en/feedback.yaml"),
        ("zh/buyer.yaml", "\n- : [", "prompts/zh/buyer.yaml"),
        ("zh/buyer.yaml", "\nno_such_occasion: []\n", "prompts/zh/buyer.yaml"),
    ],
)
def test_prompts_that_cannot_be_read_keep_the_product_from_starting(
    content: Path, file: str, added: str, place: str
) -> None:
    path = content / "prompts" / file
    path.write_text(path.read_text("utf-8") + added, "utf-8")
    with pytest.raises(BrokenFiles) as caught:
        load_library(content)
    assert {one.place.file for one in caught.value.findings} == {place}
    assert all(one.place.line and one.place.column for one in caught.value.findings)


def test_a_language_without_stock_lines_keeps_the_product_from_starting(content: Path) -> None:
    (content / "prompts" / "zh" / "buyer.yaml").unlink()
    with pytest.raises(BrokenFiles, match=r"prompts/zh/buyer.yaml:1:1: error S097"):
        load_library(content)


def test_a_sample_that_gives_something_else_is_told_and_the_text_still_said(content: Path) -> None:
    path = content / "prompts" / "en" / "feedback.yaml"
    path.write_text(path.read_text("utf-8").replace('gives: "', 'gives: "not ', 1), "utf-8")
    library = load_library(content)
    told = library.left_out["prompts/en/feedback.yaml"]
    assert [one.code for one in told] == ["P004"]


async def test_the_service_runs_with_the_others_and_says_what_it_left_out(
    content: Path, tmp_path: Path
) -> None:
    app = create_app(Settings(data=tmp_path / "data", content=content, database=""))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://s.test") as http:
            told = (await http.get("/api/v1/scenarios")).json()
            assert [one["id"] for one in told["items"]] == ["combs-to-monks"]
            lines = {Path(one["file"]).name: one["findings"] for one in told["left_out"]}
            assert "half.yaml:" in lines["half.yaml"][0]
            begun = await http.post("/api/v1/attempts", json={"scenario_id": "combs-to-monks"})
            assert begun.status_code == 201
            assert (await http.get("/healthz")).json()["left_out"] == 7


def test_lessons_of_equal_texts_are_one(library: Library) -> None:
    shipped = library.scenarios["combs-to-monks"]
    lessons = Lessons(library, room=2)

    class Version:
        name, digest, source = shipped.id, shipped.digest, shipped.source

        def __init__(self, version_id: str) -> None:
            self.id = version_id

    assert lessons.known("one") is None
    assert lessons.of(Version("one")) is lessons.of(Version("two"))
    assert lessons.known("two") is shipped.lesson


def test_a_secret_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    first = settings.keep_secret()
    assert len(first) >= 32
    assert settings.keep_secret() == first
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
