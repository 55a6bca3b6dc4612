"""Command line: `decision-graph`, with one module per group of commands, each imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import IO, Any

import click

from decision_graph import __version__

_COMMANDS = {
    # name: (module, what it does in a line); `--help` lists them without importing any.
    "query": ("query", "What a guideline says about one patient, or about many."),
    "ask": ("ask", "An interview that asks only what is still needed."),
    "explain": ("explain", "Why an answer is what it is, and what stands between it and every other row."),
    "what-if": ("what_if", "What would be gained and lost if some facts were different, or not known."),
    "flips": ("what_if", "Each single fact that would change the answer, and what it would become."),
    "record": ("record", "What was decided at visits: show a record, add to it, and ask today's guideline."),
    "ladder": (
        "ladder",
        "The same patient at every tier, what is lost at each step, and what one thing would unlock.",
    ),
    "formulary": ("formulary", "What this hospital can do with what it has, and a file to fill in."),
    "list": ("show", "The shipped guidelines; the graphs and rows of one, or its facts."),
    "show": ("show", "Everything that the files of a guideline say, or one part of it."),
    "export": (
        "export",
        "Print a guideline, or one graph of it: posters, booklets and more; and data for other programs.",
    ),
    "verify": (
        "verify",
        "Prove that the questions and the table agree, for every patient, and find what is wrong.",
    ),
    "test": ("test", "Put the cases beside the graphs to the guideline, and see what they cover."),
    "coverage": (
        "coverage",
        "What of the source is carried over, and where it is asked and printed, both ways.",
    ),
    "diff": ("diff", "Which patients get another answer from a new version of a guideline, and which one."),
    "teach": ("teach", "Teaching sessions: cases drawn from a guideline, a walk, a quiz, and a report."),
    "import-dot": ("import_dot", "Begin a guideline from a sketch drawn in DOT."),
    "schema": ("show", "The JSON Schema of the guideline files, for editors."),
    "new-check": ("new_check", "Begin a new check of the verifier: its module, its page and its fixtures."),
}

_MANY_OBJECTS = 100_000

UNUSABLE = 2
_INTERRUPTED = 130
_BROKEN_PIPE = 141


class Commands(click.Group):
    """The group of all commands. A command's module is imported when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which people meet them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None if there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"decision_graph.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command names the nearest ones."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from decision_graph.diagnostics import did_you_mean

            near = did_you_mean(args[0], _COMMANDS)
            raise click.UsageError(f"There is no command {args[0]!r}: {near}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with what they do, from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; when the reader of a pipe has gone away, end quietly as other commands do."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _discard(sys.stdout)
            return _BROKEN_PIPE

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and exit: 0 well, 1 a bad record or findings, 2 unusable, 3 still open."""
        extra |= {"standalone_mode": False, "prog_name": "decision-graph"}
        # Starting makes many objects and no garbage: looking for some costs a tenth of a query's time.
        usual = gc.get_threshold()
        gc.set_threshold(_MANY_OBJECTS)
        try:
            status = super().main(*args, **extra)
            # What is still in a buffer may fail to be written, and must not fail after this point.
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
        except click.ClickException as error:
            error.show()
            status = UNUSABLE
        except (KeyboardInterrupt, click.Abort):
            status = _INTERRUPTED
        except BrokenPipeError:
            _discard(sys.stdout)
            status = _BROKEN_PIPE
        except OSError as error:
            _discard(sys.stdout)
            click.echo(f"error: {error}", err=True)
            status = UNUSABLE
        except Exception as error:
            _explain(error)
            status = UNUSABLE
        finally:
            gc.set_threshold(*usual)
        sys.exit(status if isinstance(status, int) else 0)


def _explain(error: Exception) -> None:
    """Print what was found wrong; anything else is a fault of this program, and shows its traceback."""
    from decision_graph.diagnostics import GraphError

    if isinstance(error, GraphError):
        from decision_graph.cli.terminal import complain

        complain(error.diagnostics)
    else:
        import traceback

        traceback.print_exception(error)
        click.echo("This is a fault of decision-graph itself: please report the lines above.", err=True)


def _discard(stream: IO[str]) -> None:
    """Let Python's own flush at exit go nowhere: the reader of the pipe is gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="decision-graph", message="%(prog)s %(version)s")
def main() -> None:
    """Clinical practice guidelines as decision graphs.

    \b
    Example:
      decision-graph query mbc --line first --setting enhanced --fact hr_status=positive

    Exit status: 0 well, 1 findings or a bad record, 2 unusable input or usage, 3 the answer is still open.
    """
