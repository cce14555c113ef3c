"""What `make run` prints once the product answers."""

from collections.abc import Mapping

PASSWORD = "demo-demo-demo"  # of the demo cast, which exists in development only
CAST = {
    "ada@acme.test": "owner of Acme",
    "adam@acme.test": "admin of Acme, member of Globex",
    "mel@acme.test": "member of Acme",
    "eve@globex.test": "owner of Globex",
    "olga@operator.test": "operator: the console; its second factor is printed by `make code`",
}


def text(environment: Mapping[str, str], seconds: float) -> str:
    base = environment["BASE_URL"]
    pages = {
        "The product": base,
        "Caught mails": f"{base}/dev/mail",
        "The console": f"{base}/console/",
    }
    return "\n".join(
        [
            "",
            *(f"  {name:14} {url}" for name, url in pages.items()),
            "",
            f"  Log in with the password {PASSWORD} as",
            *(f"    {email:20} {role}" for email, role in CAST.items()),
            "",
            f"Ready after {seconds:.1f} s. Ctrl-C stops everything; `make env` prints all addresses.",
            "",
        ]
    )
