"""The command that tells how commands are used, for whom `--help` is not the first word that comes to mind."""

from argparse import Namespace

from okrtui.cli.parser import parser


def show(args: Namespace) -> None:
    """Print the help of the command whose words were given."""
    parser().parse_args([*args.topic, "--help"])
