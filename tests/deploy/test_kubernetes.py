"""The Kubernetes manifests: rendered, held to the published schemas, and to rules of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.locations import ROOT

KUBERNETES = ROOT / "deploy" / "kubernetes"
OVERLAYS = ("example", "trial")
VALIDATE = ROOT / "deploy" / "tools" / ".venv" / "bin" / "kubernetes-validate"
# The oldest release that its makers still mend when this is written, and the newest with schemas.
VERSIONS = ("1.32", "1.34")
OLDEST_KUSTOMIZE = (4, 5)
WORKLOADS = ("Deployment", "StatefulSet", "Job")
Manifest = dict[str, Any]


def kustomize_version() -> tuple[int, ...]:
    kubectl = shutil.which("kubectl")
    if not kubectl:
        return ()
    said = subprocess.run([kubectl, "version", "--client"], capture_output=True, text=True).stdout
    found = re.search(r"Kustomize Version: v(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else (2, 0)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each overlay as one file."""
    version = kustomize_version()
    if not version:
        pytest.skip("kubectl is not installed")
    if version < OLDEST_KUSTOMIZE:
        pytest.skip("this kubectl is older than the components that the overlays use")
    folder = tmp_path_factory.mktemp("manifests")
    files = {}
    for overlay in OVERLAYS:
        made = subprocess.run(
            ["kubectl", "kustomize", str(KUBERNETES / "overlays" / overlay)],
            capture_output=True,
            text=True,
        )
        assert made.returncode == 0, made.stderr
        assert made.stderr == "", "kustomize warns of something"
        files[overlay] = folder / f"{overlay}.yaml"
        files[overlay].write_text(made.stdout)
    return files


@pytest.fixture(params=OVERLAYS)
def manifests(request: pytest.FixtureRequest, rendered: dict[str, Path]) -> list[Manifest]:
    return list(yaml.safe_load_all(rendered[request.param].read_text()))


def of_kind(manifests: list[Manifest], *kinds: str) -> list[Manifest]:
    return [one for one in manifests if one["kind"] in kinds]


def pod(workload: Manifest) -> Manifest:
    return dict(workload["spec"]["template"]["spec"])


def containers(manifests: list[Manifest]) -> list[Manifest]:
    return [
        one
        for workload in of_kind(manifests, *WORKLOADS)
        for one in (*pod(workload)["containers"], *pod(workload).get("initContainers", ()))
    ]


