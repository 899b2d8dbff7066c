"""The clock of a service is read over a connection that stays open, and again where nobody answers."""

import asyncio

import pytest

from apps.demo.clock import Clock, NotToldError


class Service:
    """Answers its clock with what it is given, one answer for each question; `None` hangs up."""

    def __init__(self, *answers):
        self._answers = list(answers)
        self.questions = []
        self.connections = 0

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        self.clock = Clock(f"http://{host}:{port}", "Bearer x")
        return self

    async def __aexit__(self, *_):
        self.clock.hang_up()
        self._server.close()

    async def _talk(self, reader, writer):
        self.connections += 1
        while self._answers:
            try:
                self.questions.append(await reader.readuntil(b"\r\n\r\n"))
            except asyncio.IncompleteReadError:
                break
            answer = self._answers.pop(0)
            if answer is None:
                break
            writer.write(answer)
        writer.close()


def told(body, status="200 OK"):
    return f"HTTP/1.1 {status}\r\ncontent-type: text/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


async def test_many_looks_go_over_one_connection():
    async with Service(told('{"idle": true}'), told('{"idle": false}')) as service:
        looks = [await service.clock.read() for _ in range(2)]

    assert (looks, service.connections) == ([{"idle": True}, {"idle": False}], 1)
    assert service.questions[0].startswith(b"GET /internal/clock HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nAuthorization: Bearer x\r\n" in service.questions[0]


@pytest.mark.parametrize(
    ("away", "connections"), [(None, 2), (told("{}", "503 Service Unavailable"), 1)], ids=["hangs up", "is busy"]
)
async def test_who_does_not_answer_is_asked_again(away, connections):
    async with Service(away, told("{}")) as service:
        assert await service.clock.read() == {}

    assert (len(service.questions), service.connections) == (2, connections)


async def test_who_refuses_is_not_asked_again_by_itself():
    async with Service(told("no", "401 Unauthorized"), told("{}")) as service:
        with pytest.raises(NotToldError, match="401"):
            await service.clock.read()

        assert await service.clock.read() == {}
        assert len(service.questions) == 2
