"""Every gate stops what it is there to stop: each is shown one thing that breaks it on purpose."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from comotion.core.access import every_business_model_is_scoped
from tests.architecture import limits, words
from tests.architecture.routes import undeclared_routes

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


def run(*command: str | Path, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the gate's commands in a folder."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=at,
        env=_clean_environment() | {"COLUMNS": "200", "NO_COLOR": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _clean_environment() -> dict[str, str]:
    """The environment without what browser tests set for their own process."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree without what no gate reads."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("vendor", "__pycache__"))
    for name in ("pyproject.toml", "manage.py"):
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture
def tree(pristine: Path, tmp_path: Path) -> Path:
    """A fresh copy for one test, to be spoilt."""
    shutil.copytree(pristine, tmp_path / "tree")
    return tmp_path / "tree"


def plant(root: Path, name: str, text: str) -> Path:
    """Add text at the end of a file, which is made if it is not there."""
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as opened:
        opened.write("\n" + text + "\n")
    return file


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("layers", "measures/planted.py", "import comotion.scores.models"),
        ("layers", "surveys/planted.py", "import comotion.measures.models"),
        ("layers", "unlisted/__init__.py", "import comotion.core"),
        ("inside", "scores/enums.py", "import comotion.scores.models"),
        ("pure", "methods/planted.py", "import django"),
        ("pure", "formats/planted.py", "import comotion.core.clock"),
        ("web-areas", "web/today/planted.py", "import comotion.web.account.adapter"),
    ],
)
def test_contract_stops_an_import(tree: Path, contract: str, module: str, line: str) -> None:
    plant(tree / "src" / "comotion", module, line)
    result = run(TOOLS / "lint-imports", "--contract", contract, at=tree, PYTHONPATH=str(tree / "src"))

    assert result.returncode == 1, result.stdout
    assert re.search(rf"planted|unlisted|{module.split('/')[1][:-3]}", result.stdout), result.stdout


def test_contract_stops_an_import_over_several_steps(tree: Path) -> None:
    plant(tree / "src" / "comotion", "core/planted.py", "import comotion.partnerships.planted")
    plant(tree / "src" / "comotion", "partnerships/planted.py", "import comotion.partnerships.models")
    result = run(TOOLS / "lint-imports", "--contract", "layers", at=tree, PYTHONPATH=str(tree / "src"))

    assert "comotion.core.planted -> comotion.partnerships.planted" in result.stdout


BRANCHES = "\n".join(f"    if n == {n}:\n        return {n}" for n in range(1, 10))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("C901", f'def branch(n: int) -> int:\n    """Branch."""\n{BRANCHES}\n    return 0'),
        ("PLR0913", 'def much(a: int, b: int, c: int, d: int, e: int, f: int, g: int) -> None:\n    """Take seven."""'),
        ("D103", "def silent() -> None:\n    return None"),
        ("ANN001", 'def untyped(a) -> None:\n    """Take anything."""'),
        ("PLC0415", 'def late() -> None:\n    """Import late."""\n    import json\n\n    json.dumps({})'),
        ("DTZ011", "import datetime\n\nTODAY = datetime.date.today()"),
    ],
)
def test_lint_stops_a_line(tree: Path, rule: str, text: str) -> None:
    plant(tree, "src/comotion/scores/planted.py", text)
    result = run(TOOLS / "ruff", "check", "--no-cache", "--output-format", "concise", "src/comotion/scores", at=tree)

    assert f" {rule} " in result.stdout


def test_format_stops_a_badly_set_line(tree: Path) -> None:
    plant(tree, "src/comotion/scores/planted.py", "WORD  =  'one'")

    assert run(TOOLS / "ruff", "format", "--no-cache", "--check", "src/comotion/scores", at=tree).returncode == 1


def test_template_lint_stops_an_image_without_words(tmp_path: Path) -> None:
    plant(tmp_path, "templates/planted.html", '<img src="a.png">')
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    assert "H013" in run(TOOLS / "djlint", "templates", "--lint", at=tmp_path).stdout


def test_types_stop_a_wrong_argument(tmp_path: Path) -> None:
    file = plant(tmp_path, "planted.py", "from comotion.methods.scored import Part\n\nPart(nothing=1)\n")
    result = run(TOOLS / "mypy", "--config-file", ROOT / "pyproject.toml", "--follow-imports=silent", file, at=ROOT)

    assert "[call-arg]" in result.stdout


def test_migrations_stop_a_field_without_one(tree: Path) -> None:
    models_file = tree / "src" / "comotion" / "rhythm" / "models.py"
    models_file.write_text(
        models_file.read_text().replace("minutes = ", "planted = models.IntegerField()\n    minutes = ")
    )
    result = run(
        sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", at=tree,
        PYTHONPATH=str(tree / "src"), DJANGO_SETTINGS_MODULE="comotion.config.settings_test",
    )  # fmt: skip

    assert result.returncode == 1
    assert "planted" in result.stdout


