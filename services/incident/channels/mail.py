"""E-mail over SMTP, by the standard library in threads of its own."""

import asyncio
import hashlib
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from services.incident.channels.way import Message, RefusedError, UnreachableError
from services.incident.settings import Mail

AT_ONCE = 4
PERMANENT = 500


class Mailbox:
    """The institution's mail server. A hung server holds `AT_ONCE` threads at most, each no longer than `seconds`."""

    def __init__(self, mail: Mail, *, seconds: float) -> None:
        self._mail = mail
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    async def send(self, message: Message, address: str) -> str:
        """See `Way`. The reference is the Message-ID; it depends on the notice alone, so copies are recognised."""
        letter = self._letter(message, address)
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._deliver, letter)
        except smtplib.SMTPRecipientsRefused as fault:
            [(code, _)] = fault.recipients.values()
            raise _sorted(code) from None
        except smtplib.SMTPNotSupportedError as fault:
            raise RefusedError(f"smtp-{type(fault).__name__}") from None
        except smtplib.SMTPResponseException as fault:
            raise _sorted(fault.smtp_code) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise UnreachableError(f"smtp-{type(fault).__name__}") from None
        return str(letter["Message-ID"])

    def _letter(self, message: Message, address: str) -> EmailMessage:
        """Headers take no line breaks and no second recipient: a bad address is refused here."""
        sender = self._mail.sender
        letter = EmailMessage(policy=SMTP)
        try:
            letter["From"] = Address(addr_spec=sender)
            letter["To"] = Address(addr_spec=address)
            domain = Address(addr_spec=sender).domain
        except (ValueError, IndexError) as fault:
            raise RefusedError("address-invalid") from fault
        letter["Subject"] = " ".join(message.title.split())
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = f"<{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text, cte="base64")
        return letter

    def _deliver(self, letter: EmailMessage) -> None:
        mail = self._mail
        trusted = ssl.create_default_context(cafile=mail.ca_file)
        # A name of its own, because the library would look this machine's name up, without a limit of time.
        name = "skillseal.invalid"
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.host, mail.port, local_hostname=name, timeout=self._seconds, context=trusted
            )
        else:
            server = smtplib.SMTP(mail.host, mail.port, local_hostname=name, timeout=self._seconds)
        with server:
            if mail.security == "starttls":
                server.starttls(context=trusted)
            if mail.user:
                server.login(mail.user, mail.password.get_secret_value())
            server.send_message(letter)


def _sorted(code: int) -> Exception:
    return RefusedError(f"smtp-{code}") if code >= PERMANENT else UnreachableError(f"smtp-{code}")
