"""Windows versions: which is newer, which host runs which image, which schema a document for a host is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcspy.errors import InvalidDocumentError
from hcspy.features import BUILDS
from hcspy.features.builds import Build
from hcspy.hcs import WindowsVersion
from hcspy.hcs.config.schemaversion import choose_schema, newest_schema

builds = st.integers(0, 0xFFFF)


@given(build=builds, revision=st.none() | st.integers(0, 99999), major=st.integers(0, 255), minor=st.integers(0, 255))
def test_version_survives_text_and_number(build: int, revision: int | None, major: int, minor: int) -> None:
    """Versions stand in image manifests as text, and in Go's structure as one number."""
    version = WindowsVersion(build, revision, major, minor)
    assert WindowsVersion.parse(str(version)) == version
    assert WindowsVersion.unpack(version.packed) == WindowsVersion(build, None, major, minor)


def test_version_is_written_as_windows_writes_it() -> None:
    """hcsshim leaves the revision out; the text of `ver` and of manifests has it."""
    assert str(WindowsVersion(17763)) == "10.0.17763"
    assert str(WindowsVersion(17763, 1)) == "10.0.17763.1"
    assert repr(WindowsVersion(4242, 1)) == "WindowsVersion(build=4242, revision=1, major=10, minor=0)"


def test_versions_are_ordered() -> None:
    """The newest image is found by max()."""
    texts = ["6.3.9600", "10.0.17763", "10.0.17763.1", "10.0.17763.20", "10.0.20348"]
    versions = [WindowsVersion.parse(text) for text in texts]
    assert sorted(versions) == versions
    assert versions[0] < versions[1] <= versions[1]
    assert versions[3] > versions[2]
    with pytest.raises(TypeError):
        _ = versions[0] < "10.0.17763"


def test_version_knows_its_names() -> None:
    """People say Server 2022, manifests say 20348."""
    version = WindowsVersion.parse("v10.0.20348.2113")
    assert version.build is Build.LTSC2022
    assert version.names == ("LTSC2022", "V21H2SERVER")
    assert version.release is not None
    assert version.release.windows == "Windows Server 2022"
    assert WindowsVersion(4242).release is None
    assert WindowsVersion(4242).names == ()
    assert WindowsVersion.parse(version) is version


@pytest.mark.parametrize("text", ["", "10.0", "10.0.x", "10.0.17763.1.2", "Windows Server 2022"])
def test_what_is_no_version_is_refused(text: str) -> None:
    """A wrong version would choose a wrong image."""
    with pytest.raises(InvalidDocumentError, match="no Windows version"):
        WindowsVersion.parse(text)


@pytest.mark.parametrize("members", [{"build": -1}, {"build": "17763"}, {"build": 1, "revision": True}])
def test_numbers_of_a_version_are_numbers(members: dict[str, int]) -> None:
    """A text would compare as a text."""
    with pytest.raises(InvalidDocumentError, match="whole number"):
        WindowsVersion(**members)


# -- which host runs which image ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "image", "runs"),
    [
        (17763, 17763, True),
        (17763, 17134, False),
        (17763, 18362, False),
        (19041, 17763, False),
        (20348, 20348, True),
        (20348, 19041, False),
        (22000, 20348, True),
        (22621, 20348, True),
        (22621, 22000, True),
        (22621, 25398, False),
        (26100, 20348, True),
        (26100, 25398, True),
        (26100, 17763, False),
        (27000, 26100, True),
        (27000, 25398, False),
    ],
)
def test_host_runs_images_as_osversion_says(host: int, image: int, runs: bool) -> None:
    """Who starts a container of an image that does not fit gets ERROR_VMCOMPUTE_IMAGE_MISMATCH."""
    assert WindowsVersion(host).runs(WindowsVersion(image)) is runs


@given(host=builds, image=builds)
def test_hyperv_runs_whatever_is_not_newer(host: int, image: int) -> None:
    """A utility VM brings its own kernel."""
    assert WindowsVersion(host).runs(WindowsVersion(image), isolation="hyperv") is (image <= host)
    assert not WindowsVersion(host).runs(WindowsVersion(image)) or image <= host


def test_other_generations_of_windows_do_not_mix() -> None:
    """Major and minor are compared before the build."""
    assert not WindowsVersion(26100).runs("6.3.26100")
    with pytest.raises(InvalidDocumentError, match="process or hyperv"):
        WindowsVersion(26100).runs("10.0.26100", isolation="none")


# -- behaviour 31 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("build", sorted(set(BUILDS.values())))
def test_behaviour_31_schema_is_chosen_by_the_build(build: int) -> None:
    """A document of schema 2 is not read before Windows Server 2019, where there is no other way than schema 1."""
    has_schema_2 = build >= Build.RS5
    assert choose_schema(build).pair == ((2, 1) if has_schema_2 else (1, 0))
    assert choose_schema(build, (1, 0)).pair == (1, 0)
    assert choose_schema(WindowsVersion(build), "2.1").pair == ((2, 1) if has_schema_2 else (1, 0))


def test_schema_that_the_host_does_not_read_is_not_taken() -> None:
    """The service refuses a document of a schema that it does not know."""
    assert choose_schema(17763, "2.5").pair == (2, 1)
    assert choose_schema(20348, choose_schema(20348, "2.5")).pair == (2, 5)
    assert choose_schema(20348, "3.0").pair == (2, 1)
    assert choose_schema("10.0.17763", "2").pair == (2, 0)


def test_newest_schema_grows_with_the_build() -> None:
    """What a host reads, later hosts read as well."""
    assert [newest_schema(build) for build in (9600, 14393, 17763, 18363, 19045, 20348, 22000, 99999)] == [
        (1, 0),
        (1, 0),
        (2, 1),
        (2, 2),
        (2, 3),
        (2, 5),
        (2, 6),
        (2, 7),
    ]