def test_freshness_stops_a_page_that_the_code_no_longer_says(tmp_path: Path) -> None:
    command = (sys.executable, "docs/generate.py", "--folder", tmp_path)
    assert run(*command, at=ROOT).returncode == 0
    assert run(*command, "--check", at=ROOT).returncode == 0
    plant(tmp_path, "access.md", "| everything | C |")
    plant(tmp_path, "methods/gone.md", "# Gone")
    result = run(*command, "--check", at=ROOT)

    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "docs/access.md is not what the code says: run “make docs”.",
        "docs/methods/gone.md is not what the code says: run “make docs”.",
    ]


def test_deployment_check_stops_an_installation_without_https() -> None:
    command = (sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert run(*command, at=ROOT, COMOTION_URL="http://comotion.example").returncode == 1
    assert run(*command, at=ROOT, COMOTION_URL="https://comotion.example").returncode == 0


def test_skipped_test_stops_the_gate_in_ci_only(tmp_path: Path) -> None:
    plant(tmp_path, "test_planted.py", "import pytest\n\ndef test_planted():\n    pytest.skip('no reason')")
    command = (TOOLS / "pytest", "-q", "-p", "tests.skips", tmp_path / "test_planted.py")

    assert run(*command, at=ROOT, PYTHONPATH=str(ROOT), CI="true").returncode == 1
    assert run(*command, at=ROOT, PYTHONPATH=str(ROOT), CI="").returncode == 0


def test_limits_find_a_long_function_view_file_and_template(tmp_path: Path) -> None:
    body = "\n".join(f"    a{n} = {n}" for n in range(limits.FUNCTION_LINES))
    view = "\n".join(f"    a{n} = {n}" for n in range(limits.VIEW_LINES))
    plant(tmp_path, "functions.py", f"def long():\n{body}")
    plant(tmp_path, "views.py", f"@policy('today', GET='read')\ndef page(request):\n{view}")
    plant(tmp_path, "long.py", "\n" * limits.FILE_LINES)
    plant(tmp_path, "templates/long.html", "\n" * limits.TEMPLATE_LINES)

    assert limits.long_functions(tmp_path) == ["functions.py: long has 51 lines", "views.py: page has 41 lines"]
    assert limits.long_files(tmp_path) == ["long.py has 402 lines"]
    assert limits.long_templates(tmp_path) == ["templates/long.html has 152 lines"]
    assert limits.median_function(tmp_path) > limits.FUNCTION_MEDIAN


def test_limits_do_not_count_docstrings(tmp_path: Path) -> None:
    plant(tmp_path, "told.py", 'def told():\n    """Say.\n' + "\n" * 60 + '    """\n    return 1')

    assert limits.long_functions(tmp_path) == []


def test_names_that_say_nothing_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "scores/utils.py", "")
    plant(tmp_path, "helpers/rows.py", "")

    assert limits.forbidden_names(tmp_path) == ["helpers", "scores/utils.py"]


def test_unfinished_marks_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "# TO" + "DO: later")
    plant(tmp_path, "b.py", "if x:  # pragma: no" + " cover")

    assert [found.rsplit("/", 1)[1] for found in words.unfinished_marks(tmp_path)] == ["a.py:2", "b.py:2"]


@pytest.mark.parametrize(
    "line",
    [
        "<script>go()</script>",
        "<style>p {}</style>",
        '<p style="color: red">',
        '<a onclick="go()">',
        "<a href='javascript:go()'>",
    ],
)
def test_inline_code_in_templates_is_found(tmp_path: Path, line: str) -> None:
    plant(tmp_path, "web/templates/page.html", line)

    assert words.inline_code(tmp_path) == ["web/templates/page.html:2"]


def test_component_without_a_template_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "web/templates/cotton/card.html", "<p>{{ slot }}</p>")
    plant(tmp_path, "web/templates/page.html", "<c-card><c-no-such-thing /></c-card>")

    assert words.unknown_components(tmp_path) == ["web/templates/page.html: <c-no-such-thing>"]


def test_pure_package_with_a_stranger_or_a_clock_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "methods/planted.py", "import requests\nimport datetime as dt\n\nTODAY = dt.date.today()")

    assert words.impure_imports(tmp_path) == ["methods/planted.py imports requests"]
    assert words.clock_readings(tmp_path) == ["methods/planted.py:5"]


def test_module_that_reads_past_the_scope_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "scores/queries.py", "Snapshot.unscoped.all()\nSnapshot.objects.raw('SELECT 1')")

    assert words.modules_saying(re.compile(r"\bunscoped\b"), tmp_path) == {"scores.queries": 2}
    assert words.modules_saying(words.RAW_ROADS, tmp_path) == {"scores.queries": 3}


def test_undeclared_route_is_found() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.path)

    resolver = URLResolver(RegexPattern(r"^/"), [path("planted/", page, name="planted")])

    assert undeclared_routes(resolver) == ["planted/"]


@isolate_apps("comotion.core")
def test_model_without_a_rule_fails_the_start() -> None:
    class Planted(models.Model):
        __module__ = "comotion.planted"

        class Meta:
            app_label = "core"

    app = SimpleNamespace(get_models=lambda: [Planted])

    assert [found.id for found in every_business_model_is_scoped([app])] == ["comotion.E001"]
    assert every_business_model_is_scoped(None) == []
