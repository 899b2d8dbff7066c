"""What is deployed fits the code and itself: names of settings, routes, ports, secrets, and who refers to whom."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typst
from fastapi.routing import APIRoute

from apps.cli.keys import Keys
from apps.cli.system import CONSOLE, GATEWAY, PUBLIC, SERVICES
from apps.duty_console.settings import Settings as ConsoleSettings
from apps.gateway.settings import Settings as GatewaySettings
from apps.public.public import probes
from apps.public.routes import ALL as PUBLIC_PAGES
from apps.public.settings import Settings as PublicSettings
from deploy import containers, secrets
from deploy.definitions import DEMO, FILE, definitions, written

ROOT = Path(__file__).parents[1]
PAGES = {GATEWAY: GatewaySettings, CONSOLE: ConsoleSettings, PUBLIC: PublicSettings}
WITHOUT_SECRETS = (CONSOLE, PUBLIC)
K8S = ROOT / "deploy/k8s"
HOWTO = (ROOT / "docs/howto/deploy.md").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
LOCAL = (ROOT / "deploy/compose.local.yml").read_text(encoding="utf-8")
BY_HAND = {
    "skillseal-keys": {"SKILLSEAL_FIELD_KEYS", "SKILLSEAL_TOKEN_KEYS", "SKILLSEAL_EVENT_KEYS"},
    "skillseal-signing": {"certification"},
    "skillseal-gateway": {
        "SKILLSEAL_GATEWAY_KEY",
        "SKILLSEAL_FIELD_KEYS",
        "SKILLSEAL_TOKEN_KEYS",
        "SKILLSEAL_EVENT_KEYS",
    },
    "skillseal-events": {*SERVICES, GATEWAY},
    "skillseal-amqp": {*SERVICES, GATEWAY},
    "skillseal-tokens": set(SERVICES),
    "skillseal-store": {*SERVICES, GATEWAY},
    "rabbitmq-definitions": {"definitions.json"},
}


def yaml(*documents):
    """The pinned packages bring one reader of YAML: typst's. It leaves merge keys to us."""
    read = b"#metadata(json(bytes(sys.inputs.documents)).map(text => yaml(bytes(text)))) <read>"
    given = {"documents": json.dumps(documents)}
    return merged(json.loads(typst.query(read, "<read>", field="value", one=True, sys_inputs=given)))


def merged(value):
    match value:
        case dict():
            own = {key: merged(inner) for key, inner in value.items() if key != "<<"}
            return merged(value["<<"]) | own if "<<" in value else own
        case list():
            return [merged(inner) for inner in value]
        case _:
            return value


@cache
def compose():
    return yaml(COMPOSE)[0]["services"]


@cache
def local():
    return yaml(LOCAL)[0]["services"]


@cache
def settings_of(service):
    """The variables that a service or a page reads."""
    settings = PAGES.get(service) or import_module(f"services.{service}.settings").Settings
    prefix = settings.model_config["env_prefix"]
    return {field.validation_alias or f"{prefix}{name}".upper() for name, field in settings.model_fields.items()}


def paths_of(routers):
    return {route.path for router in routers for route in router.routes if isinstance(route, APIRoute)}


@pytest.fixture(scope="session")
def routes(tmp_path_factory):
    """The paths that every service answers, and the public page too."""
    keys = Keys.in_directory(tmp_path_factory.mktemp("keys"))
    settings = import_module("services.archive.settings").Settings(
        field_keys=keys.field_keys,
        token_keys=keys.public_key_set,
        event_key=keys.event_key("archive"),
        event_keys=keys.event_keys(["archive"]),
    )
    built = import_module("services.archive.main").build(settings)
    paths = {route.path for router in built.routers for route in router.routes}
    return paths & paths_of([probes])


# ---- the broker


def test_the_definitions_are_those_of_the_code():
    assert FILE.read_text(encoding="utf-8") == written(definitions()), "run python -m deploy.definitions"


def test_no_password_is_kept_with_the_code():
    assert {user["password_hash"] for user in json.loads(FILE.read_text(encoding="utf-8"))["users"]} == {""}


def test_a_simulated_clock_has_no_place_in_production():
    text = written(definitions())

    assert "simulation" not in text
    assert f'"{DEMO}"' not in text


