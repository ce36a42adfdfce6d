"""The closed lists of English words that the rules on edits stand on.

They are short on purpose: a word that is missing makes an error of content out of a matter of grammar, which an editor corrects
with a key; a wrong word here would be wrong in every report. Words of other languages are in none of them, and what needs them
does not fire there.
"""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any each every either neither both all such other others another
    of to in on at by for from with about into onto upon over under above below between among through during before after
    within without against toward towards across along around behind beside beyond near off out up down until till since per via
    and or but nor so yet if than then as because while although though whether unless whereas however thus hence therefore
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs who whom whose which what
    himself herself itself themselves myself ourselves yourself one ones there here where when why how
    be am is are was were been being do does did done doing have has had having will would shall should can could may might must
    not cannot don doesn didn isn aren wasn weren hasn haven hadn couldn wouldn shouldn mustn
    's 're 've 'll 'd 'm 't n't s t re ve ll d m also too very just only even still already again quite rather
    """.split()
)
ARTICLES = frozenset(("a", "an", "the"))
NAME_PARTICLES = frozenset("van von den der de del di da do dos das du la le lo las los el al ad bin ibn ben het".split())
"""What stands in small letters inside of names, mostly, and before the name itself."""
SAYING = frozenset(
    """
    said says asked asks added adds told tells replied explained stressed noted concluded claimed insisted wrote writes reads
    shouted cried
    """.split()
)
"""What says, beside a quotation, whose it is."""
PARTICLES = frozenset("on off out up down over back away".split())
"""What belongs to a verb and may stand behind its object: turn on."""
NEGATIONS = frozenset("no not never none nobody nothing neither nor nowhere without cannot n't 't".split())
"""What turns a sentence into its contrary where it comes or goes; so does whatever ends in `n't`."""
NEGATIVE = frozenset(
    """
    hardly scarcely barely rarely seldom little few fail fails failed failing lack lacks lacked lacking
    refuse refuses refused refusing deny denies denied denying avoid avoids avoided avoiding unable
    """.split()
)
"""What can stand for a negation, and does not make one by itself."""
NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "non-", "anti", "anti-")
NOT_NEGATIVE = frozenset(
    """
    inform import improve impress impose invest intend insight inside income indoor input install intake insert incur inquire
    insure impart implant discover disclose display dismiss dispose dispatch distance distill dissent discount invent
    """.split()
)
"""Words that only look as if they began with such a prefix."""
MODALS = {
    **dict.fromkeys(("must", "shall", "should", "need", "ought"), "duty"),
    **dict.fromkeys(("may", "might", "could", "can"), "chance"),
}
NUMBER_WORDS = {
    word: value
    for value, words in {
        0: "zero", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
        11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen",
        19: "nineteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty",
        90: "ninety",
    }.items()
    for word in words.split()
}  # fmt: skip
ORDINALS = {
    word: value
    for value, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)
}
MAGNITUDES = {
    **dict.fromkeys(("hundred", "hundreds"), 10**2),
    **dict.fromkeys(("thousand", "thousands"), 10**3),
    **dict.fromkeys(("million", "millions", "mln"), 10**6),
    **dict.fromkeys(("billion", "billions", "bn"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 10**12),
}
BRITISH = (
    ("isation", "ization"), ("our", "or"), ("defence", "defense"), ("icence", "icense"), ("centre", "center"), ("grey", "gray"),
    ("mme", "m"),
)  # fmt: skip
"""What stands in British words, and in the American ones."""
SUFFIXES = {**MAGNITUDES, "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9}
"""What may be joined to the digits of a number, and how many times more it then is: 5k, 40bn."""
MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri", "saturday sat", "sunday sun"), 1
    )
    for name in names.split()
}
CURRENCIES = {
    name: code
    for code, names in {
        "USD": "$ dollar dollars usd", "EUR": "€ euro euros eur", "GBP": "£ sterling gbp", "JPY": "¥ yen jpy", "KRW": "₩ won krw",
        "CNY": "yuan renminbi rmb cny", "RUB": "₽ ruble rubles rouble roubles rub", "INR": "₹ rupee rupees inr",
        "UAH": "₴ hryvnia hryvnias uah",
    }.items()
    for name in names.split()
}  # fmt: skip
SYNONYMS = {
    word: group[0]
    for group in map(
        str.split,
        """
        said stated noted added remarked
        says states notes adds remarks
        but however yet nevertheless
        although though
        also too additionally
        about around approximately roughly
        begin start commence
        begins starts commences
        began started commenced
        beginning starting commencing
        big large
        because since
        while whereas
        that which who
        many numerous
        buy purchase
        buys purchases
        bought purchased
        buying purchasing
        get obtain receive
        gets obtains receives
        got obtained received
        show demonstrate
        shows demonstrates
        showed demonstrated
        help assist
        helps assists
        helped assisted
        need require
        needs requires
        needed required
        use utilize utilise
        uses utilizes utilises
        used utilized utilised
        kids children
        happen occur
        happens occurs
        happened occurred
        end finish conclude
        ends finishes concludes
        ended finished concluded
        almost nearly
        currently presently now
        often frequently
        quickly rapidly fast
        important significant
        whole entire
        among amongst
        toward towards
        until till
        regarding concerning
        """.strip().splitlines(),
    )
    for word in group
}
"""Words that stand for one another without a change of meaning or form, each by the first of its group."""
IRREGULAR = {
    form: forms[0]
    for forms in map(
        str.split,
        """
        become became
        break broke broken
        bring brought
        build built
        buy bought
        catch caught
        choose chose chosen
        come came
        draw drew drawn
        drive drove driven
        eat ate eaten
        fall fell fallen
        feel felt
        fight fought
        find found
        fly flew flown
        forget forgot forgotten
        get got gotten
        give gave given
        go went gone goes
        grow grew grown
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lead led
        leave left
        lose lost
        make made
        mean meant
        meet met
        pay paid
        ride rode ridden
        rise rose risen
        run ran
        say said
        see saw seen
        sell sold
        send sent
        shoot shot
        show shown
        sing sang sung
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        spit spat
        stand stood
        steal stole stolen
        swim swam swum
        take took taken
        teach taught
        tell told
        think thought
        throw threw thrown
        understand understood
        wear wore worn
        win won
        write wrote written
        man men
        woman women
        child children
        person people
        foot feet
        life lives
        """.strip().splitlines(),
    )
    for form in forms
}
"""Forms of a word that no ending tells, each by the first of its line."""
CONTRACTIONS = {
    "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "n't": "not", "'t": "not", "can't": "cannot", "won't": "will not",
    "don't": "do not", "doesn't": "does not", "didn't": "did not", "isn't": "is not", "aren't": "are not", "wasn't": "was not",
    "weren't": "were not", "hasn't": "has not", "haven't": "have not", "hadn't": "had not", "couldn't": "could not",
    "wouldn't": "would not", "shouldn't": "should not", "it's": "it is", "that's": "that is", "there's": "there is",
    "i'm": "i am", "we're": "we are", "they're": "they are", "you're": "you are", "i've": "i have", "we've": "we have",
    "they've": "they have", "i'll": "i will", "we'll": "we will", "they'll": "they will",
}  # fmt: skip
