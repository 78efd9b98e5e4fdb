"""Run the long proofs in full: kills, outages, loads, corpora.

Each is a module tests/prove/NAME.py with DESCRIPTION and run(arguments, context), which
returns an exit code. Without a name they are listed.
"""

import argparse
from pathlib import Path

from .. import discovery
from ..cli import Context
from ..fault import Fault

SUMMARY = "run long proofs: kills, outages, loads, corpora"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--dir", type=Path, metavar="DIR", help="where the corpora are")
    parser.add_argument(
        "--share",
        type=float,
        default=1.0,
        metavar="PART",
        help="do only this part of the work, e.g. 0.1",
    )
    parser.add_argument(
        "--part", metavar="NAME", help="do only this part of a proof that has parts"
    )
    parser.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="repeat the run that drew its plan from this number",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    folder = context.paths.checkout / "tests/prove"
    if not arguments.names:
        print(discovery.describe(folder))
        return 0
    if not 0 < arguments.share <= 1:
        raise Fault("--share takes a part of the whole: more than 0, at most 1.")
    if arguments.dir and not arguments.dir.is_dir():
        raise Fault(f"There is no folder {arguments.dir}.")
    proofs = [discovery.load(folder, name) for name in arguments.names]
    for name, proof in zip(arguments.names, proofs, strict=True):
        parts = getattr(proof, "PARTS", ())
        if arguments.part and arguments.part not in parts:
            known = f"its parts are {', '.join(parts)}" if parts else "it has none"
            raise Fault(f"“{name}” has no part “{arguments.part}”: {known}.")
    codes = [proof.run(arguments, context) for proof in proofs]
    return max(codes)
