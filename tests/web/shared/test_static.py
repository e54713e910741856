from __future__ import annotations

import re
from pathlib import Path

from comotion.web.shared.icons import ICON_NAMES

WEB = Path(__file__).parents[3] / "src" / "comotion" / "web"
STATIC = WEB / "shared" / "static"
SHEETS = sorted((STATIC / "comotion").glob("*.css"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\w-]*\{)|\brgba?\(")


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--co-[\w-]+):([^;]+);", block))


def test_colours_stand_in_the_tokens_alone() -> None:
    found = {sheet.name for sheet in SHEETS if re.search(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|rgba?\()", sheet.read_text())}

    assert found == {"tokens.css"}


def test_dark_by_choice_is_dark_by_system() -> None:
    text = (STATIC / "comotion" / "tokens.css").read_text()
    chosen = text.split(":root[data-theme=dark]{")[1].split("\n}")[0]
    system = text.split(":root:not([data-theme=light]){")[1].split("\n}")[0]

    assert declarations(chosen) == declarations(system)
    assert len(declarations(chosen)) > 20


def test_own_classes_carry_the_prefix() -> None:
    names = {
        name
        for sheet in SHEETS
        for selector in re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/|\(.*?\)", "", sheet.read_text(), flags=re.DOTALL))
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)
    }

    assert {name for name in names if not name.startswith("co-")} == {
        *("htmx-indicator", "htmx-request", "is-open", "is-busy", "is-over", "visible", "key"),
    }


def test_scripts_that_are_shipped_look_for_no_source_map() -> None:
    scripts = [*STATIC.rglob("*.js")]

    assert len(scripts) == 5
    assert [script.name for script in scripts if "sourceMappingURL" in script.read_text()] == []


def test_icons_of_all_templates_are_in_the_sprite() -> None:
    templates = [path.read_text() for path in WEB.rglob("*.html")]
    used = {name for text in templates for name in re.findall(r'\{% icon "([\w-]+)"', text)}

    assert used - ICON_NAMES == set()


def test_vendored_files_are_named_with_their_licence() -> None:
    listed = (STATIC / "vendor" / "VENDOR.md").read_text()
    scripts = [path.relative_to(STATIC / "vendor").as_posix() for path in (STATIC / "vendor").rglob("*.js")]

    assert [name for name in scripts if f"`{name}`" not in listed] == []
