"""Commands about people: `flask operator add EMAIL`."""

import click
from flask import current_app
from flask.cli import AppGroup
from flask_security import EmailValidateException

from saas.accounts.links import ENROL, link
from saas.accounts.operators import appoint

group = AppGroup("operator", help="The people who run the product.")


@group.command("add")
@click.argument("email")
@click.option("--name", default="", help="what to call them; the part before the @ without it")
def add(email: str, name: str) -> None:
    """Make EMAIL an operator and print the link where they set password and second factor.

    For somebody who is one already: print a new link, to be used when they lost their phone.
    """
    try:
        address = current_app.extensions["security"].mail_util.validate(email).lower()
    except EmailValidateException as error:
        raise click.ClickException(f"{email} is not an e-mail address.") from error
    user = appoint(address, name)
    click.echo(f"{address} is an operator. This link works once, for 24 hours; hand it over in private:")
    click.echo(link(ENROL, user))


COMMANDS = [group]
