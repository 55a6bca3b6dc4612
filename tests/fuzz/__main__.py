"""Let a coverage-guided fuzzer look for bytes that break a target.

    python tests/fuzz [--seconds N] [TARGET ...]

Each target gets a process of its own, because the fuzzer ends the one that it runs in. What breaks a
target is written beside the caches, and belongs into the corpus with the bug that it found.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]
GROWN = HERE.parents[1] / ".hypothesis" / "fuzz"
"""Where the fuzzer keeps what reached new code, and what broke a target."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target; default: 60")
    parser.add_argument("--one", metavar="TARGET", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _fuzz(options.one, options.seconds)
        return
    names = options.targets or ("predicate", "facts")
    words = [sys.executable, str(HERE), "--seconds", str(options.seconds), "--one"]
    broken = [name for name in names if subprocess.run([*words, name], check=False).returncode]
    print(f"broken: {', '.join(broken)}; see {GROWN}" if broken else "nothing broke")
    sys.exit(bool(broken))


def _fuzz(name: str, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["decision_graph"]):
        from fuzz.targets import CORPUS, TARGETS
    grown = GROWN / name
    grown.mkdir(parents=True, exist_ok=True)
    settings = [f"-max_total_time={seconds}", "-max_len=4096", "-print_final_stats=1", "-verbosity=0"]
    settings.append(f"-artifact_prefix={grown}-broke-")
    atheris.Setup([sys.argv[0], *settings, str(grown), str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
