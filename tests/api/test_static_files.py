"""Pages are small and travel compressed; static files last a year under a name that says what is in them."""

import re

import pytest
from cdmz_rules.api.pages import static_files

GZIP = {"accept-encoding": "gzip"}
MOST = 60_000


def linked(text):
    """The static files that a page needs, with the scripts that these need."""
    return set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))


def transferred(client, address):
    """The bytes of a page with all that it needs, as they travel."""
    with client.stream("GET", address, headers={**GZIP, "accept": "text/html"}) as answer:
        size = sum(len(chunk) for chunk in answer.iter_raw())
    needed = linked(client.get(address).text)
    scripts = [client.get(each).text for each in needed if each.endswith(".js")]
    needed |= {f"/static/{name}" for text in scripts for name in re.findall(r'from "\./([^"]+)"', text)}
    for each in needed:
        with client.stream("GET", each, headers=GZIP) as answer:
            assert answer.status_code == 200
            size += sum(len(chunk) for chunk in answer.iter_raw())
    return size


@pytest.mark.parametrize("address", ["/", "/interviews/renting", "/benefits", "/benefits/provident_fund_loan"])
def test_a_first_page_is_small(client, address):
    assert transferred(client, address) < MOST


@pytest.mark.parametrize("name", ["style.css", "page.js", "live.js", "mark.svg"])
def test_a_static_file_lasts_under_a_name_that_says_what_is_in_it(client, name):
    lasting = client.get(static_files.address(name), headers=GZIP)
    assert lasting.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = client.get(f"/static/{name}", headers=GZIP)
    assert plain.headers["cache-control"] == "no-cache"
    assert plain.content == lasting.content
    assert plain.headers["etag"] == lasting.headers["etag"]
    again = client.get(f"/static/{name}", headers={"if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert lasting.headers["x-content-type-options"] == "nosniff"
    if len(lasting.content) > 1000:
        assert lasting.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in lasting.headers["vary"].lower()


def test_pages_name_static_files_by_what_is_in_them(client):
    for address in ("/", "/benefits/provident_fund_loan", "/interviews/renting", "/benefits/nothing"):
        named = linked(client.get(address, headers={"accept": "text/html"}).text)
        assert named
        for each in named:
            assert "immutable" in client.get(each).headers["cache-control"], each


def test_a_script_names_the_one_that_it_needs_by_what_is_in_it(client):
    found = re.findall(r'from "\./([^"]+)"', client.get(static_files.address("interview.js")).text)
    assert found == [static_files.files()["page.js"].hashed]


def test_an_older_page_gets_the_file_as_it_is_now_and_asks_again(client):
    older = client.get("/static/style.0123456789.css")
    assert (older.status_code, older.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["nothing.css", "../render.py", "%2e%2e/render.py", "style.css/", ""])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/static/{name}").status_code == 404


def test_programs_get_their_answers_as_they_are(client):
    assert "content-encoding" not in client.get("/v1/benefits", headers=GZIP).headers
