"""The operator's code against the vectors of RFC 6238, appendix B."""

import base64

import pytest

from infra.local import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_codes_of_the_rfc(at, code):
    assert totp.code(SECRET, at) == code
