"""Encryption keys can be rotated: what an older key sealed still opens."""

import time

from passlib.totp import TOTP

from saas.accounts.second_factor import Totp
from saas.core.signing import named_keys

OLD, NEW = "a" * 44, "b" * 44
SECRET = "JBSWY3DPEHPK3PXP"


def test_a_second_factor_outlives_its_key(cast):
    sealed = Totp(named_keys(OLD), "x").seal(SECRET)
    rotated = Totp(named_keys(f"{NEW},{OLD}"), "x")
    assert rotated.generate_totp_password(sealed) == TOTP(key=SECRET, format="base32").generate(int(time.time())).token


def test_the_first_key_seals(cast):
    sealed = Totp(named_keys(f"{NEW},{OLD}"), "x").seal(SECRET)
    assert Totp(named_keys(NEW), "x").generate_totp_password(sealed)
