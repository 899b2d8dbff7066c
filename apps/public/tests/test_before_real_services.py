"""The public page as `skillseal up` starts it, before services as they run: each visitor is counted by himself."""

import httpx
import pytest

from apps.cli.system import PUBLIC, System

pytestmark = pytest.mark.rabbit


@pytest.fixture
def page(state_dir, amqp_vhost_url, monkeypatch):
    monkeypatch.setenv("AMQP_URL", amqp_vhost_url)
    monkeypatch.setenv("SKILLSEAL_PUBLIC_PROXIES", '["127.0.0.1"]')
    services = ["registration", "certification"]
    with System.start(state_dir, services=services, pages=[PUBLIC], bound=True) as system:
        url = system.pages[PUBLIC]
        with httpx.Client(base_url=url, headers={"Accept": "text/html"}, trust_env=False) as client:
            yield client


def test_certification_counts_each_visitor_behind_the_proxy_by_himself(page):
    def asked(visitor, number):
        return page.get(f"/verify/{number}?token=x", headers={"X-Forwarded-For": visitor}).status_code

    assert [asked("198.51.100.1", number) for number in range(31)] == [404] * 30 + [429]
    assert asked("198.51.100.2", 31) == 404
    assert page.get("/announcements").status_code == 200
