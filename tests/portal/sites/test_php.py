"""The PHP version of each site."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.sites.php import PhpChoice
from portal.validation import checked
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.sites.php import PhpView
    from tests.portal.inside import Inside

DEFAULT, OLDER = PhpChoice(), PhpChoice(php_version="8.2")


def views(inside: Inside, access: PackageAccess | None = None, **request: object) -> list[PhpView]:
    asked = PageRequest(**request)  # type: ignore[arg-type]
    return list(inside.portal.php_versions.page(access or inside.webmaster, asked).page.rows)


def change(inside: Inside, entered: PhpChoice, seen: PhpChoice = DEFAULT) -> None:
    [view] = views(inside)
    inside.portal.php_versions.change(inside.webmaster, view.id, entered, seen)


def test_a_site_runs_on_the_provider_s_default_until_another_is_chosen(inside: Inside) -> None:
    [view] = views(inside)
    assert (view.name, view.settings, view.version, view.offered) == ("juttas.example", DEFAULT, "8.4", True)
    change(inside, OLDER)
    [view] = views(inside)
    assert (view.settings, view.version, view.published) == (OLDER, "8.2", False)
    assert inside.history()[0] == ("domain", "juttas.example", "changed", ["php_version"], True)
    inside.undo()
    assert views(inside)[0].settings == DEFAULT


@pytest.mark.parametrize("version", ["5.6", "8", "8.4.1", "eight", "8.4;", "8.4 #", "../php"])
def test_another_than_those_offered_is_refused(inside: Inside, version: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        change(inside, PhpChoice(php_version=version))
    assert caught.value.field == "php_version"
    assert caught.value.message.endswith("is not offered. There are 8.4, 8.3, 8.2.")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_text_is_taken_for_a_version(inside: Inside, name: str) -> None:
    with suppress(InvalidInput):
        change(inside, checked(PhpChoice, {"php_version": HOSTILE[name]}))
    assert views(inside)[0].settings == DEFAULT


def test_one_that_is_offered_no_longer_stays_until_another_is_chosen(inside: Inside) -> None:
    change(inside, OLDER)
    web = inside.house.settings.web.model_copy(update={"php_versions": ("8.5", "8.4")})
    inside.house.settings = inside.house.settings.model_copy(update={"web": web})
    inside.portal = inside.house.restarted()
    [view] = views(inside)
    assert (view.version, view.offered) == ("8.2", False)
    change(inside, OLDER, OLDER)
    change(inside, DEFAULT, OLDER)
    assert views(inside)[0].version == "8.5"


def test_two_who_edit_the_same_site_do_not_overwrite_each_other_unseen(inside: Inside) -> None:
    change(inside, OLDER)
    with pytest.raises(ChangedMeanwhile) as caught:
        change(inside, PhpChoice(php_version="8.3"), DEFAULT)
    assert caught.value.stored == {"php_version": "8.2"}


def test_another_package_s_site_is_not_there(inside: Inside) -> None:
    [view] = views(inside)
    stranger = inside.of_another()
    assert [each.name for each in views(inside, stranger)] == ["zweite.example"]
    with pytest.raises(NotFound):
        inside.portal.php_versions.change(stranger, view.id, OLDER, DEFAULT)


def test_sites_of_domains_that_the_owner_keeps_or_that_have_ended_are_not_there(inside: Inside) -> None:
    inside.house.domain(inside.package, "private.example", open_to_webmaster=False)
    inside.house.ended_domain(inside.package, "over.example")
    assert [view.name for view in views(inside)] == ["juttas.example"]
    assert [view.name for view in views(inside, inside.owner)] == ["juttas.example", "private.example"]
    private = views(inside, inside.owner)[1]
    with pytest.raises(NotFound):
        inside.portal.php_versions.change(inside.webmaster, private.id, OLDER, DEFAULT)


def test_sites_are_found_by_name_in_either_spelling_and_sorted(inside: Inside) -> None:
    for name in ("büro.example", "zebra.example"):
        inside.house.domain(inside.package, name)
    assert [view.name for view in views(inside)] == ["büro.example", "juttas.example", "zebra.example"]
    assert [view.name for view in views(inside, filter="BÜRO")] == ["büro.example"]
    assert [view.name for view in views(inside, filter="xn--")] == ["büro.example"]
