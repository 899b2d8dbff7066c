"""Administrators add people and grant roles, the dangerous ones two of them; operators bring in the first."""

import uuid

import pytest

from apps.gateway.tests.desk import PASSWORD, Browser, Forms


async def an_office(desk):
    """Two administrators and a clerk."""
    first = await desk.signed_in("A-0001", "administrator", name="周一")
    second = await desk.signed_in("A-0002", "administrator", name="周二")
    await desk.add("S-0001", "王小明")
    return first, second


async def grant(browser, role, account_id="S-0001", **dates):
    await browser.open(f"/accounts/{account_id}")
    return await browser.send(f"/accounts/{account_id}/grants", role=role, **dates)


async def roles_of(desk, account_id="S-0001"):
    return (await desk.account(account_id)).roles(desk.now)


async def test_an_administrator_adds_an_account_and_hands_over_the_slip(desk):
    first, _ = await an_office(desk)
    await first.open("/accounts/new")
    answer = await first.send("/accounts/new", account_id="S-0002", name="李小红")
    slip = answer.text.partition('class="big"><code>')[2].partition("<")[0]

    browser = Browser(desk)
    await browser.activate("S-0002", slip)

    assert browser.path == "/todo"
    assert "李小红" in browser.page.text


async def test_a_double_click_adds_one_account_and_shows_the_same_slip(desk):
    first, _ = await an_office(desk)
    await first.open("/accounts/new")
    page = first.page
    once = await first.send("/accounts/new", account_id="S-0002", name="李小红")
    first.page = page

    twice = await first.send("/accounts/new", account_id="S-0002", name="李小红")

    assert once.status_code == twice.status_code == 200
    assert once.text == twice.text
    assert len((await desk.account("S-0002")).history) == 1


async def test_a_taken_number_is_refused_beside_its_field_and_typed_text_stays(desk):
    first, _ = await an_office(desk)
    await first.open("/accounts/new")

    answer = await first.send("/accounts/new", account_id="S-0001", name="李小红")

    assert answer.status_code == 409
    assert 'id="account_id-refusal">这个工号已有账户。' in answer.text
    assert Forms(answer.text).found["/accounts/new"]["name"] == "李小红"


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("account_id", "", "请填写。"),
        ("account_id", "a b", "格式不对。"),
        ("name", "", "请填写。"),
        ("name", "x" * 41, "太长。"),
        ("name", "王\u202e明", "格式不对。"),
        ("name", "王\u2066明", "格式不对。"),
        ("name", "王\U000e0041明", "格式不对。"),
        ("name", "王\u00ad明", "格式不对。"),
        ("name", "王\u0085明", "格式不对。"),
    ],
)
async def test_what_is_not_filled_in_rightly_is_said_beside_its_field(desk, field, typed, why):
    first, _ = await an_office(desk)
    await first.open("/accounts/new")

    answer = await first.send("/accounts/new", **({"account_id": "S-0002", "name": "李小红"} | {field: typed}))

    assert answer.status_code == 422
    assert f'id="{field}-refusal">{why}' in answer.text


async def test_an_everyday_role_holds_at_once_and_shows_at_the_next_click(desk):
    first, _ = await an_office(desk)
    clerk = await desk.signed_in("S-0003")
    assert "暂无岗位" in (await clerk.open("/my-account")).text

    await grant(first, "reception", "S-0003")

    assert "已授予" in first.page.text
    assert "受理" in (await clerk.open("/my-account")).text


async def test_a_dangerous_role_is_proposed_by_one_and_approved_by_another(desk):
    first, second = await an_office(desk)
    await grant(first, "director")
    assert "待另一位管理员批准" in first.page.text
    assert await roles_of(desk) == frozenset()
    [approve] = [action for action in Forms((await second.open("/accounts/S-0001")).text).found if "approve" in action]

    assert approve not in first.page.text
    own = await first.client.post(approve)
    assert "提出授权的人不能自己批准" in own.text
    await second.send(approve)

    assert await roles_of(desk) == {"director"}
    assert "有授权待批准" not in (await second.open("/accounts")).text.partition("<tbody>")[2]


async def test_nobody_grants_anything_to_themselves(desk):
    first, _ = await an_office(desk)
    given = {"role": "director", "starts_on": "2026-09-01", "ends_on": "2026-09-02", "key": uuid.uuid4().hex}

    answer = await first.client.post("/accounts/A-0001/grants", data=given)

    assert answer.status_code == 403
    assert "不能管理自己的账户" in answer.text
    assert "/accounts/A-0001/grants" not in Forms((await first.open("/accounts/A-0001")).text).found


async def test_a_refused_period_is_said_beside_its_field_and_the_choice_stays(desk):
    first, _ = await an_office(desk)

    answer = await grant(first, "quality", starts_on="2026-09-10", ends_on="2026-09-09")

    assert answer.status_code == 422
    assert 'id="ends_on-refusal"' in answer.text
    assert Forms(answer.text).found["/accounts/S-0001/grants"]["role"] == "quality"
    assert Forms(answer.text).found["/accounts/S-0001/grants"]["starts_on"] == "2026-09-10"


