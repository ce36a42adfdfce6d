"""Names that are near to each other and yet different, and endings that make another word of one: what is no misspelling."""

from __future__ import annotations

from reviewer.analysis.lexicon import NAME_PARTICLES

PLACES = frozenset(
    """
    accra afghanistan africa albania algeria america amman angola ankara argentina armenia asia athens australia austria
    azerbaijan baghdad bahrain baku bangkok bangladesh beijing beirut belarus belgium belgrade belize benin berlin bern
    bolivia botswana brasilia bratislava brazil brunei brussels bucharest budapest bulgaria burundi cairo cambodia cameroon
    canada canberra caracas chad chicago chile china colombia columbia congo copenhagen croatia cuba cyprus daegu dakar
    damascus delhi denmark dhaka doha dominica dublin ecuador egypt eritrea estonia ethiopia eurasia europe fiji finland
    france gabon gambia geneva georgia germany ghana greece grenada guatemala guinea guyana haiti hanoi havana helsinki
    hiroshima honduras hungary iceland incheon india indiana indonesia iran iraq ireland islamabad israel istanbul italy
    jakarta jamaica japan jerusalem jordan kabul kazakhstan kenya kharkiv kherson kinshasa korea kosovo kuwait kyiv kyoto
    kyrgyzstan laos latvia lebanon lesotho liberia libya lisbon lithuania ljubljana london luxembourg lviv lyon macedonia
    madagascar madrid malawi malaysia maldives mali malta managua manila marseille mauritania mauritius melbourne mexico milan
    minsk moldova monaco mongolia montenegro morocco moscow mozambique mumbai munich myanmar nagoya nairobi namibia nauru
    nepal netherlands nicaragua niger nigeria norway oceania odesa oman osaka oslo ottawa pakistan palau palestine panama
    paraguay paris peru philippines poland portugal prague pretoria pyongyang qatar riga riyadh romania rome russia rwanda
    samoa sapporo scotland senegal seoul serbia seychelles shanghai shenzhen siberia singapore slovakia slovenia sofia somalia
    spain stockholm sudan suriname swaziland sweden switzerland sydney syria taipei taiwan tajikistan tallinn tampa tanzania
    tbilisi tehran thailand tirana togo tokyo tonga toronto tripoli tunis tunisia turkey turkmenistan uganda ukraine uruguay
    uzbekistan vanuatu venezuela venice vienna vietnam vilnius wales warsaw washington wuhan yemen yerevan zagreb zambia
    zimbabwe zurich
    """.split()
)
"""Places that everybody knows: no misspelling of each other, and of a person's name only where much speaks for it."""
SAME_PLACE = (
    frozenset(("kyiv", "kiev")),
    frozenset(("kharkiv", "kharkov")),
    frozenset(("odesa", "odessa")),
    frozenset(("lviv", "lvov")),
    frozenset(("busan", "pusan")),
    frozenset(("daegu", "taegu")),
    frozenset(("incheon", "inchon")),
    frozenset(("gwangju", "kwangju")),
    frozenset(("daejeon", "taejon")),
)
"""Two spellings of one place, of which an article uses one."""
COMMON_SURNAMES = frozenset(
    """
    kim lee yi rhee park pak choi choe jung jeong chung kang cho jo yoon yun jang chang lim im han oh seo suh shin kwon hwang ahn
    an song ryu yoo yu hong ko go moon mun son sohn yang bae baek paik heo nam noh roh ha joo ju chun jeon jun min
    wang li zhang liu chen zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo nguyen tran le pham hoang phan vu dang bui do
    sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato
    """.split()
)
"""Surnames of so many that two people in one story may well have the same, in spellings of East Asia."""
UNNAMED = NAME_PARTICLES | frozenset(
    """
    new old north south east west northern southern eastern western central upper lower great grand little big san santa saint st
    mount lake river fort port cape the royal national international federal state united young senior junior
    """.split()
)
"""What stands before many names and says nothing of which is meant."""
ENDINGS = frozenset(
    """
    s es n an ian ans ians ese i is ish er ers a as ova ov ev eva in ina ist ists ism ic ical al ally y ies ry ries ed ing ings or
    ors ion ions ity ve on aya oy ally ly age land en ens ene enes ia ias ness ment d r t th o
    """.split()
)
"""What a word can end in beside another one of the same beginning: people and adjectives of places, plurals, women's surnames."""
