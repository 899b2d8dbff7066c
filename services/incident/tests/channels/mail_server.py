"""A small SMTP server: STARTTLS or TLS from the first byte, AUTH PLAIN, and refusals on demand."""

import base64
import email
import socketserver
import ssl
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from email.policy import default

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "duty", "correct horse battery"


def certificate(folder):
    """A self-signed certificate for localhost; its file is key and certificate in one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "mail.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


class Session(socketserver.StreamRequestHandler):
    """One conversation; the server's `mail` says what to answer."""

    encrypted = known = False

    server: "Listener"

    @property
    def mail(self):
        return self.server.mail

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def encrypt(self):
        self.request = self.mail.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.encrypted = True

    def handle(self):
        self.mail.connections += 1
        try:
            if self.mail.tls_from_start:
                self.encrypt()
            self.say("220 localhost")
            while line := self.rfile.readline().decode().strip():
                if line.upper() == "QUIT":
                    self.say("221 bye")
                    return
                self.answer(line)
        except (ConnectionError, ssl.SSLError):
            """The other side has gone."""

    def answer(self, line):
        match line.split()[0].upper():
            case "EHLO":
                offers = "AUTH PLAIN" if self.encrypted or self.mail.context is None else "STARTTLS"
                self.say(f"250-localhost\r\n250 {offers}")
            case "STARTTLS":
                self.say("220 go ahead")
                self.encrypt()
            case "AUTH":
                told = base64.b64decode(line.split()[2]).decode()
                self.known = told == f"\0{USER}\0{PASSWORD}"
                self.say("235 welcome" if self.known else self.mail.to_strangers)
            case "MAIL":
                self.say("250 ok" if self.known else "530 who are you")
            case "RCPT":
                self.recipient(line)
            case "DATA":
                self.letter()
            case _:
                self.say("250 ok")

    def recipient(self, line):
        match self.mail.faults.popleft() if self.mail.faults else None:
            case "slow":
                self.mail.let_go.wait(20)
            case int(code):
                self.say(f"{code} no")
            case None:
                self.mail.envelopes.append(line.split(":", 1)[1].strip())
                self.say("250 ok")

    def letter(self):
        self.say("354 go on")
        raw = b""
        while (line := self.rfile.readline()) != b".\r\n":
            raw += line.removeprefix(b".") if line.startswith(b"..") else line
        self.mail.letters.append(email.message_from_bytes(raw, policy=default))
        self.say("250 taken")


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    mail: "MailServer"


class MailServer:
    """`faults` are answers to RCPT, one each: 550 for ever, 451 for now, "slow" for none at all."""

    def __init__(self, pem=None, *, tls_from_start=False):
        self.letters = []
        self.envelopes = []
        self.faults: deque = deque()
        self.let_go = threading.Event()
        self.connections = 0
        self.to_strangers = "535 wrong"
        self.tls_from_start = tls_from_start
        self.context = None
        if pem is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(pem)
        self._tcp = Listener(("127.0.0.1", 0), Session)
        self._tcp.mail = self
        self.port = self._tcp.server_address[1]
        threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def arrived(self):
        return [f"{letter['Subject']}\n{letter.get_content().replace(chr(13), '').rstrip()}" for letter in self.letters]

    def close(self):
        self.let_go.set()
        self._tcp.shutdown()
        self._tcp.server_close()
