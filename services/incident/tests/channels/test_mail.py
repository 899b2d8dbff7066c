"""E-mail: encryption, headers, copies."""

import pytest

from services.incident.channels.way import RefusedError, UnreachableError
from services.incident.tests.channels.mail_server import MailServer, certificate
from services.incident.tests.channels.worlds import ADDRESS, TEXT, TITLE, a_message, mailbox


@pytest.fixture
def pem(tmp_path):
    return certificate(tmp_path)


@pytest.fixture
def server(pem):
    server = MailServer(pem)
    yield server
    server.close()


async def test_subject_and_text_arrive_in_chinese(server, pem):
    await mailbox(server.port, pem).send(a_message(), ADDRESS)

    [letter] = server.letters
    assert letter["Subject"] == TITLE
    assert letter.get_content().split() == TEXT.split()
    assert (letter["From"], letter["To"]) == ("console@example.org", ADDRESS)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert server.envelopes == [f"<{ADDRESS}>"]


async def test_copies_have_one_message_id_and_other_notices_another(server, pem):
    box = mailbox(server.port, pem)
    references = [await box.send(a_message(key=key), ADDRESS) for key in ("n-1", "n-1", "n-2")]

    ids = [letter["Message-ID"] for letter in server.letters]
    assert ids == references
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith("@example.org>")


async def test_tls_from_the_first_byte(pem):
    server = MailServer(pem, tls_from_start=True)
    try:
        await mailbox(server.port, pem, security="tls").send(a_message(), ADDRESS)
    finally:
        server.close()

    assert len(server.letters) == 1


async def test_no_password_is_told_where_encryption_is_demanded_but_not_offered(pem):
    server = MailServer(pem=None)
    try:
        with pytest.raises(RefusedError, match="SMTPNotSupportedError"):
            await mailbox(server.port, pem).send(a_message(), ADDRESS)
    finally:
        server.close()

    assert server.letters == []


async def test_a_server_with_an_unknown_certificate_gets_nothing(server):
    with pytest.raises(UnreachableError, match="SSLCertVerificationError"):
        await mailbox(server.port, None).send(a_message(), ADDRESS)

    assert server.letters == []


async def test_a_server_in_the_clear_is_used_only_if_settings_say_so(pem):
    server = MailServer(pem=None)
    try:
        await mailbox(server.port, None, security="none").send(a_message(), ADDRESS)
    finally:
        server.close()

    assert len(server.letters) == 1


async def test_a_wrong_password_is_refused(server, pem):
    with pytest.raises(RefusedError, match="smtp-535"):
        await mailbox(server.port, pem, password="guess").send(a_message(), ADDRESS)


async def test_a_server_that_cannot_look_passwords_up_for_now_is_asked_again(server, pem):
    server.to_strangers = "454 not now"

    with pytest.raises(UnreachableError, match="smtp-454"):
        await mailbox(server.port, pem, password="guess").send(a_message(), ADDRESS)


async def test_no_line_break_makes_a_header(server, pem):
    await mailbox(server.port, pem).send(a_message(title="停电\r\nBcc: other@example.org"), ADDRESS)

    [letter] = server.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "停电 Bcc: other@example.org"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org"]
)
async def test_one_notice_goes_to_one_address(server, pem, address):
    with pytest.raises(RefusedError, match="address-invalid"):
        await mailbox(server.port, pem).send(a_message(), address)

    assert server.connections == 0


async def test_a_hung_server_lets_go_of_its_thread(server, pem):
    server.faults.append("slow")

    with pytest.raises(UnreachableError, match="smtp-"):
        await mailbox(server.port, pem, seconds=0.3).send(a_message(), ADDRESS)
