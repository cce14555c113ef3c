"""The icon sprite holds what the pages name, and nothing that doesn't exist."""

import pytest

from infra import assets


@pytest.fixture
def product(tmp_path, monkeypatch):
    """A product whose files a test writes."""
    monkeypatch.setattr(assets, "PROJECT", tmp_path)
    monkeypatch.setattr(assets, "SAAS", tmp_path)
    return tmp_path


def test_icons_are_found_wherever_they_are_named(product):
    (product / "a.html").write_text("""{{ icon("users") }} {{ ui.icon('mail') }} {{ mi_link("Text", url, "plus") }}""")
    (product / "b.py").write_text('ICONS = ("folder", "house")\nitem = Item(icon="key", label="sun")\n')
    assert assets.named(assets.Icons().names) == {"users", "mail", "plus", "folder", "house", "key"}


def test_an_icon_that_does_not_exist_is_refused_with_the_file(product):
    (product / "a.html").write_text('{{ icon("no-such-icon") }}')
    with pytest.raises(SystemExit, match=r"a\.html wants the icon 'no-such-icon'"):
        assets.named(assets.Icons().names)


def test_a_symbol_carries_its_shapes_and_no_style(product):
    symbol = assets.Icons().symbol("check")
    assert symbol.startswith('<symbol id="check" viewBox="0 0 24 24"><path d="')
    assert "stroke" not in symbol
    assert "style" not in symbol