def test_secrets_are_made_once_and_kept_from_others(tmp_path):
    directory = tmp_path / "secrets"

    first = secrets.make(directory)
    environment = (directory / "compose.env").read_text(encoding="utf-8")
    again = secrets.make(directory, simulation=True)

    assert first.items() <= again.items()
    assert set(again) - set(first) == {DEMO}
    now = (directory / "compose.env").read_text(encoding="utf-8").splitlines()
    assert all(line in now for line in environment.splitlines() if not line.startswith("SERVICE_TOKEN_"))
    assert directory.stat().st_mode & 0o777 == 0o700
    secret = ["compose.env", "keys.env", "gateway.env", "amqp.env", "tokens.env", "events.env", "passwords.json"]
    assert {(directory / name).stat().st_mode & 0o777 for name in secret} == {0o600}


def test_the_broker_knows_the_passwords_that_the_services_are_told(tmp_path):
    passwords = secrets.make(tmp_path / "secrets")

    users = json.loads((tmp_path / "secrets/definitions.json").read_text(encoding="utf-8"))["users"]

    for user in users:
        salted = base64.b64decode(user["password_hash"])
        assert hashlib.sha256(salted[:4] + passwords[user["name"]].encode()).digest() == salted[4:]


# ---- compose


def test_compose_runs_every_service():
    assert set(compose()) == {*SERVICES, *PAGES, "rabbitmq", "mongodb", "mongodb-init"}
    assert set(local()) == set(compose())


@pytest.mark.parametrize("service", [*SERVICES, *PAGES])
def test_compose_tells_a_service_what_it_reads(service):
    for told in (compose()[service]["environment"], local()[service].get("environment", {})):
        assert set(told) <= settings_of(service)


@pytest.mark.parametrize("service", [*SERVICES, *PAGES])
def test_a_container_can_do_little(service):
    container = compose()[service]

    assert (container["read_only"], container["user"], container["cap_drop"]) == (True, "10001:10001", ["ALL"])
    if service in PAGES:
        assert container["build"]["target"] == service
        assert container["build"]["args"]["REQUIREMENTS"] == f"requirements-{service}.txt"
    else:
        assert container["build"]["args"]["SERVICE"] == service
    assert re.fullmatch(rf"skillseal/{service}:.*", container["image"])


def test_nothing_is_reached_from_outside():
    ports = [port for container in local().values() for port in container.get("ports", [])]

    assert not any("ports" in container for container in compose().values())
    assert len(ports) == 1 + len(SERVICES) + len(PAGES)
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_variable_that_compose_demands_is_written_or_explained(tmp_path):
    secrets.make(tmp_path / "secrets")
    written_down = (tmp_path / "secrets/compose.env").read_text(encoding="utf-8")

    demanded = set(re.findall(r"\$\{(\w+):\?", COMPOSE))

    assert demanded
    for variable in demanded:
        assert f"\n{variable}=" in f"\n{written_down}" or f"`{variable}`" in HOWTO, variable


