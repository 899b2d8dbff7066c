"""Local stand-ins of the platforms: they check path, key, signature and JSON, and answer with documented codes."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

NAME = "leading-group"
KEY = "693a91f6-7000-4bc4-97a0-0ec2sifa5aaa"
SECRET = "SEC-0123456789abcdef"
HOUR = 3600
SLOW = "slow"
GARBAGE = "garbage"


class Server:
    """Takes posts; `faults` are answered first: a status, a code of the platform (with its words), SLOW or GARBAGE."""

    path = "/"
    refusal = busy = 0
    said = "refused"

    def __init__(self):
        self.arrived: list[str] = []
        self.faults: deque = deque()
        self.asked = 0
        self.let_go = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                server.asked += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = server.answer(urlsplit(self.path), self.headers, body)
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                """Tests are quiet."""

            def handle(self):
                try:
                    super().handle()
                except ConnectionError:
                    """The caller has hung up on a slow answer."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.path}"

    def close(self):
        self.let_go.set()
        self._http.shutdown()
        self._http.server_close()

    def answer(self, url, headers, body):
        match self.faults.popleft() if self.faults else None:
            case "slow":
                self.let_go.wait(20)
            case "garbage":
                return 200, b"<html>maintenance</html>"
            case int(status) if 400 <= status < 600:
                return status, {}
            case int(code):
                return 200, self.verdict(code)
            case int(code), str(words):
                self.said = words
                return 200, self.verdict(code)
        code, text = self.checked(url, headers, body)
        if code == 0:
            self.arrived.append(text)
        return 200, self.verdict(code)

    def checked(self, url, headers, body):
        """The platform's code, and the text it would show."""
        raise NotImplementedError

    def verdict(self, code):
        return {"errcode": code, "errmsg": "ok" if code == 0 else self.said}


class WeCom(Server):
    path = f"/cgi-bin/webhook/send?key={KEY}"
    refusal, busy = 93000, 45009

    def checked(self, url, headers, body):
        if url.path != "/cgi-bin/webhook/send" or parse_qsl(url.query) != [("key", KEY)]:
            return 93000, ""
        sent = json.loads(body)
        if headers.get_content_type() != "application/json" or set(sent) != {"msgtype", "text"}:
            return 40008, ""
        if sent["msgtype"] != "text" or set(sent["text"]) != {"content"} or not sent["text"]["content"]:
            return 44004, ""
        text = sent["text"]["content"]
        return (40058, "") if len(text.encode()) > 2048 else (0, text)


class DingTalk(Server):
    path = f"/robot/send?access_token={KEY}"
    refusal, busy = 310000, 130101

    def checked(self, url, headers, body):
        query = dict(parse_qsl(url.query))
        if url.path != "/robot/send" or query.get("access_token") != KEY:
            return 300001, ""
        if set(query) != {"access_token", "timestamp", "sign"} or not self.signed(**query):
            self.said = "description:机器人发送签名不匹配"
            return 310000, ""
        if abs(time.time() - int(query["timestamp"]) / 1000) >= HOUR:
            self.said = "description:机器人发送签名过期;solution:签名生成时间和发送时间请保持在timestampms以内"
            return 310000, ""
        sent = json.loads(body)
        if set(sent) != {"msgtype", "text"} or sent["msgtype"] != "text" or set(sent["text"]) != {"content"}:
            return 40035, ""
        return (460101, "") if len(body) > 20_000 else (0, sent["text"]["content"])

    @staticmethod
    def signed(timestamp, sign, **_):
        digest = hmac.new(SECRET.encode(), f"{timestamp}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
        return len(timestamp) == 13 and base64.b64encode(digest).decode() == sign


class Feishu(Server):
    path = f"/open-apis/bot/v2/hook/{KEY}"
    refusal, busy = 19021, 11232
    said = "sign match fail or timestamp is not within one hour from current time"

    def checked(self, url, headers, body):
        if url.path != self.path or url.query:
            return 19001, ""
        sent = json.loads(body)
        if set(sent) != {"timestamp", "sign", "msg_type", "content"} or len(body) > 20 * 1024:
            return 9499, ""
        key = f"{sent['timestamp']}\n{SECRET}".encode()
        sign = base64.b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
        if sign != sent["sign"] or abs(time.time() - int(sent["timestamp"])) >= HOUR:
            return 19021, ""
        if sent["msg_type"] != "text" or set(sent["content"]) != {"text"}:
            return 9499, ""
        return 0, sent["content"]["text"]

    def verdict(self, code):
        if code:
            return {"code": code, "data": {}, "msg": self.said}
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}


class Receiver(Server):
    """A program that takes webhooks: it checks the signature, and takes no copy and nothing old."""

    path = "/notices"
    refusal, busy = 401, 503

    def __init__(self):
        super().__init__()
        self.seen = set()
        self.bodies = []
        self.headers = []

    def answer(self, url, headers, body):
        if self.faults:
            return super().answer(url, headers, body)
        timestamp, told = headers["X-SkillSeal-Timestamp"], headers["X-SkillSeal-Signature"]
        expected = "v1=" + hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
        if url.path != self.path or not hmac.compare_digest(told, expected):
            return 401, {}
        if abs(time.time() - int(timestamp)) > 300:
            return 408, {}
        sent = json.loads(body)
        if headers["X-SkillSeal-Notice"] in self.seen:
            return 200, {}
        self.seen.add(headers["X-SkillSeal-Notice"])
        self.bodies.append(body)
        self.headers.append(dict(headers))
        self.arrived.append(f"{sent['title']}\n{sent['text']}")
        return 204, b""


class Gateway(Server):
    """A provider of text messages."""

    path = "/v1/send"
    refusal, busy = 7, 503
    token = "token-0123456789"

    def checked(self, url, headers, body):
        sent = json.loads(body)
        if url.path != self.path or headers["Authorization"] != f"Bearer {self.token}":
            return 2, ""
        if set(sent) != {"to", "params", "uid"} or set(sent["params"]) != {"content"}:
            return 3, ""
        if not (sent["to"].isascii() and sent["to"].isdigit() and len(sent["to"]) == 11):
            return 4, ""
        text = sent["params"]["content"]
        return (0, text) if text.startswith("【") and len(text) <= 134 else (5, "")

    def verdict(self, code):
        return {"result": {"code": str(code)}, "data": {"id": "m-1"}}


@contextmanager
def running(kind):
    server = kind()
    try:
        yield server
    finally:
        server.close()
