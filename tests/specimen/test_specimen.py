"""The specimen works as a feature would, and is no part of the product."""

import pytest
from sqlalchemy.exc import IntegrityError

from saas.app import FEATURES
from tests.specimen.models import Label
from tests.specimen.views import bp

LIST = "/t/acme/specimens/"


def test_an_owner_makes_changes_and_deletes_one(ada):
    made = ada.send(LIST, name="Amber").location
    ada.send(f"{made}/labels", text="found at Riga")
    ada.send(made, name="Baltic amber")
    assert "found at Riga" in ada.get(made).text
    assert "Baltic amber" in ada.get(LIST).text
    ada.send(f"{made}/delete")
    assert ada.get(made).status_code == 404


def test_a_member_sees_but_does_not_change(mel, make):
    specimen = make.specimen("acme")
    assert mel.get(f"{LIST}{specimen.id}").status_code == 200
    assert mel.send(LIST, name="Quartz").status_code == 403


def test_another_workspace_sees_nothing_of_it(eve, make):
    specimen = make.specimen("acme")
    assert eve.get(f"{LIST}{specimen.id}").status_code == 404
    assert eve.get(f"/t/globex/specimens/{specimen.id}").status_code == 404


def test_the_keys_keep_a_label_with_its_tenants_specimen(cast, make):
    foreign = make.specimen("globex")
    with pytest.raises(IntegrityError), cast.within("acme"):
        Label(specimen_id=foreign.id, text="stolen").save()


def test_the_product_has_no_specimen():
    assert bp not in FEATURES
