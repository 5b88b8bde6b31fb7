"""Random projects, small but with everything in them that queries and matrices ask about."""

from __future__ import annotations

from hypothesis import strategies as st

from sendcode.core.cases import CaseSheet, Level, SheetAttribute, SheetLink
from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Role, Span
from sendcode.store import Store
from tests.conftest import AT, DELAYS, FORMS, VOICE, WAITING, transcript

SAID = (
    ("INT", Role.INTERVIEWER, "How long was the waiting list? And then?"),
    ("MUM", Role.PARENT, "We were on the waiting list. They don\u2019t ring. The list, waiting."),
    ("TEACHER", Role.TEACHER, "Co-production, or coproduction? Another form. Don't ask me."),
    ("MUM", Role.PARENT, "Waiting, waiting. Nobody asked us."),
    (None, Role.UNKNOWN, "The caf\u00e9 by the school. Une liste d\u2019attente."),
)
ODD = (
    ("INT", Role.INTERVIEWER, "Waiting for whom?"),
    (
        "MUM",
        Role.PARENT,
        "In der STRASSE, die Stra\u00dfe. Wai\u0301ting list. cafe\u0301 don\u00b4t.",
    ),
    ("TA", Role.TA, "A \ufb01ne form_list. \u017ferious. They waited; it\u2019s \u201cfine\u201d."),
)
CODES = (WAITING, DELAYS, VOICE, FORMS)
DECISIONS = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.integers(1, 3),
        st.sampled_from(CODES),
        st.sampled_from(("anna", "ben")),
        st.sampled_from((None, 0.25, 0.5, 0.75)),
        st.sampled_from((0, 0, 2)),
        st.sampled_from(("", "", "look", "star", "do-not-quote", "reject")),
    ),
    max_size=8,
)


def prepare(store: Store) -> None:
    """Put transcripts, cases and attributes into a project that has a codebook."""
    with store.transaction():
        for name, talk in (("third", SAID), ("odd one", ODD)):
            store.transcripts.add(
                transcript(name, *talk), file_name=f"{name}.txt", part="", roles={}, at=AT
            )
        names = store.transcripts.names()
        links = [SheetLink("Ava", names["first"], None), SheetLink("Ava", names["odd one"], None)]
        for speaker in store.speakers.all():
            if (speaker.transcript, speaker.label) == ("third", "MUM"):
                links.append(SheetLink("Ben O'Hara", names["third"], speaker.id))
        sheet = CaseSheet(
            cases=("Ava", "Ben O'Hara"),
            links=tuple(links),
            attributes=(
                SheetAttribute(Level.CASE, "school", "School 3", case="Ava"),
                SheetAttribute(Level.CASE, "school", "Elm", case="Ben O'Hara"),
                SheetAttribute(Level.TRANSCRIPT, "wave", "2", owner=names["third"]),
            ),
        )
        store.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
        ava = next(number for number, case in store.cases.names().items() if case == "Ava")
        store.database.execute(  # a range of turns is linked by hand, not by a sheet
            "INSERT INTO case_link (case_id, transcript_id, turn_first, turn_last, source) "
            "VALUES (?, ?, 4, 5, 'person')",
            (ava, names["third"]),
        )


def decide(store: Store, drawn: list[tuple]) -> None:
    """Record what was drawn; needs an open transaction."""
    places = []
    for number in store.transcripts.names().values():
        for turn, found in store.transcripts.units_by_turn(number).items():
            places += [(number, turn, found, n) for n in range(len(found))]
    for at, length, code, coder, score, cut, extra in drawn:
        number, turn, found, first = places[at % len(places)]
        units = found[first : first + length]
        span = Span(units[0].start + cut, units[-1].end - cut)  # a hand-made one cuts words
        place = Place(number, turn, span, tuple(unit.id for unit in units))
        action = Action.REJECT if extra == "reject" else Action.CODE
        memo = "look" if extra == "look" else None
        decisions = [
            NewDecision(action, place=place, code=code, score=score, origin="manual", memo=memo)
        ]
        if extra in ("star", "do-not-quote"):
            decisions.append(NewDecision(Action(extra), place=place))
        store.decisions.record(
            decisions, coder=store.coders.id(coder, at=AT), at=AT, codebook_version=1
        )