def named(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    return next(one for one in of_kind(manifests, kind) if one["metadata"]["name"] == name)


def test_every_manifest_keeps_to_the_published_schemas(rendered: dict[str, Path]) -> None:
    if not VALIDATE.is_file():
        pytest.skip("kubernetes-validate is not installed (deploy/tools.sh)")
    for version in VERSIONS:
        checked = subprocess.run(
            [str(VALIDATE), "--strict", "-k", version, *map(str, rendered.values())],
            capture_output=True,
            text=True,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_pod_runs_with_no_right_that_it_does_not_need(manifests: list[Manifest]) -> None:
    """What the restricted Pod Security Standard asks, and a read-only file system beside it."""
    namespace = named(manifests, "Namespace", "lantern")["metadata"]["labels"]
    assert namespace["pod-security.kubernetes.io/enforce"] == "restricted"
    for workload in of_kind(manifests, *WORKLOADS):
        spec = pod(workload)
        assert spec["automountServiceAccountToken"] is False
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] > 0
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
        kinds = {next(key for key in volume if key != "name") for volume in spec["volumes"]}
        assert kinds <= {"emptyDir", "secret", "configMap"}
    for container in containers(manifests):
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True, container["name"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"]["drop"] == ["ALL"]
        wanted = ["NET_BIND_SERVICE"] if container["name"] == "proxy" else []
        assert context["capabilities"].get("add", []) == wanted


def test_every_container_says_what_it_needs_and_may_take(manifests: list[Manifest]) -> None:
    for container in containers(manifests):
        assert {"cpu", "memory"} <= set(container["resources"]["requests"]), container["name"]
        assert "memory" in container["resources"]["limits"], container["name"]
        tag = container["image"].rpartition(":")[2]
        assert tag not in ("latest", ""), container["image"]
        assert "/" not in tag, container["image"]


def test_every_server_is_probed(manifests: list[Manifest]) -> None:
    for workload in of_kind(manifests, "Deployment", "StatefulSet"):
        for container in pod(workload)["containers"]:
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                assert probe in container, f"{container['name']} has no {probe}"
    (chat,) = pod(named(manifests, "Deployment", "chat"))["containers"]
    assert chat["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert chat["livenessProbe"]["httpGet"]["path"] == "/health/live"


def test_secrets_come_as_files_and_stand_in_no_manifest(manifests: list[Manifest]) -> None:
    assert not of_kind(manifests, "Secret")
    for workload in of_kind(manifests, *WORKLOADS):
        files = {
            f"/run/lantern/{item['path']}"
            for volume in pod(workload)["volumes"]
            for item in volume.get("secret", {}).get("items", ())
        }
        for container in pod(workload)["containers"]:
            env = {one["name"]: one.get("value", "") for one in container.get("env", ())}
            asked = {value for name, value in env.items() if name.endswith("_FILE")}
            assert asked <= files, container["name"]
            for name, value in env.items():
                assert not re.search(r"(_URL|_SECRET|_PASSWORD|_TOKEN|_DATABASE)$", name), name
                assert "@" not in value


def test_each_part_has_only_the_secrets_of_its_own_work(manifests: list[Manifest]) -> None:
    def keys(kind: str, name: str) -> set[str]:
        volumes = pod(named(manifests, kind, name))["volumes"]
        return {item["key"] for one in volumes for item in one.get("secret", {}).get("items", ())}

    assert keys("Deployment", "chat") == {"session_secret", "redis_url", "signatures_url"}
    assert keys("Deployment", "actions") == {"legal_reader_url"}
    assert keys("Job", "legal-data") == {"legal_loader_url"}
    assert keys("Deployment", "proxy") == set()


def test_an_update_takes_no_replica_away_before_another_is_ready(
    manifests: list[Manifest],
) -> None:
    for name in ("chat", "actions", "proxy"):
        deployment = named(manifests, "Deployment", name)
        assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
        assert named(manifests, "PodDisruptionBudget", name)["spec"]["maxUnavailable"] == 1
        (container,) = pod(deployment)["containers"]
        pause = int(container["lifecycle"]["preStop"]["exec"]["command"][1])
        # Sanic lets requests end for 15 seconds, our channels messages of apps for 10 before that.
        assert pod(deployment)["terminationGracePeriodSeconds"] >= pause + 10 + 15
        spread = {one["topologyKey"] for one in pod(deployment)["topologySpreadConstraints"]}
        assert "kubernetes.io/hostname" in spread


def test_the_autoscaler_leaves_at_least_two_and_shrinks_slowly(manifests: list[Manifest]) -> None:
    scaler = named(manifests, "HorizontalPodAutoscaler", "chat")["spec"]
    assert scaler["minReplicas"] >= 2
    assert scaler["behavior"]["scaleDown"]["stabilizationWindowSeconds"] >= 600
    assert "replicas" not in named(manifests, "Deployment", "chat")["spec"]


def allowed(manifests: list[Manifest], to: str) -> dict[int, set[str]]:
    """Who may reach a part: names of the pods (or namespaces) by port."""
    found: dict[int, set[str]] = {}
    for policy in of_kind(manifests, "NetworkPolicy"):
        if policy["spec"]["podSelector"].get("matchLabels", {}).get("app.kubernetes.io/name") != to:
            continue
        for rule in policy["spec"].get("ingress", ()):
            for port in rule["ports"]:
                found.setdefault(port["port"], set()).update(*map(names, rule["from"]))
    return found


def names(peer: Manifest) -> set[str]:
    if "namespaceSelector" in peer:
        return set(peer["namespaceSelector"]["matchLabels"].values())
    selector = peer["podSelector"]
    listed = [value for one in selector.get("matchExpressions", ()) for value in one["values"]]
    return {*selector.get("matchLabels", {}).values(), *listed}


def test_only_who_has_business_with_a_part_can_reach_it(manifests: list[Manifest]) -> None:
    nothing = named(manifests, "NetworkPolicy", "nothing")["spec"]
    assert nothing == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert allowed(manifests, "chat") == {5005: {"proxy"}, 9105: {"monitoring"}}
    assert allowed(manifests, "actions") == {5055: {"chat", "preview"}}
    assert allowed(manifests, "proxy") == {8080: {"ingress-nginx"}}
    assert allowed(manifests, "preview") == {}
    if of_kind(manifests, "StatefulSet"):
        readers = {"actions", "preview", "legal-data", "chat"}
        assert allowed(manifests, "postgres") == {5432: readers}
        assert allowed(manifests, "redis") == {6379: {"chat"}}


def test_the_outside_reaches_the_proxy_alone_and_leaves_no_log(rendered: dict[str, Path]) -> None:
    manifests = list(yaml.safe_load_all(rendered["example"].read_text()))
    services = {
        path["backend"]["service"]["name"]
        for ingress in of_kind(manifests, "Ingress")
        for rule in ingress["spec"]["rules"]
        for path in rule["http"]["paths"]
    }
    assert services == {"proxy"}
    (ingress,) = of_kind(manifests, "Ingress")
    told = ingress["metadata"]["annotations"]
    assert told["nginx.ingress.kubernetes.io/enable-access-log"] == "false"
    assert told["nginx.ingress.kubernetes.io/proxy-buffering"] == "off"
    for service in of_kind(manifests, "Service"):
        assert service["spec"].get("type", "ClusterIP") == "ClusterIP"


def test_every_service_leads_to_a_container_that_listens(manifests: list[Manifest]) -> None:
    ports = {
        workload["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/name"]: {
            port["name"] for one in pod(workload)["containers"] for port in one["ports"]
        }
        for workload in of_kind(manifests, "Deployment", "StatefulSet")
    }
    for service in of_kind(manifests, "Service"):
        part = service["spec"]["selector"]["app.kubernetes.io/name"]
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports[part]
