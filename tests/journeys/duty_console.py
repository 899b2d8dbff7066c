"""An incident service and a duty console as processes of their own, and the bus behind them."""

import json
import os
import signal
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from itertools import count

import httpx
import pika

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from libs.chassis.bus.provenance import Provenance, user_of
from libs.chassis.store.port import OutboxEvent
from libs.chassis.testing import EVENT_KEY, KEY, a_token, environment
from libs.contracts.incident import TimeExtensionApproved

BATCH = "2026-autumn"
# NiceGUI has a mode of its own for tests, which it must not take this for.
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "NICEGUI_"))}


# Every text that can be seen and has less contrast with its ground than WCAG 2.2 asks (1.4.3, level AA).
TOO_FAINT = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("script, style, option, optgroup")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [one, other] = [luminance(channels(style.color)), luminance(ground(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${texts.currentNode.data.trim()} ${ratio.toFixed(2)}`);
  }
  return found;
}"""
SERVICE, CONSOLE, GATEWAY = "services.incident.main", "apps.duty_console", "apps.gateway"


NUMBERS = count(1)


class Bus:
    """What the other services would say, and what they would hear of the orders to scheduling."""

    def __init__(self, amqp_url):
        self._provenance = Provenance(user_of(amqp_url), EVENT_KEY, {})
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        self._channel = self._connection.channel()

    def __enter__(self):
        self._orders = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.queue_bind(self._orders, "events", "#")  # an event that nobody takes holds up those behind it
        return self

    def __exit__(self, *_):
        self._connection.close()

    def say(self, event):
        source = event.routing_key.split(".", 1)[0]
        number = next(NUMBERS)  # readers follow by it
        said = OutboxEvent(
            id=f"{source}:test:{number}",
            aggregate="test",
            seq=number,
            routing_key=event.routing_key,
            body=event.model_dump_json().encode(),
            occurred_at=datetime.now(UTC),
        )
        properties = pika.BasicProperties(
            message_id=said.id, user_id=self._provenance.user, headers=self._provenance.attributes(said)
        )
        self._channel.basic_publish("events", said.routing_key, said.body, properties)

    def hear_order(self):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            method, _, body = self._channel.basic_get(self._orders, auto_ack=True)
            if method is None:
                time.sleep(0.05)
            elif method.routing_key == TimeExtensionApproved.routing_key:
                return TimeExtensionApproved.model_validate_json(body)
        raise AssertionError("no order came")


class Desk:
    """The two processes; with a gateway where people sign in there are three."""

    def __init__(self, directory, amqp_url, *, gateway=False):
        self._directory = directory
        self._ports = [Port.free(), Port.free(), Port.free()]
        service_port, console_port, gateway_port = (port.number for port in self._ports)
        self.service_url = f"http://127.0.0.1:{service_port}"
        self.url = f"http://127.0.0.1:{console_port}"
        self._environments = {
            SERVICE: {
                **environment(directory),
                "SKILLSEAL_SIMULATION": "0",
                "SKILLSEAL_HTTP_PORT": str(service_port),
                "SKILLSEAL_AMQP_URL": amqp_url,
            },
            CONSOLE: {
                "SKILLSEAL_INCIDENT_URL": self.service_url,
                "SKILLSEAL_CONSOLE_PORT": str(console_port),
                "SKILLSEAL_CONSOLE_BATCH": BATCH,
                "SKILLSEAL_CONSOLE_SESSIONS": str(directory / "sessions"),
            },
        }
        self.gateway_url = f"http://127.0.0.1:{gateway_port}"
        if gateway:
            # It signs with the key that the tests sign with: the incident service knows no other.
            own = environment(directory / "gateway")
            (directory / "gateway").mkdir()
            self._environments[GATEWAY] = {
                **own,
                "SKILLSEAL_SIMULATION": "0",
                "SKILLSEAL_HTTP_PORT": str(gateway_port),
                "SKILLSEAL_AMQP_URL": amqp_url,
                "SKILLSEAL_GATEWAY_KEY": json.dumps(KEY.as_dict(private=True)),
                "SKILLSEAL_SERVICES": json.dumps({"incident": self.service_url}),
                "SKILLSEAL_CONSOLE_URL": self.url,
            }
            self._environments[CONSOLE]["SKILLSEAL_CONSOLE_GATEWAY"] = self.gateway_url
        self._processes = {}

    def __enter__(self):
        for module in self._environments:
            self._launch(module)
        for module in self._environments:
            self._wait(module)
        return self

    def __exit__(self, *_):
        stop(list(self._processes.values())[::-1], patience=1)
        for port in self._ports:
            port.release()

    def start(self, module):
        """Start one, and wait until it answers."""
        self._launch(module)
        self._wait(module)

    def _launch(self, module):
        self._processes[module] = Process.launch(
            module,
            [sys.executable, "-m", module],
            environment={**OUTSIDE, **self._environments[module]},
            log=self._directory / f"{module}.log",
            bound=True,
        )

    def _wait(self, module):
        url = {
            SERVICE: f"{self.service_url}/health/ready",
            CONSOLE: f"{self.url}/sign-in",
            GATEWAY: f"{self.gateway_url}/health/ready",
        }[module]
        wait_for(self._processes[module], url, log=self._directory / f"{module}.log")

    def kill(self, module):
        """End one without a word."""
        self._processes[module].kill_group()

    def freeze(self, module, *, thaw=False):
        """Stop it in its tracks, or let it go on."""
        self._processes[module].signal(signal.SIGCONT if thaw else signal.SIGSTOP)

    def call(self, method, path, body=None, *, as_=("S-0901", "leading-group")):
        """Ask the service directly, as another program would."""
        headers = {"Authorization": f"Bearer {a_token(*as_)}", "Idempotency-Key": str(uuid.uuid4())}
        answer = httpx.request(method, self.service_url + path, json=body, headers=headers, timeout=10, trust_env=False)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def report(self, *, minutes_ago=1.0, as_=("S-0301", "invigilator"), **said):
        """An incident; the id of it."""
        found = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        body = {
            "batch_id": BATCH,
            "site": "主考点",
            "room": "第一考场",
            "kind": "power-or-equipment-failure",
            "description": "第一考场停电",
            "discovered_at": found.isoformat(),
            **said,
        }
        return self.call("POST", "/incidents", body, as_=as_)["incident_id"]

    def enter_roster(self):
        """Who is on duty."""
        duties = [
            ("site-head", "S-0401", "陈站"),
            ("inspector", "S-0501", "林巡"),
            ("duty-officer", "S-0901", "王值"),
            ("group-head", "S-0902", "赵组"),
            ("director", "S-0001", "孙主任"),
        ]
        body = {
            "evacuation": [{"site": "主考点"}],
            "duties": [
                {"post": post, "person_id": person_id, "name": name, "addresses": {}, "order": ["console"]}
                for post, person_id, name in duties
            ],
        }
        self.call("PUT", f"/rosters/{BATCH}", body, as_=("S-0201", "exam-affairs"))
