"""What holds for every model of schema 1 of HCS."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schema1_coverage import ALL, go_structs, reference, sample

from hcspy import hcs
from hcspy.codec import evolve, from_json, members, to_dict, to_json
from hcspy.hcs import schema1
from hcspy.hcs.times import duration, moment, ticks_of
from hcspy.validate import validate

few = settings(max_examples=min(20, settings().max_examples))

each_class = pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)


@each_class
def test_members_have_the_order_that_goes_out_of_go(cls: type[Any]) -> None:
    """The bytes that leave are those of hcsshim."""
    assert [member.name for member in members(cls)] == go_structs()[cls.__name__]["flat_keys"]


@each_class
def test_members_that_go_always_writes_are_written(cls: type[Any]) -> None:
    """The service was only ever tried with what hcsshim sends."""
    assert list(to_dict(cls())) == go_structs()[cls.__name__]["zero_value_keys"]


def test_enumerations_have_the_values_of_go() -> None:
    """A value that is missing here could not be said by name."""
    rows = [row for row in reference("types.json")["enums"] if row["package"] == "schema1" and row["type"]]
    assert rows
    for row in rows:
        assert getattr(schema1, row["type"].partition(".")[2])(row["value"]).value == row["value"]


def test_names_of_schema_1_alone_are_in_the_package_above() -> None:
    """Nobody should have to know that a container's configuration is of the older schema."""
    assert hcs.ContainerConfig is schema1.ContainerConfig
    assert hcs.ProcessConfig is schema1.ProcessConfig
    assert hcs.Layer is not schema1.Layer


def test_schema_1_is_reached_from_the_top() -> None:
    """Nobody should have to know what has to be imported before it can be named."""
    code = "import hcspy; print(hcspy.hcs.schema1.Layer.__name__, hcspy.hcs.config.choose_schema(17763).pair)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Layer", "(2,", "1)"]