def test_without_docker_nothing_counts_as_proved(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.containers", "--out", str(tmp_path)],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == containers.MISSING
    assert "SKIPPED" in ran.stderr
    assert "Docker" in ran.stderr


def test_a_logged_error_counts_unless_the_amqp_client_lost_its_broker():
    mine = '{"event": "deadline.failed", "level": "error"}'
    of_a_library = '{"event": "Task exception was never retrieved", "logger": "asyncio", "level": "error"}'
    of_the_client = '{"event": "Connection refused", "logger": "aiormq.connection", "level": "error"}'
    calm = '{"event": "deadline.refused", "level": "warning"}'

    assert containers.errors_among([mine, of_a_library, of_the_client, calm]) == [mine, of_a_library]


def test_the_health_check_asks_a_route(routes):
    asked = re.findall(r"127\.0\.0\.1:\{PORT\}(/[\w/]+)", (ROOT / "deploy/healthcheck.py").read_text(encoding="utf-8"))

    assert asked == ["/health"]
    assert set(asked) <= routes


@pytest.mark.parametrize("service", [*SERVICES, GATEWAY])
def test_a_service_writes_to_nothing_but_its_store(service):
    """ADR 0022. The manifest is read as it lies there: not everywhere is a kubectl to render it."""
    deployment = yaml((K8S / "service/deployment.yaml").read_text(encoding="utf-8"))[0]

    assert "volumes" not in compose()[service]
    assert local()[service]["volumes"] == [f"{service}:/data"]
    assert [one["name"] for one in deployment["spec"]["template"]["spec"]["volumes"]] == ["tmp"]


# ---- Kubernetes


@cache
def rendered(overlay):
    """Every object of an overlay."""
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is missing: the manifests were not rendered")
    command = ["kubectl", "kustomize", str(K8S / "overlays" / overlay)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return yaml(*re.split(r"^---$", text, flags=re.MULTILINE))


@pytest.fixture(params=["single-node", "production"])
def objects(request):
    return rendered(request.param)


def of_kind(objects, *kinds):
    return [one for one in objects if one["kind"] in kinds]


def named(objects, kind):
    return {one["metadata"]["name"]: one for one in of_kind(objects, kind)}


def pods(objects):
    """Labels and containers of everything that makes pods, with the operator's RabbitMQ as it makes it."""
    made = [one["spec"]["template"] for one in of_kind(objects, "Deployment", "StatefulSet")]
    cluster = {"labels": {"app.kubernetes.io/name": "rabbitmq"}, "name": "rabbitmq"}
    return made + [{"metadata": cluster, "spec": {"containers": []}} for _ in of_kind(objects, "RabbitmqCluster")]


def selected(objects, selector):
    wanted = selector.get("matchLabels", selector).items()
    return [pod for pod in pods(objects) if wanted <= pod["metadata"]["labels"].items()]


def ports_of(pod):
    return {
        name: port["containerPort"]
        for container in pod["spec"]["containers"]
        for port in container.get("ports", [])
        for name in (port["name"], port["containerPort"])
    }


def service_name(deployment):
    return deployment["metadata"]["name"].removeprefix("skillseal-")


def walk(value):
    match value:
        case dict():
            yield value
            for inner in value.values():
                yield from walk(inner)
        case list():
            for inner in value:
                yield from walk(inner)


def test_every_manifest_is_used():
    for directory in {file.parent for file in K8S.rglob("*.yaml")} | {
        ROOT / "deploy/rabbitmq",
        ROOT / "deploy/mongodb",
    }:
        listed = (directory / "kustomization.yaml").read_text(encoding="utf-8")
        for file in directory.iterdir():
            if file.is_file() and file.name not in {"kustomization.yaml", "definitions.json"}:
                assert file.name in listed, file


def test_every_service_is_deployed_under_its_own_image(objects):
    images = {
        service_name(one): one["spec"]["template"]["spec"]["containers"][0]["image"]
        for one in of_kind(objects, "Deployment")
    }

    assert images == {service: f"skillseal/{service}:{version()}" for service in [*SERVICES, *PAGES]}


def version():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_a_pod_tells_its_service_what_it_reads(objects):
    maps = named(objects, "ConfigMap")
    for deployment in of_kind(objects, "Deployment"):
        [container] = deployment["spec"]["template"]["spec"]["containers"]
        told = {variable["name"] for variable in container["env"]}
        for source in container.get("envFrom", []):
            found = source.get("configMapRef", source.get("secretRef"))["name"]
            told |= set(maps[found]["data"]) if "configMapRef" in source else BY_HAND[found]
        assert told <= settings_of(service_name(deployment))
        if service_name(deployment) in WITHOUT_SECRETS:
            continue  # the test of its network is about it
        assert {"SKILLSEAL_STORE", "SKILLSEAL_AMQP_URL", "SKILLSEAL_FIELD_KEYS", "SKILLSEAL_TOKEN_KEYS"} <= told
        assert {"SKILLSEAL_EVENT_KEY", "SKILLSEAL_EVENT_KEYS"} <= told


def test_what_is_referred_to_is_there(objects):
    maps, claims = named(objects, "ConfigMap"), named(objects, "PersistentVolumeClaim")
    for node in walk(objects):
        if reference := node.get("configMapKeyRef"):
            assert reference["key"] in maps[reference["name"]]["data"]
        if reference := node.get("configMap"):
            assert reference["name"] in maps
        if reference := node.get("secretKeyRef"):
            assert reference["key"] in BY_HAND[reference["name"]]
        if reference := node.get("secret"):
            assert reference["secretName"] in BY_HAND
        if reference := node.get("persistentVolumeClaim"):
            assert reference["claimName"] in claims


def test_a_pod_takes_only_its_own_part_of_a_secret(objects):
    for deployment in of_kind(objects, "Deployment"):
        taken = {node["secretKeyRef"]["key"] for node in walk(deployment) if "secretKeyRef" in node}
        assert taken == {service_name(deployment)} - {*WITHOUT_SECRETS}


@pytest.mark.parametrize(
    ("page", "asked"), [(PUBLIC, ["registration", "certification"]), (CONSOLE, ["incident", "gateway"])]
)
def test_a_page_without_secrets_reaches_neither_broker_nor_store(page, asked, objects):
    pod = named(objects, "Deployment")[f"skillseal-{page}"]
    allowed = [policy for policy in of_kind(objects, "NetworkPolicy") if of_policy(objects, policy, page)]

    assert not [node for node in walk(pod) if {"secretKeyRef", "secretRef", "envFrom"} & set(node)]
    assert not set(compose()[page]["environment"]) & {"SKILLSEAL_FIELD_KEYS", "SKILLSEAL_AMQP_URL", "SKILLSEAL_STORE"}
    assert [policy["metadata"]["name"] for policy in allowed] == [f"skillseal-{page}"]
    reached = [peer["podSelector"]["matchLabels"] for peer in allowed[0]["spec"]["egress"][0]["to"]]
    assert reached == [{"app.kubernetes.io/name": who} for who in asked]
    for who in asked:
        to = named(objects, "NetworkPolicy")[f"skillseal-{who}-to-{page}"]["spec"]
        assert to["podSelector"]["matchLabels"] == {"app.kubernetes.io/name": who}


def test_certification_is_told_of_seals_and_the_authority_of_time(objects):
    handed_on = {"SKILLSEAL_SEAL_IMAGES": "seal_images", "SKILLSEAL_TIME_STAMP_URL": "time_stamp_url"}

    told = compose()["certification"]["environment"]
    [container] = named(objects, "Deployment")["skillseal-certification"]["spec"]["template"]["spec"]["containers"]
    sources = {one["name"]: one["valueFrom"] for one in container["env"] if one["name"] in handed_on}

    assert {name: told[name] for name in handed_on} == {
        "SKILLSEAL_SEAL_IMAGES": "${SEAL_IMAGES:-}",
        "SKILLSEAL_TIME_STAMP_URL": "${TIME_STAMP_URL:-}",
    }
    assert {name: source["configMapKeyRef"]["key"] for name, source in sources.items()} == handed_on


def test_the_code_on_certificates_leads_to_the_public_page(objects):
    """Both are told one address; its path is one that the page answers."""
    told = compose()["certification"]["environment"]["SKILLSEAL_VERIFICATION_URL"]
    assert re.match(r"\$\{VERIFICATION_URL:\?", told)
    assert re.match(r"\$\{VERIFICATION_URL:\?", compose()[PUBLIC]["environment"]["SKILLSEAL_PUBLIC_URL"])
    maps = named(objects, "ConfigMap")
    for name, variable in ("certification", "SKILLSEAL_VERIFICATION_URL"), (PUBLIC, "SKILLSEAL_PUBLIC_URL"):
        [container] = named(objects, "Deployment")[f"skillseal-{name}"]["spec"]["template"]["spec"]["containers"]
        [source] = [one["valueFrom"]["configMapKeyRef"] for one in container["env"] if one["name"] == variable]
        url = maps[source["name"]]["data"][source["key"]]
        assert f"{urlsplit(url).path}/{{number}}" in paths_of(PUBLIC_PAGES)


@pytest.mark.parametrize(
    ("page", "foreign"),
    [
        (GATEWAY, ["nicegui"]),
        (CONSOLE, ["argon2", "pyotp", "zxcvbn"]),
        (PUBLIC, ["argon2", "nicegui", "python_multipart", "pyotp", "zxcvbn"]),
    ],
)
def test_what_a_page_imports_is_in_its_image(page, foreign, told, tmp_path):
    """No service, no other page, none of their packages: what is copied and told is enough to put it together."""
    stage = (
        (ROOT / "Dockerfile").read_text(encoding="utf-8").partition(f"FROM runtime AS {page}")[2].partition("\nFROM")[0]
    )
    for copied in ["libs/", *re.findall(r"^COPY (\S+)", stage, re.MULTILINE)]:
        source = ROOT / copied
        (tmp_path / copied).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, tmp_path / copied, ignore=shutil.ignore_patterns("tests", "__pycache__"))
        else:
            shutil.copy(source, tmp_path / copied)
    made = "main.Settings()" if page == CONSOLE else "main.build().application()"
    ask = (
        f"import sys; sys.modules.update(dict.fromkeys({foreign}));"
        f"from apps.{page.replace('-', '_')} import main; {made}; print('services' in sys.modules)"
    )
    command = [sys.executable, "-c", ask]
    ran = subprocess.run(command, cwd=tmp_path, env=told(page), capture_output=True, text=True, check=False)

    assert (ran.stdout, ran.stderr) == ("False\n", "")


@pytest.fixture
def told(tmp_path):
    """What the secrets of Kubernetes tell a page."""
    secrets.make(tmp_path / "secrets")

    def written_in(name):
        lines = (tmp_path / "secrets" / name).read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def told_to(page):
        if page in WITHOUT_SECRETS:
            return {}
        return written_in("gateway.env") | {"SKILLSEAL_EVENT_KEY": written_in("events.env")[page]}

    return told_to


def test_the_key_that_signs_for_staff_is_told_to_the_gateway_alone(objects, told):
    """Its ring of field keys is its own too: what it keeps is opened by no service, and what they keep not by it."""
    pods = {name: json.dumps(one) for name, one in named(objects, "Deployment").items()}
    containers_told = {name: json.dumps(one.get("environment", {})) for name, one in compose().items()}

    assert [name for name, pod in pods.items() if '{"name": "skillseal-gateway"}' in pod] == ["skillseal-gateway"]
    assert '{"name": "skillseal-keys"}' not in pods["skillseal-gateway"]
    for variable in ("${GATEWAY_KEY:?}", "${GATEWAY_FIELD_KEYS:?}"):
        assert [name for name, text in containers_told.items() if variable in text] == [GATEWAY]
    gateway = GatewaySettings(**{name.removeprefix("SKILLSEAL_").lower(): text for name, text in told(GATEWAY).items()})
    assert gateway.signing_key().is_private
    assert "d" not in gateway.token_key_set()["keys"][0]
    assert GATEWAY not in gateway.event_key_ring()


def test_the_gateway_is_told_where_each_service_answers(objects):
    services = named(objects, "Service")
    [container] = named(objects, "Deployment")["skillseal-gateway"]["spec"]["template"]["spec"]["containers"]
    [variable] = [one for one in container["env"] if one["name"] == "SKILLSEAL_SERVICES"]
    in_compose = json.loads(compose()[GATEWAY]["environment"]["SKILLSEAL_SERVICES"])

    assert in_compose == {name: f"http://{name}:8080" for name in SERVICES}
    assert set(json.loads(variable["value"])) == set(SERVICES)
    for name, url in json.loads(variable["value"]).items():
        service = services[f"skillseal-{name}"]
        assert urlsplit(url).hostname == service["metadata"]["name"]
        assert urlsplit(url).port in {one["port"] for one in service["spec"]["ports"]}


def test_nobody_reaches_the_gateway_but_who_serves_staff(objects):
    policies = named(objects, "NetworkPolicy")
    sources = [source for rule in policies["skillseal-gateway"]["spec"]["ingress"] for source in rule["from"]]

    assert {name for name in policies if of_policy(objects, policies[name], GATEWAY)} == {
        "skillseal-gateway",
        "skillseal-gateway-broker-and-store",
        "skillseal-gateway-to-duty-console",
    }
    assert {label for source in sources for labels in source.values() for label in labels["matchLabels"]} == {
        "skillseal-client"
    }
    let_in = policies["skillseal-services-to-gateway"]
    assert all(of_policy(objects, let_in, name) for name in SERVICES)


def test_the_duty_console_and_the_gateway_are_told_of_each_other(objects):
    """Browsers go from one to the other and back; the console asks under a name that the gateway answers to."""
    maps = named(objects, "ConfigMap")

    def told(page, variable):
        [container] = named(objects, "Deployment")[f"skillseal-{page}"]["spec"]["template"]["spec"]["containers"]
        [found] = [one for one in container["env"] if one["name"] == variable]
        source = found.get("valueFrom", {}).get("configMapKeyRef")
        return maps[source["name"]]["data"][source["key"]] if source else found["value"]

    served = json.loads(told(GATEWAY, "SKILLSEAL_HOSTS"))
    inside = urlsplit(told(CONSOLE, "SKILLSEAL_CONSOLE_GATEWAY_INSIDE"))
    assert {inside.hostname, urlsplit(told(CONSOLE, "SKILLSEAL_CONSOLE_GATEWAY")).hostname} <= set(served)
    assert inside.port in {one["port"] for one in named(objects, "Service")[inside.hostname]["spec"]["ports"]}
    assert urlsplit(told(GATEWAY, "SKILLSEAL_CONSOLE_URL")).scheme == "https"
    assert compose()[CONSOLE]["environment"]["SKILLSEAL_CONSOLE_GATEWAY"] == "${GATEWAY_URL:?}"
    assert compose()[GATEWAY]["environment"]["SKILLSEAL_CONSOLE_URL"] == "${CONSOLE_URL:?}"


def of_policy(objects, policy, name):
    """Whether a policy is about a program's pods."""
    chosen = selected(objects, policy["spec"]["podSelector"])
    return any(one["metadata"]["labels"].get("app.kubernetes.io/name") == name for one in chosen)


def test_every_secret_is_explained():
    for name in BY_HAND:
        assert f"secret generic {name}" in HOWTO, name


def test_a_service_leads_to_pods(objects):
    for service in of_kind(objects, "Service"):
        chosen = selected(objects, service["spec"]["selector"])
        assert len(chosen) == 1
        assert all(port["targetPort"] in ports_of(chosen[0]) for port in service["spec"]["ports"])


def test_the_logs_that_are_compared_are_where_they_are_said_to_be(objects):
    services = named(objects, "Service")
    feeds = json.loads(named(objects, "ConfigMap")["skillseal-settings"]["data"]["SKILLSEAL_FEEDS"])

    assert set(feeds) == set(SERVICES) - {"archive"}
    for url in feeds.values():
        name, port = re.fullmatch(r"http://([\w-]+):(\d+)", url).groups()
        assert int(port) in {one["port"] for one in services[name]["spec"]["ports"]}


def test_probes_ask_routes(objects, routes):
    for deployment in of_kind(objects, "Deployment"):
        [container] = deployment["spec"]["template"]["spec"]["containers"]
        is_console = service_name(deployment) == CONSOLE  # it has no broker and no store to be ready with
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert container[probe]["httpGet"]["path"] in ({"/health"} if is_console else routes)
            assert container[probe]["httpGet"]["port"] in ports_of({"spec": {"containers": [container]}})


def test_disruption_budgets_and_scaling_have_something_to_hold(objects):
    deployments = named(objects, "Deployment")
    budgets = of_kind(objects, "PodDisruptionBudget")

    assert len(budgets) > len(SERVICES)
    assert all(len(selected(objects, budget["spec"]["selector"])) == 1 for budget in budgets)
    for scaler in of_kind(objects, "HorizontalPodAutoscaler"):
        assert "replicas" not in deployments[scaler["spec"]["scaleTargetRef"]["name"]]["spec"], "two would set it"


def test_policies_speak_of_pods_and_ports_that_are_there(objects):
    for policy in of_kind(objects, "NetworkPolicy"):
        subjects = selected(objects, policy["spec"]["podSelector"])
        assert subjects, policy["metadata"]["name"]
        for rule in policy["spec"].get("ingress", []):
            for port in rule["ports"]:
                if isinstance(port["port"], str):
                    assert all(port["port"] in ports_of(pod) for pod in subjects)
        for rule in policy["spec"].get("egress", []):
            peers = [pod for peer in rule.get("to", []) for pod in selected(objects, peer.get("podSelector", {"": ""}))]
            for port in rule["ports"]:
                if isinstance(port["port"], str):
                    assert peers
                    assert all(port["port"] in ports_of(pod) for pod in peers)


def test_pods_are_nobody_special(objects):
    for pod in pods(objects):
        for container in pod["spec"]["containers"]:
            assert pod["spec"]["securityContext"]["runAsNonRoot"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert "memory" in container["resources"]["limits"]
            assert {"cpu", "memory"} <= set(container["resources"]["requests"])
