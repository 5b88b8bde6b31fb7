"""The shipped codebook on sentences that people say and that reports print, all invented."""
# ruff: noqa: E501 (a sentence reads better on one line)

import pytest

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.data import codebooks
from sendcode.interchange.codebook_yaml import read
from sendcode.suggest.rules import RuleSuggester

SAID = {
    "They'd decided it all before we got there, nobody asked me a thing.": "co-production/voice",
    "Some parents felt that their views were not taken into account when support was planned.": "co-production/voice",
    "He gets a say in his targets now, which he never did.": "co-production/voice",
    "Pupils said that they did not feel listened to.": "co-production/voice",
    "I told them for years and they just fobbed me off.": "co-production/voice",
    "Pupils were involved in decisions about their support.": "co-production/voice",
    "Nobody told us she'd been put on the register.": "co-production/information",
    "The first I knew about it was when the letter came home.": "co-production/information",
    "Some parents were not aware of what support their child was receiving.": "co-production/information",
    "We've got a home-school book and she writes in it every day.": "co-production/information",
    "Information was not always shared between health services and the school.": "co-production/information",
    "Supply teachers don't know what's on his passport.": "co-production/information",
    "I've got a really good relationship with his teacher.": "co-production/engagement",
    "Leaders had worked hard to build trust with families.": "co-production/engagement",
    "We work together, school and me, always have done.": "co-production/engagement",
    "It got so bad that I'd fallen out with the school completely.": "co-production/engagement",
    "She's always at the gate and I can just ring the school any time.": "co-production/engagement",
    "She gets pulled out for phonics and misses art.": "ta-deployment/withdrawal",
    "They take him out of class for his speech and language.": "ta-deployment/withdrawal",
    "Pupils with SEND were often taught outside the classroom, away from their peers.": "ta-deployment/withdrawal",
    "I go out with Mrs Green to do my spellings.": "ta-deployment/withdrawal",
    "Pupils were withdrawn from lessons for interventions.": "ta-deployment/withdrawal",
    "He does it one-to-one in the corridor with a TA.": "ta-deployment/withdrawal",
    "Miss sits next to me and helps me with my writing.": "ta-deployment/in-class",
    "I break the task down for him and keep him on task.": "ta-deployment/in-class",
    "The teaching assistant circulated and prompted pupils in the lesson.": "ta-deployment/in-class",
    "We pre-teach the vocabulary so she's ready.": "ta-deployment/in-class",
    "He's become too reliant on his one-to-one.": "ta-deployment/reliance",
    "She won't start until somebody comes, she can't work on her own.": "ta-deployment/reliance",
    "In effect the TA is the one who teaches him.": "ta-deployment/reliance",
    "We want him to be more independent before secondary.": "ta-deployment/reliance",
    "I try to step back and let him have a go.": "ta-deployment/reliance",
    "We've lost three TAs since September and we can't afford to replace them.": "ta-deployment/capacity",
    "There's one TA between two classes.": "ta-deployment/capacity",
    "TAs had not had enough training in autism.": "ta-deployment/capacity",
    "His hours get used to cover somebody who's off.": "ta-deployment/capacity",
    "I've got a class four days a week and a day for SENCo.": "senco-time/workload",
    "SENCos did not have sufficient time to carry out their role.": "senco-time/workload",
    "The paperwork I end up doing on a Sunday night.": "senco-time/workload",
    "There just aren't enough hours in the day.": "senco-time/workload",
    "I'm the go-between really, between the parents and the class teacher.": "senco-time/mediation",
    "I chase them up every week for the report.": "senco-time/mediation",
    "The SENCo liaised with external agencies and advised teachers.": "senco-time/mediation",
    "Staff come to me for advice.": "senco-time/mediation",
    "We waited eighteen months for CAMHS.": "delays/waiting",
    "He's been on the waiting list since he was five.": "delays/waiting",
    "There were long delays in getting an assessment.": "delays/waiting",
    "It took two years to get the diagnosis.": "delays/waiting",
    "The referral got rejected because he didn't meet the threshold.": "delays/bureaucracy",
    "I had to fill in a forty-page form.": "delays/bureaucracy",
    "It went to panel and they turned it down.": "delays/bureaucracy",
    "Parents described having to fight for an EHC plan.": "delays/bureaucracy",
    "They said he'd grow out of it.": "delays/identification",
    "It should have been picked up in nursery.": "delays/identification",
    "Needs were not identified early enough.": "delays/identification",
    "They thought it was just EAL and nobody noticed.": "delays/identification",
}
ELSEWHERE = """
We sat in the waiting room at the dentist's for an hour.
I delayed my lunch to watch the match.
We had to wait for the bus in the rain.
He's in the same class as my nephew.
They've supported Arsenal since they were lads.
My husband's got a plan for the garden.
She's got a voice like a foghorn.
I can't wait for the holidays.
Ta very much, love.
He sits with his mates at dinner.
The car broke down on the motorway.
They pulled him out of the canal.
I was listening to music.
She picked up some milk from the shop.
We've got a new kitchen, it took months.
The panel on the fence blew off.
He works at the council, on the bins.
I rely on the bus to get to work.
"""


@pytest.fixture(scope="module")
def suggester() -> RuleSuggester:
    return RuleSuggester(read(codebooks()["send"]))


def scores(suggester: RuleSuggester, text: str) -> dict[str, float]:
    turn = TurnText(1, 1, Role.UNKNOWN, None, text, 0, (UnitRef(1, 0, len(text)),))
    return {s.code: s.score for s in suggester.suggest([turn])}


@pytest.mark.parametrize(("text", "code"), SAID.items())
def test_what_is_about_a_code_is_suggested_for_it_first(suggester, text, code):
    found = scores(suggester, text)
    assert found.get(code, 0) >= 0.35
    assert found[code] == max(found.values())


@pytest.mark.parametrize("text", ELSEWHERE.strip().splitlines())
def test_what_only_looks_like_a_code_is_left_alone(suggester, text):
    assert max(scores(suggester, text).values(), default=0) < 0.5
