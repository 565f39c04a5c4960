"""The eyes of the other tests: what is wrong with a page is seen, what is right is left alone."""

import pytest

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<body style="background:#fff"><p style="color:#8a8a8a">faint</p><p>plain</p>
<svg width="200" height="50"><rect width="200" height="50" fill="#333"/>
<text x="10" y="20" fill="#fff">on dark</text><text x="10" y="40" fill="#555">too dark</text></svg>
<div style="width:%s">wide</div>%s</body></html>"""


def opened(browser, folder, wide="50px", more="", **how):
    file = folder / "page.html"
    file.write_text(PAGE % (wide, more))
    return browser.open(file, **how)


def test_a_plain_page_has_no_problems(browser, tmp_path):
    page = opened(browser, tmp_path)
    assert page.problems() == [] and page.foreign() == [] and page.overflow_px() == 0


@pytest.mark.parametrize(("more", "word"), [
    ("<script>console.error('boo')</script>", "boo"),
    ("<script>nobody.knows()</script>", "nobody is not defined"),
    ("<script>Promise.reject(new Error('late'))</script>", "late"),
    ("<img src='none.png'>", "none.png"),
    ("<script src='none.js'></script>", "none.js"),
])  # fmt: skip
def test_what_goes_wrong_is_heard(more, word, browser, tmp_path):
    assert word in " ".join(opened(browser, tmp_path, more=more).problems())


def test_a_request_to_another_machine_is_seen(browser, tmp_path):
    asks = "<script>fetch('http://127.0.0.1:9/x').catch(() => 0)</script>"
    page = opened(browser, tmp_path, more=asks)
    page.problems()
    assert page.foreign() == ["http://127.0.0.1:9/x"]


def test_a_page_wider_than_a_phone_is_measured(browser, tmp_path):
    assert opened(browser, tmp_path, "700px", width=390).overflow_px() > 300


def test_faint_text_is_found_on_paper_and_on_a_drawing(browser, tmp_path):
    found = opened(browser, tmp_path).faint()
    # 8a8a8a on white: ((1 + .05) / (.2542 + .05)) = 3.45; 555 on 333: 1.69
    assert [(f["text"], f["ratio"]) for f in found] == [("faint", 3.45), ("too dark", 1.69)]


def test_keys_and_mouse_reach_the_page(browser, tmp_path):
    more = "<button onclick='document.title += 1' style='position:fixed;left:0;top:0'>b</button>"
    page = opened(browser, tmp_path, more=more)
    page.press("Tab")
    page.press("Enter")
    page.point(5, 5, click=True)
    assert page.evaluate("document.title") == "11"
