"""The command that prints the JSON Schemas of what scripts read."""

from argparse import Namespace

from okrtui.cli.output.printing import say_json
from okrtui.cli.output.schema import commands, schema, version
from okrtui.errors import Refused
from okrtui.rules.naming import did_you_mean


def show_schema(args: Namespace) -> None:
    """Print the schema of one command's `--json`, or those of all."""
    wanted = " ".join(args.words)
    if not wanted:
        say_json({"version": version(), "commands": {each: schema(each) for each in commands()}})
    elif wanted in commands():
        say_json(schema(wanted))
    else:
        near = did_you_mean(wanted, commands()) or "; okrtui schema prints all"
        raise Refused(f"there is no schema of “{wanted}”{near}")