def test_schema_1_is_loaded_on_demand() -> None:
    """Who starts processes of schema 2 need not wait for models that it does not use."""
    code = (
        "import sys, hcspy.hcs.schema1 as s; before = 'attrs' in sys.modules; s.Layer;"
        "print(before, 'hcspy.hcs.schema1.layer' in sys.modules, 'hcspy.hcs.schema1.container' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]


# -- recorded documents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hcs_v1_create_argon", "hcs_v1_create_xenon_linux"])
def test_recorded_document_goes_back_out_as_it_came(name: str) -> None:
    """docker's documents have members in another order than hcsshim's; that is theirs to choose."""
    text = json.dumps(sample(name), separators=(",", ":"))
    config = from_json(schema1.ContainerConfig, text)
    assert to_json(config) == text
    assert validate(config, "1803") == []


def test_recorded_containers_are_read() -> None:
    """One has process isolation, one Hyper-V isolation with Linux in it."""
    argon = from_json(schema1.ContainerConfig, sample("hcs_v1_create_argon"))
    assert (argon.owner, argon.hv_partition, len(argon.layers)) == ("docker", False, 2)
    assert argon.endpoint_list == ("12a8ebac-1ac0-4012-b2ee-4c48bcb4e34f",)
    xenon = from_json(schema1.ContainerConfig, sample("hcs_v1_create_xenon_linux"))
    assert xenon.hv_runtime is not None
    assert xenon.hv_runtime.linux_kernel_file == "kernel"
    assert xenon.terminate_on_last_handle_closed is True


def test_recorded_process_parameters_are_read() -> None:
    """The same document starts a process through either door."""
    for document in sample("hcs_process_parameters"):
        config = from_json(schema1.ProcessConfig, document)
        assert to_dict(config) == document
        assert config.command_line
        assert config.create_std_out_pipe
        assert config.console_size == (0, 0)
        assert validate(config, "2019") == []


def test_changed_copy_of_a_recorded_document_differs_in_one_member() -> None:
    """A document that is read, changed and sent back is as it was elsewhere."""
    before = from_json(schema1.ContainerConfig, sample("hcs_v1_create_argon"))
    after = to_dict(evolve(before, host_name="web"))
    assert after == {**sample("hcs_v1_create_argon"), "HostName": "web"}


# -- conveniences -----------------------------------------------------------------------------------------------------


def test_endpoints_are_given_as_models_or_ids() -> None:
    """Who has just made an endpoint need not look for its id."""
    from hcspy import hcn, hns

    id = "4f6a2c90-7d1e-4b3a-a5c8-112233445566"
    config = schema1.ContainerConfig(endpoint_list=[hns.HNSEndpoint(id=id), hcn.HostComputeEndpoint(id=id), id])
    assert to_dict(config)["EndpointList"] == [id, id, id]


def test_search_list_is_joined() -> None:
    """The wire has one text with commas."""
    assert to_dict(schema1.ContainerConfig(dns_search_list=["a.example", "b"]))["DNSSearchList"] == "a.example,b"


def test_times_and_durations_come_as_python_types() -> None:
    """Nobody should have to divide by ten million to know how long a container runs."""
    document = {
        "Timestamp": "2024-02-03T04:05:06.123456789+02:00",
        "ContainerStartTime": "2024-02-03T02:04:06Z",
        "Uptime100ns": 600000001,
        "Processor": {"TotalRuntime100ns": 30, "RuntimeUser100ns": 20, "RuntimeKernel100ns": 10},
    }
    read = from_json(schema1.Statistics, document)
    assert read.taken is not None
    assert read.started is not None
    assert read.taken.astimezone(UTC) == datetime(2024, 2, 3, 2, 5, 6, 123456, tzinfo=UTC)
    assert read.taken - read.started == timedelta(seconds=60, microseconds=123456)
    assert read.uptime == timedelta(seconds=60)
    parts = (read.processor.total_runtime, read.processor.runtime_user, read.processor.runtime_kernel)
    assert parts == (timedelta(microseconds=3), timedelta(microseconds=2), timedelta(microseconds=1))
    assert to_dict(read) == document


def test_process_says_when_it_began_and_how_long_it_ran() -> None:
    """A list of processes is read by people."""
    process = schema1.ProcessListItem(
        create_timestamp="2024-02-03T04:05:06.5Z", user_time_100ns=15_000_000, kernel_time_100ns=5_000_000
    )
    assert process.created == datetime(2024, 2, 3, 4, 5, 6, 500000, tzinfo=UTC)
    assert (process.user_time, process.kernel_time) == (timedelta(seconds=1.5), timedelta(seconds=0.5))


@pytest.mark.parametrize(
    "text", ["", "yesterday", "0001-01-01T00:00:00Z", "2024-02-31T00:00:00Z", "2024-02-03T00:00:00+24:01", None, 7, {}]
)
def test_what_is_no_time_reads_as_none(text: object) -> None:
    """Go has a time of zeros where there is none; a date that does not exist must not break a list of systems."""
    assert moment(text) is None


def test_negative_offset_of_a_time_is_subtracted() -> None:
    """A host in America is behind."""
    read = moment("2024-02-03T00:00:00-05:30")
    assert read is not None
    assert read.astimezone(UTC) == datetime(2024, 2, 3, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("ticks", [None, "7", True, 1.5, 1 << 80])
def test_what_is_no_duration_reads_as_none(ticks: object) -> None:
    """An odd counter is kept as it is, and has no meaning."""
    assert duration(ticks) is None


@few
@given(ticks=st.integers(0, (1 << 63) - 1))
def test_duration_loses_less_than_a_microsecond(ticks: int) -> None:
    """The member has all digits; the property is for arithmetic."""
    read = duration(ticks)
    assert read is not None
    assert 0 <= ticks - ticks_of(read) < 10


def test_disks_are_told_by_numbers() -> None:
    """JSON has no numbers as names; the places of disks are numbers all the same."""
    document = {"MappedVirtualDisks": {"10": {"ContainerPath": "/a"}, "2": {"ContainerPath": "/b"}, "x": {}}}
    controller = from_json(schema1.MappedVirtualDiskController, document)
    assert {place: disk.container_path for place, disk in controller.disks.items()} == {10: "/a", 2: "/b"}
    properties = from_json(schema1.ContainerProperties, {"MappedVirtualDiskControllers": {"0": document}})
    assert properties.mapped_virtual_disk_controllers["0"] == controller
    assert to_dict(properties) == {"MappedVirtualDiskControllers": {"0": document}}