async def test_whoever_leaves_is_out_at_once_and_everywhere(desk):
    first, _ = await an_office(desk)
    clerk = await desk.signed_in("S-0003", "reception")
    await first.open("/accounts/S-0003")

    await first.send("/accounts/S-0003/disable")

    assert (await clerk.open("/batches")).url.path == "/sign-in"
    answer = await clerk.send("/sign-in", account_id="S-0003", password=PASSWORD)
    assert answer.status_code == 403
    await first.send("/accounts/S-0003/enable")
    assert (await clerk.open("/batches")).url.path == "/sign-in", "what was ended stays ended"


async def test_a_new_slip_ends_the_sessions_and_the_password(desk):
    first, _ = await an_office(desk)
    clerk = await desk.signed_in("S-0003", "reception")
    await first.open("/accounts/S-0003")

    await first.send("/accounts/S-0003/slip")

    assert "没有登录" in (await first.open("/accounts/S-0003")).text
    assert (await clerk.open("/batches")).url.path == "/sign-in"
    assert (await clerk.send("/sign-in", account_id="S-0003", password=PASSWORD)).status_code == 403


async def test_one_administrator_alone_comes_in_under_no_others_rights(desk):
    first, _ = await an_office(desk)
    await grant(first, "coder")
    await first.open("/accounts/A-0002")
    await first.send("/accounts/A-0002/slip")
    slip = first.page.text.partition('class="big"><code>')[2].partition("<")[0]

    other = Browser(desk)
    await other.activate("A-0002", slip)

    assert (await other.open("/accounts/S-0001")).status_code == 403
    assert "待第二人批准" in (await first.open("/accounts/A-0002")).text
    assert "批准</button>" not in first.page.text, "not by who issued the slip"


async def test_an_administrator_ends_the_sessions_of_somebody(desk):
    first, _ = await an_office(desk)
    clerk = await desk.signed_in("S-0003", "reception")
    assert "未知设备" in (await first.open("/accounts/S-0003")).text

    await first.send("/accounts/S-0003/sessions/end")

    assert "没有登录" in first.page.text
    assert (await clerk.open("/batches")).url.path == "/sign-in"


async def test_the_list_is_filtered_sorted_and_paged_by_its_address(desk):
    first, _ = await an_office(desk)
    for number in range(60):
        await desk.add(f"T-{number:03}", f"张{number:03}")

    def shown(answer):
        return [part.partition('"')[0] for part in answer.text.partition("<tbody>")[2].split('href="/accounts/')[1:]]

    waiting = await first.open("/accounts?state=waiting&sort=-account_id")
    assert "共 61 条" in waiting.text
    assert shown(waiting)[:2] == ["T-059", "T-058"]
    assert len(shown(waiting)) == 50
    more = waiting.text.partition('class="pages">')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert shown(await first.open(f"/accounts{more}"))[-1] == "S-0001"
    assert shown(await first.open("/accounts?role=administrator")) == ["A-0001", "A-0002"]


async def test_what_happened_to_an_account_is_told_with_who_and_when(desk):
    first, _ = await an_office(desk)
    await grant(first, "reception")

    assert "2026年9月1日 12:00" in first.page.text
    assert "授予岗位“受理”（2026-09-01 至 2027-09-01）" in first.page.text


# ---- the operator


async def added(operator, account_id, name="周一"):
    body = {"account_id": account_id, "name": name, "request": uuid.uuid4().hex}
    return await operator.post("/operator/accounts", json=body, headers={"Idempotency-Key": body["request"]})


async def granted(operator, account_id, role):
    body = {"id": uuid.uuid4().hex, "role": role, "starts_on": "2026-09-01", "ends_on": "2027-08-31"}
    answer = await operator.post(
        f"/operator/accounts/{account_id}/grants", json=body, headers={"Idempotency-Key": body["id"]}
    )
    return answer.json()["state"]


async def test_an_operator_brings_in_two_administrators_and_no_third(desk):
    async with desk.operator() as operator:
        slips = [(await added(operator, name)).json()["slip"] for name in ("A-1", "A-2", "A-3")]
        states = [await granted(operator, name, "administrator") for name in ("A-1", "A-2", "A-3")]
        director = await granted(operator, "A-1", "director")
        told = (await operator.get("/operator/accounts")).json()

    assert states == ["held", "held", "proposed"]
    assert director == "proposed"
    assert [(one["roles"], one["proposed"]) for one in told] == [
        (["administrator"], ["director"]), (["administrator"], []), ([], ["administrator"]),
    ]  # fmt: skip
    browser = Browser(desk)
    await browser.activate("A-1", slips[0])
    assert (await browser.open("/accounts")).status_code == 200


async def test_where_no_second_administrator_is_left_an_operator_brings_one_back(desk):
    first, _ = await an_office(desk)
    await first.open("/accounts/A-0002")
    await first.send("/accounts/A-0002/slip")

    async with desk.operator() as operator:
        assert await granted(operator, "A-0002", "administrator") == "held"


async def test_the_operators_door_opens_to_nobody_else(desk):
    inside = await desk.signed_in("A-0001", "administrator", "operator")

    assert (await inside.client.get("/operator/accounts")).status_code == 401
    async with desk.operator() as operator:
        operator.headers["Authorization"] = "Bearer x"
        assert (await added(operator, "A-1")).status_code == 401


async def test_a_slip_is_not_remembered_with_the_answer(desk):
    async with desk.operator() as operator:
        slip = (await added(operator, "A-1")).json()["slip"]

    answers = await desk.gateway.store.count("answers", {})
    assert answers == 0
    assert slip not in repr(await desk.account("A-1"))
