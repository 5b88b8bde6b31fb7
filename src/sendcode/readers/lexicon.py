"""The word lists that readers decide by: what opens a sentence, what names a field, a mark."""

from __future__ import annotations

NEVER_LAST = frozenset(
    """
    a about after again all also am an and any are as ask asked asking at be because been
    being but by called can concerned could did do does even example feel focus follow
    following follows for from get going had has have hear here how i if in instance into is
    it its just know let like mean means my no not now of on only or our out point put
    question questions read reads really said same saw say saying says see so such tell than
    that the their them then there these they thing things think this those thought to told
    too up us very was we were what when where which who why will with would write wrote yes
    you your
    """.split()
)
"""A label of several words does not end in these."""

NEVER_FIRST = frozenset(
    """
    again also although an and another any as at basically because before besides both but can
    consider could did do does each either even fifth finally first firstly following for
    fourth from further furthermore generally given has have hence her here his how however if
    in instead is it its just last lastly later let like look many maybe meanwhile more
    moreover most my neither never next now of on once one only or other otherwise our out
    over perhaps please rather second secondly several similarly simple since so some
    sometimes still such that their them then there therefore these they thing things third
    thirdly this those though thus to under until was we were what whatever when where whereas
    which while who whose why with without would you your
    """.split()
)
"""A label of several words does not begin with these."""

NO_LABELS = frozenset(
    """
    absolutely actually also anyway basically bcc cc comment comments conclusion e.g e.g. edit eg
    exactly example false fifth first fourth ftp hello hi hmm http https i.e i.e. ie important key
    legend link mailto mm n.b. nb no note notes oh ok okay overall p.s. problem ps re reason
    remember result results right second see so solution source step summary sure thanks third
    tip true um update warning well yeah yes monday tuesday wednesday thursday friday saturday
    sunday
    """.split()
)
"""Alone in front of a colon these are part of what is said."""

ROLE_WORDS = frozenset(
    """
    a all answer antwort audience befragte befragter both boy carer chair chairman chairperson
    chairwoman child class client counsel counsellor dad doctor everyone f fac facilitator
    father forscher forscherin frage girl group guest head headteacher hlta host i ie
    inspector int interviewee interviewees interviewer interviewerin ir iv lsa m man mod
    moderator mother mum narrator nurse others p parent part participant patient presenter
    principal pupil pupils q question r res researcher resp respondent s senco sendco speaker
    ss student students t ta tas teacher therapist together unidentified unknown witness woman
    """.split()
)
"""Parts in a conversation, as labels have them."""

ROLE_PLURALS = frozenset(
    """
    adults boys children females girls guests interviewers males members mothers parents
    participants pupils respondents speakers staff teachers voices women
    """.split()
)
"""Several people, as labels of two or more words have them: `Multiple speakers`."""

FIELD_NAMES = frozenset(
    """
    abstract access address age anonymised anonymity anonymized area audio author birthplace
    born borough city code collection confidentiality consent contact copyright country county
    created date dates department depositor description dialect disability district dob
    duration email ethnicity file filename format funder gender id identifier
    interpreter_present interview job keystage keywords kind language layout length licence
    license link local_authority location media medium method mode modified name nationality
    occupation organisation organization phase place position product project pseudonym
    publisher quality recorded recording reference region researcher_initials role school
    series session setting sex site status study subject tags telephone theme time title topic
    town transcribed transcriber transcript transcription transcriptionist type url venue
    version website year
    """.split()
)
"""Fields of a cover page, which are never speakers."""

FIELD_QUALIFIERS = frozenset(
    """
    and anonymised approx approximate area at audio authority birth by case code completed
    count data date detection end ended file first group hearing id in interview interviewee
    interviewer interviews job key language last local meeting model name no no. nr number of
    on participant place project pseudonym published record recording ref respondent role
    school session software source speaker stage start started status study the time title
    total transcript transcription type updated version video word year yes/no
    """.split()
)
"""Words that stand beside a field name (`interview date`)."""

PERSON_FIELDS = frozenset(
    """
    apologies attendance attendees chair child conducted facilitator facilitators guest guests
    head headteacher host interpreter interviewee interviewees interviewer interviewers
    members moderator moderators note-taker notetaker observer observers panel parent
    participant participants people present pupil researcher researchers respondent
    respondents senco speaker speakers student teacher witness witnesses
    """.split()
)
"""Fields that name people, and so may look like labels."""

IDENTIFYING_FIELDS = frozenset(
    """
    case case_id id interview interview_id interview_no interview_nr interview_number
    interviewee name participant participant_id participant_no participant_number pseudonym
    recording_id respondent respondent_id transcript transcript_id transcript_no
    transcript_number
    """.split()
)
"""Fields that tell one interview of a file from the next."""

MARKS = frozenset(
    """
    affirmative applause blank break chuckle chuckles chuckling clears cough coughing coughs
    cries crosstalk cry crying foreign gesture gestures giggles head inaudible indistinct
    interposing interruption laugh laughing laughs laughter long mumbles music negative
    nodding nods noise overlapping pause pauses redacted shakes short sigh sighing sighs
    silence silent smiles smiling sniffs talking throat unclear unintelligible voices whispers
    yawns
    """.split()
)
"""Words in brackets that belong to what is said: they stay in the text."""

SPEAKER_COLUMNS = frozenset(
    """
    hablante interlocutor locuteur name participant person role_name speaker speaker_id
    speaker_label speaker_name speakers sprecher sprecherin talker voice who
    """.split()
)
"""Headings of a column of speakers, as `columns.heading_key` writes them."""

TEXT_COLUMNS = frozenset(
    """
    answer aussage caption content contents dialog dialogue inhalt line_text message response
    said segment_text sentence sentences speech spoken_text statement statements subtitle text
    texte transcript transcript_text transcription turn_text utterance utterances words
    """.split()
)
"""Headings of a column of words."""

TIME_COLUMNS = frozenset(
    """
    begin begin_time in in_point offset start start_s start_sec start_seconds start_time
    starttime time time_code time_in time_span time_stamp timecode timespan timespans
    timestamp timestamps zeit
    """.split()
)
"""Headings of a column of start times."""

END_COLUMNS = frozenset(
    """
    end end_s end_sec end_seconds end_time endtime out out_point stop stop_time time_out
    """.split()
)
"""Headings of a column of end times."""

ROLE_COLUMNS = frozenset(
    """
    role rolle speaker_role
    """.split()
)
"""Headings of a column of roles."""
