"""Revision: a guideline as it was in the past, read from git.

Nothing is checked out: the files that stand there now are neither read nor touched.
"""

from __future__ import annotations

import os
import subprocess
from typing import NoReturn

from decision_graph.diagnostics import Diagnostic, GraphError
from decision_graph.graph import Guideline
from decision_graph.loading.folder import (
    ENDING,
    LARGEST,
    MAIN_FILES,
    Folder,
    digest_of,
    refuse_names,
    shipped,
    shipped_path,
)


def load_revision(revision: str, path: str) -> Guideline:
    """Load and check a guideline as it was in a revision of the git repository around a folder.

    Args:
        revision: anything that `git rev-parse` knows: HEAD~3, a branch, a tag, the hash of a commit.
        path: the guideline's folder, from here, which need not exist any more; or the name of a shipped
            guideline, whose files stand in a repository if this package does.

    Raises:
        GraphError: there is no git, no repository, no such revision or folder in it, or the files of
            then are wrong.
    """
    from decision_graph.loading.build import build

    return build(_open(revision, path))


def _open(revision: str, path: str) -> Folder:
    if not os.path.isdir(path) and path in shipped():
        path = shipped_path(path)
    shown = f"{revision}:{os.path.normpath(path).replace(os.sep, '/')}"
    here = _existing(path)
    commit = _git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        _no_revision(here, revision)
    name = os.path.relpath(os.path.realpath(path), os.path.realpath(here)).replace(os.sep, "/")
    tree = f"{commit.decode().strip()}:./{'' if name == '.' else name}"
    listed = _git(here, "ls-tree", "-z", "--full-tree", "--end-of-options", tree)
    if listed is None:
        message = f"revision {revision!r} has no folder '{path}'"
        _fail("no-such-guideline", message, "name the folder as it was called then")
    blobs = dict(_blobs(listed))
    if missing := [name for name in MAIN_FILES if name not in blobs]:
        message = f"'{shown}' is not a guideline: it has no {' and no '.join(missing)}"
        _fail("not-a-guideline", message, "name a folder with a guideline.yaml")
    refuse_names(sorted(blobs), shown)
    files = {name: _content(here, blobs[name], shown) for name in sorted(blobs) if name.endswith(ENDING)}
    return Folder(os.path.basename(os.path.realpath(path)), "", shown, files, digest_of(files))


def _existing(path: str) -> str:
    """The nearest folder at or above a path that exists, from which git finds its repository."""
    here = os.path.realpath(path)
    while not os.path.isdir(here):
        here = os.path.dirname(here)
    return here


def _blobs(listed: bytes) -> list[tuple[str, str]]:
    """The plain files of a folder, each with the hash of its content."""
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    found = ((about.split(), os.fsdecode(name)) for about, name in entries)
    return [(name, about[2].decode()) for about, name in found if about[1] == b"blob" and name[:1] != "."]


def _content(here: str, blob: str, shown: str) -> bytes:
    content = _git(here, "cat-file", "blob", blob)
    if content is None:
        _fail("unreadable-file", f"a file of '{shown}' cannot be read from the repository", "run git fsck")
    return content[: LARGEST + 1]


def _no_revision(here: str, revision: str) -> NoReturn:
    if _git(here, "rev-parse", "--git-dir") is None:
        message = f"'{here}' is in no git repository, so that it has no revision {revision!r}"
        _fail("no-repository", message, "compare two folders instead")
    hint = "git log --oneline lists the revisions"
    _fail("no-such-revision", f"the git repository has no revision {revision!r}", hint)


def _git(here: str, *words: str) -> bytes | None:
    """What git prints; None if it fails."""
    # Of the user's set-up nothing may change what is read; and reading must not write.
    settings = {"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", here, *words],
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        _fail("no-git", "git is not installed, and a revision is read with it", "compare two folders instead")
    return done.stdout if done.returncode == 0 else None


def _fail(slug: str, message: str, hint: str) -> NoReturn:
    raise GraphError(Diagnostic(slug, message, None, hint)) from None
