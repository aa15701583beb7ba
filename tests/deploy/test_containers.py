"""The images and the compose file. No container runs here: what is checked is what they name."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from bot.launch.prepare import TRAINED_FROM, quiet_environment
from bot.locations import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("chat", "actions", "legal-data", "preview")
# A tag that names one release down to its last number.
EXACT = re.compile(r"[\w./-]+:\d+\.\d+(\.\d+)?(-[a-z]+)*")


def steps() -> list[tuple[str, str]]:
    """Instructions of the Dockerfile, each with what stands behind it in one line."""
    text = (DEPLOY / "images" / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    pairs = (line.partition(" ") for line in joined.splitlines() if line.strip())
    return [(word, rest) for word, _, rest in pairs]


def stage(name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    inside = False
    for word, rest in steps():
        if word == "FROM":
            inside = rest.endswith(f" AS {name}")
        if inside:
            found.append((word, rest))
    return found


def sources() -> set[str]:
    """What the Dockerfile copies out of the project."""
    return {
        path
        for word, rest in steps()
        if word == "COPY" and "--from=" not in rest
        for path in shlex.split(rest)[:-1]
    }


def test_what_is_copied_is_there_and_goes_to_the_builder() -> None:
    ignore = (DEPLOY / "images" / "Dockerfile.dockerignore").read_text().splitlines()
    sent = {line[1:] for line in ignore if line.startswith("!")}
    assert "*" in ignore
    for path in sources():
        assert (ROOT / path).exists(), path
        assert any(path == one or path.startswith(f"{one}/") for one in sent), path
    assert sent <= sources() | {"deploy/caddy"}
    # Everything that the model is made of, and so all that the server looks at when it starts.
    assert all(any(one.split("/")[0] == path for path in sources()) for one in TRAINED_FROM)


def test_the_images_are_built_as_the_project_is() -> None:
    environment = (DEPLOY / "environment.sh").read_text(encoding="utf-8")
    uv = re.search(r"^UV_VERSION=(\S+)", environment, re.MULTILINE)
    commands = " ".join(rest for word, rest in steps() if word == "RUN")
    assert uv
    assert f"uv=={uv[1]}" in commands
    assert "uv sync --frozen --no-dev" in commands
    assert "-m bot.launch prepare" in commands
    set_there = " ".join(rest for word, rest in steps() if word == "ENV")
    for name, value in quiet_environment().items():
        if name not in os.environ and name != "SANIC_HOST":
            assert f"{name}={value}" in set_there


def test_images_start_from_named_releases_and_run_without_rights() -> None:
    own = {rest.partition(" AS ")[2] for word, rest in steps() if word == "FROM"}
    for word, rest in steps():
        base = rest.partition(" AS ")[0]
        if word == "FROM" and base not in own:
            assert EXACT.fullmatch(base), base
    for name in ("lantern", "lantern-proxy"):
        assert ("USER", "10001:10001") in stage(name)
        (command,) = (rest for word, rest in stage(name) if word == "CMD")
        assert isinstance(json.loads(command), list), "a shell would keep signals to itself"
    assert ("ENTRYPOINT", '["tini", "--"]') in stage("lantern")


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_container_has_no_right_that_it_does_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert name == "legal-data" or "healthcheck" in service
    assert service["logging"]["driver"] == "local"
    image = service["image"]
    assert EXACT.fullmatch(image) or image.endswith(":${LANTERN_VERSION:-local}")
    for place in service.get("volumes", ()):
        source = place.split(":")[0]
        assert source in COMPOSE["volumes"] or (DEPLOY / source).is_file()


def test_secrets_are_files_that_the_script_makes() -> None:
    script = (DEPLOY / "secrets.sh").read_text(encoding="utf-8")
    made = set(re.findall(r"^keep (\w+)", script, re.MULTILINE))
    assert set(COMPOSE["secrets"]) == made
    used = {one for service in SERVICES.values() for one in service.get("secrets", ())}
    assert used == made
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if key.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"], name
            assert not re.search(r"(_URL|_SECRET|_PASSWORD|_TOKEN|_DATABASE)$", key), key


def test_the_outside_reaches_the_proxy_alone() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(ports) == {"proxy"}
    open_to_all = {port for port in ports["proxy"] if not port.startswith("127.0.0.1:")}
    assert open_to_all == {"80:80", "443:443", "443:443/udp"}
    outward = {name for name, one in COMPOSE["networks"].items() if not (one or {}).get("internal")}
    assert outward == {"outside"}
    assert [name for name, one in SERVICES.items() if "outside" in one["networks"]] == ["proxy"]


def test_each_part_meets_only_those_it_works_with() -> None:
    def meet(one: str, other: str) -> bool:
        return bool(set(SERVICES[one]["networks"]) & set(SERVICES[other]["networks"]))

    assert not meet("proxy", "actions")
    assert not meet("proxy", "postgres")
    assert [name for name in SERVICES if meet(name, "redis")] == ["chat", "redis"]
    (subnet,) = COMPOSE["networks"]["to_chat"]["ipam"]["config"]
    trusted = SERVICES["chat"]["environment"]["LANTERN_TRUSTED_PROXIES"]
    assert trusted == subnet["subnet"]
    assert {name for name, one in SERVICES.items() if "to_chat" in one["networks"]} == {
        "chat",
        "proxy",
    }


def test_the_servers_endpoints_differ_from_ours_in_one_address() -> None:
    ours, theirs = (
        yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
        for name in ("endpoints.yml", "deploy/endpoints.yml")
    )
    assert theirs.pop("action_endpoint") == {"url": "${LANTERN_ACTIONS}"}
    del ours["action_endpoint"]
    assert theirs == ours


def test_messaging_adds_the_way_out_and_takes_nothing_away() -> None:
    added = yaml.safe_load((DEPLOY / "compose.messaging.yaml").read_text(encoding="utf-8"))
    chat = added["services"]["chat"]
    assert set(chat["networks"]) == {*SERVICES["chat"]["networks"], *added["networks"]}
    assert set(chat["secrets"]) == {*SERVICES["chat"]["secrets"], *added["secrets"]}


@pytest.mark.parametrize("files", [("compose.yaml",), ("compose.yaml", "compose.messaging.yaml")])
def test_docker_reads_the_compose_files(files: tuple[str, ...]) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker with its compose plugin is not installed")
    named = [word for file in files for word in ("-f", str(DEPLOY / file))]
    read = subprocess.run(
        [docker, "compose", *named, "--env-file", str(DEPLOY / ".env.example"), "config", "-q"],
        capture_output=True,
        text=True,
    )
    assert read.returncode == 0, read.stderr
