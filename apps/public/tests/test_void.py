"""无效证书公告: what was declared void, by number or by subject and time."""

import httpx

from apps.public.tests.visitors import words_of


async def test_what_was_declared_void_is_read_with_its_ground_and_document(visitor):
    words = words_of(await visitor.get("/void-certificates"))

    assert "编号 S000043009001265999999，自行编制证书编码，2026年10月12日宣布无效 依据：湘岚技证字〔2026〕3号" in words
    assert "4-03-02-01，工种 --，五级/初级工：2026年10月1日起至2026年10月10日核发的证书" in words
    assert "依据：湘岚技证字〔2026〕4号" in words


async def test_where_nothing_is_void_the_page_says_so(place, visitor):
    for path in ("/void-papers", "/void-scopes"):
        place.services.answers[path] = httpx.Response(200, json={"items": [], "next": None})

    assert "没有宣布无效的证书。" in words_of(await visitor.get("/void-certificates"))


async def test_the_next_page_tells_only_of_papers(place, visitor):
    answer = await visitor.get("/void-certificates?cursor=c-2")

    assert [asked.url.path for asked in place.services.asked] == ["/void-papers"]
    assert dict(place.services.asked[0].url.params) == {"cursor": "c-2"}
    assert "超范围核发" not in words_of(answer)
