"""A report as HTML and as PDF: both from one markdown text, by pandoc."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from analysis import fonts
from analysis.edition import Edition
from analysis.errors import Problem, Refused
from analysis.opening import reach_words
from analysis.pages import footnotes

ASSETS = Path(__file__).parent / "assets"
OFF = (
    "smart raw_html raw_tex latex_macros tex_math_dollars citations yaml_metadata_block "
    "implicit_figures example_lists subscript superscript strikeout"
)
READER = "markdown+lists_without_preceding_blankline" + "".join(f"-{name}" for name in OFF.split())
"""pandoc's markdown without what could read meaning into a dollar or a dash."""
STYLE = "/*style*/"
CITED = re.compile(r'#cited\("([a-z0-9]+)"\)')


def html(edition: Edition, markdown: str) -> str:
    """One page that holds everything it needs: no script, no request to anywhere."""
    package = edition.whole.package
    made = _pandoc(
        markdown,
        "html5",
        f"--template={ASSETS / 'report.html'}",
        "--toc",
        "--toc-depth=2",
        "--shift-heading-level-by=1",
        "--section-divs",
        f"--metadata=title:{package.title}",
        f"--metadata=version:{package.version}",
    )
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    return made.replace(STYLE, f"{fonts.faces(set(made))}\n{style}", 1)


def pdf(edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report on A4, accessible (PDF/UA-1), the same bytes on every run.

    folder: where the files of its figures are, as `figures/...`.
    """
    import typst

    package = edition.whole.package
    body = _pandoc(markdown, "typst", f"--template={ASSETS / 'report.typ'}")
    source = f"{footnotes(edition)}\n{footnoted(body)}"
    told = {
        "title": package.title,
        "version": f"{package.name} {package.version}",
        "reach": reach_words(edition),
    }
    try:
        made: bytes = typst.compile(  # type: ignore[call-overload]  # its stub wants one type
            source.encode("utf-8"),
            root=str(folder),
            font_paths=[str(path) for path in fonts.folders()],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=told,
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except (typst.TypstError, RuntimeError) as error:
        do = "report it with the notebooks that show it; the HTML report is not affected"
        raise Refused([Problem("report.pdf", str(error), "a document", do)]) from error
    return made


def _pandoc(markdown: str, form: str, *options: str) -> str:
    import pypandoc

    done = subprocess.run(  # noqa: S603  (pandoc, from its own package, and options of our own)
        [
            pypandoc.get_pandoc_path(),
            f"--from={READER}",
            f"--to={form}",
            "--wrap=none",
            *options,
        ],
        input=markdown.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise Refused([Problem("pandoc", said, "markdown that it reads", "mend the notebook")])
    return done.stdout.decode("utf-8")


def footnoted(source: str) -> str:
    """Source of typst, the first citation of a claim its footnote, later ones referring to it."""
    seen: set[str] = set()

    def told(match: re.Match[str]) -> str:
        first = match[1] not in seen
        seen.add(match[1])
        return f'#cited("{match[1]}", first: true)' if first else match[0]

    return CITED.sub(told, source)
