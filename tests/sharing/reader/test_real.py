"""The three documents of real teams are read as a careful person reads them."""

from okrtui.sharing.reader.document import as_data
from tests.sharing.reader.documents import counts, real


def test_nodejs_dev_has_one_cycle_with_three_objectives() -> None:
    assert counts(real("nodejs-dev.md")) == [("2020 Set 1", [2, 3, 2])]


def test_nodejs_dev_prose_bullets_are_left() -> None:
    assert {9, 10, 11, 12, 18, 19, 20} <= {line.line for line in real("nodejs-dev.md").left}


def test_nodejs_dev_numbered_list_belongs_to_its_key_results_note() -> None:
    kr = real("nodejs-dev.md").cycles[0].objectives[1].key_results[2]
    assert kr.title == "Make available the top two features in nodejs.org:"
    assert kr.note == "1. Docs — https://nodejs.org/en/docs/\n2. Download — https://nodejs.org/en/download/"
    assert (kr.target, kr.milestones) == (None, ())


def test_js_ipfs_has_one_cycle_and_the_quarters_of_links_are_left() -> None:
    document = real("js-ipfs.md")
    assert counts(document) == [("2018-Q3", [5, 4, 4])]
    assert [line.line for line in document.left] == [1, 3, 29, 31, 33, 35, 37]


def test_js_ipfs_names_six_dris() -> None:
    people = [kr.dri for o in real("js-ipfs.md").cycles[0].objectives for kr in o.key_results if kr.dri]
    assert people == ["alanshaw", "hugomrdias", "achingbrain", "diasdavid", "diasdavid", "alanshaw"]


def test_js_ipfs_proposes_its_four_numbers() -> None:
    found = [(kr.target, kr.unit) for o in real("js-ipfs.md").cycles[0].objectives for kr in o.key_results if kr.target]
    assert found == [(10.0, "days"), (1.0, "TB"), (2.0, "contributors"), (50.0, "%")]


def test_js_libp2p_has_one_cycle_with_four_objectives() -> None:
    document = real("js-libp2p.md")
    assert counts(document) == [("2019-Q1", [4, 4, 4, 2])]
    assert [line.line for line in document.left] == [1, 3, 28, 30, 32, 34, 36, 38]


def test_js_libp2p_marks_are_priorities_and_titles_keep_their_words() -> None:
    krs = [kr for o in real("js-libp2p.md").cycles[0].objectives for kr in o.key_results]
    assert " ".join(kr.priority for kr in krs) == "p1 p0 p2 p2 p0 p1 p1 p1 p0 p0 p2 p1 p1 p2"
    assert krs[0].title == "Gossipsub implementation exists and interops with go"


def test_js_libp2p_nested_bullets_are_milestones() -> None:
    krs = real("js-libp2p.md").cycles[0].objectives[2].key_results
    assert [len(kr.milestones) for kr in krs] == [3, 0, 0, 0]
    assert krs[0].milestones[0].title == "The dht has a full, passing suite of interop tests"


def test_js_libp2p_proposes_nodes_and_no_version() -> None:
    krs = {kr.title: kr for o in real("js-libp2p.md").cycles[0].objectives for kr in o.key_results}
    assert krs["multistream 2.0 is implemented"].target is None
    testbed = krs["Large Scale Testbed (50k+ nodes)"]
    assert (testbed.target, testbed.unit) == (50000.0, "nodes")


def test_the_data_has_the_promised_keys_and_no_others() -> None:
    data = as_data(real("js-ipfs.md"))
    assert list(data) == ["cycles", "left"]
    cycles = data["cycles"]
    assert isinstance(cycles, list) and list(cycles[0]) == ["name", "start", "end", "objectives"]
    objective = cycles[0]["objectives"][1]
    assert list(objective) == ["title", "ref", "dri", "why", "note", "line", "reason", "confidence", "key_results"]
    assert objective["key_results"][0] == {
        "title": "A Daemon runs for 10 days without a crash",
        "ref": "",
        "dri": "alanshaw",
        "kind": None,
        "start": None,
        "target": 10.0,
        "current": None,
        "unit": "days",
        "weight": 1.0,
        "doubt": "",
        "priority": "",
        "done": False,
        "milestones": [],
        "note": "",
        "line": 17,
        "reason": "item below the objective",
        "numbers": "the title says to 10 days, start not told",
        "confidence": "medium",
    }
