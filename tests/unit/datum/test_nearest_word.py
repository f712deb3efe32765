from spanwright.datum.nearest import did_you_mean, nearest

KEYS = ("carriageway", "lanes", "safety_strip", "crossfall")


def test_a_mistyped_key_finds_the_known_one():
    assert nearest("carrigeway", KEYS) == "carriageway"
    assert nearest("strip", KEYS) == "safety_strip"


def test_nothing_is_suggested_for_a_word_unlike_all():
    assert nearest("zzz", KEYS) == ""
    assert did_you_mean("zzz", KEYS) == "known: carriageway, crossfall, lanes, safety_strip"
    assert did_you_mean("zzz", [f"word{i}" for i in range(40)]) == ""
