"""What every command shows itself with: a console, plain tables, the progress of a run."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Progress = Callable[[str], AbstractContextManager[None]]


@contextmanager
def silent(_: str) -> Iterator[None]:
    """A progress display that says nothing."""
    yield


def progress_display() -> Progress:
    """Names each step on stderr while it runs, and how long it took when it is done.

    No spinner: its thread would keep the work from being shared with forked processes.
    """
    stream = sys.stderr
    is_live = stream.isatty()

    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.perf_counter()
        waiting = f"{'':8} {name} ..."[: shutil.get_terminal_size().columns - 1]
        if is_live:
            stream.write(waiting)
            stream.flush()
        try:
            yield
        finally:
            if is_live:
                stream.write(f"\r{'':{len(waiting)}}\r")
                stream.flush()
        stream.write(f"{time.perf_counter() - began:6.2f} s  {name}\n")
        stream.flush()

    return step


def console(width: int = 160) -> Console:
    """Standard output; `width` in characters holds where it is no terminal."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else width)


def table(names: Iterable[str], rows: Iterable[Iterable[str]] = ()) -> Table:
    """A table without frame whose cells fold, given as plain text."""
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for name in names:
        made.add_column(Text(name), overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made
