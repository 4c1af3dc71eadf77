"""``cdmz script``: the rules of benefits as an ES module, for pages that answer without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cdmz_rules.cli import options
from cdmz_rules.cli.language import N_, counted

Which = Annotated[
    list[str],
    typer.Argument(
        metavar="BENEFIT|DOMAIN|all…",
        help=N_("Benefits, domains, bundles or all."),
        autocompletion=options.benefits,
        show_default=False,
    ),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE.js", help=N_("The ES module to write."))]


def script(which: Which, output: Output, reform: options.Reform = None, lang: options.Lang = options.SPOKEN) -> None:
    """Run the command."""
    import gzip

    from rich.text import Text

    from cdmz_rules.cli import engine, files, screen
    from cdmz_rules.cli.language import chosen
    from cdmz_rules.errors import InputError, Problem

    if output.suffix.lower() not in (".js", ".mjs"):
        message = "文件名应以 .js 或 .mjs 结尾", "the name must end in .js or .mjs"
        raise InputError([Problem("unknown_format", "--output", *message, "cdmz.js")])
    book = engine.rulebook()
    rulebook = book.under(engine.reform(book, reform))
    from cdmz_rules.interview.interview import asked_for
    from cdmz_rules.reading import china
    from cdmz_rules.script.offline import offline_rules

    benefits = asked_for(rulebook, which)
    content = offline_rules(rulebook, benefits, chosen(), china.today())
    files.write_text(output, content)
    files.wrote(output)
    size = len(gzip.compress(content.encode(), 9)) / 1000
    said = counted(
        "{number} benefit, {size} kB compressed",
        "{number} benefits, {size} kB compressed",
        len(benefits),
        size=f"{size:.1f}",
    )
    screen.screen().print(Text(said, style="dim"))
