"""Numbers, dates, percentages and conversions: what is flagged, what it is called, and the hard lines that are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.checks import CHECKS
from reviewer.checks.trust import Trust
from reviewer.core.finding import Level
from tests.checks.tables import findings

NAMES = (
    "malformed-number",
    "source-magnitude",
    "impossible-date",
    "weekday-date",
    "relative-date",
    "percent-arithmetic",
    "percent-or-points",
    "conversion",
    "conversion-magnitude",
    "age-arithmetic",
    "inconsistent-quantity",
)

BAD = {
    "About 1,0000 people marched.": ("malformed-number", "1,0000", None),
    "Some 12,3456 votes were cast.": ("malformed-number", "12,3456", "123,456"),
    "A force of 3,5000-strong units came.": ("malformed-number", "3,5000", None),
    "A force of 1,5000,0000 came.": ("malformed-number", "1,5000,0000", "150,000,000"),
    "It rose 3 ,5 percent.": ("malformed-number", "3 ,5", "3.5"),
    "It costs $40 million dollars to run.": ("malformed-number", "$40 million dollars", "$40 million"),
    "The firm owes 3 billions in taxes.": ("malformed-number", "billions", "billion"),
    "It grew by 5 percents.": ("malformed-number", "percents", "percent"),
    "Some 13people were on board.": ("malformed-number", "13people", "13 people"),
    "They met on the 21th of May.": ("malformed-number", "21th", "21st"),
    "It was her 2st prize.": ("malformed-number", "2st", "2nd"),
    "It sold 12,34 cars a day.": ("malformed-number", "12,34", None),
    "Prices rose 0,5 percent.": ("malformed-number", "0,5", "0.5"),
    "It costs $3,5 million.": ("malformed-number", "3,5", "3.5"),
    "The rate was 5.2.1% last month.": ("malformed-number", "5.2.1", None),
    "It cost 1.000.000 won.": ("malformed-number", "1.000.000", "1,000,000"),
    "It cost 1.234,56 euros.": ("malformed-number", "1.234,56", "1,234.56"),
    "It paid 1,234,56 dollars.": ("malformed-number", "1,234,56", None),
    "Only 1000,000 people live there.": ("malformed-number", "1000,000", "1,000,000"),
    "The firm built 25, 000 homes.": ("malformed-number", "25, 000", "25,000"),
    "Growth was 5% percent.": ("malformed-number", "% percent", "%"),
    "Aid of 10,000 million dollars arrived.": ("source-magnitude", "10,000 million", "10 billion"),
    "Its sales were 125,000 million won.": ("source-magnitude", "125,000 million", "125 billion"),
    "A loan of 2,500 million euros.": ("source-magnitude", "2,500 million", "2.5 billion"),
    "Exports of 30,000 thousand tons.": ("source-magnitude", "30,000 thousand", "30 million"),
    "Losses of 5 hundred million yen.": ("source-magnitude", "5 hundred million", "500 million"),
    "Losses of 35 hundred million won.": ("source-magnitude", "35 hundred million", "3.5 billion"),
    "Losses of 3 million billion won.": ("source-magnitude", "3 million billion", None),
    "The fund has 3 trillion 5,000 won.": ("source-magnitude", "3 trillion 5,000 won", None),
    "The fund has 2 billion 300 million won.": ("source-magnitude", "2 billion 300 million", "2.3 billion"),
    "An army of 60 ten thousand soldiers.": ("source-magnitude", "60 ten thousand", "600,000"),
    "A ticket is 5 man won.": ("source-magnitude", "5 man", "50,000"),
    "The bridge cost 120 eok won.": ("source-magnitude", "120 eok", "12 billion"),
    "The budget is 600 jo won.": ("source-magnitude", "600 jo", "600 trillion"),
    "The plant cost 3 oku yen.": ("source-magnitude", "3 oku", "300 million"),
    "It starts on Feb. 30.": ("impossible-date", "Feb. 30", None),
    "It starts on June 31, 2022.": ("impossible-date", "June 31, 2022", None),
    "It ended on Sept. 31st and was forgotten.": ("impossible-date", "Sept. 31st", None),
    "It ended on 31 November 2020.": ("impossible-date", "31 November 2020", None),
    "It was signed on the 30th of February.": ("impossible-date", "30th of February", None),
    "The deadline was Feb. 29, 2023.": ("impossible-date", "Feb. 29, 2023", None),
    "It was decided on 31 April a year ago.": ("impossible-date", "31 April", None),
    "The ferry runs until 25:30.": ("impossible-date", "25:30", None),
    "It happened on Jan. 32.": ("impossible-date", "Jan. 32", None),
    "The form says 2022-02-30.": ("impossible-date", "2022-02-30", None),
    "The form says 31/06/2022.": ("impossible-date", "31/06/2022", None),
    "The train arrived at 25:70.": ("impossible-date", "25:70", None),
    "The shop opens at 10:75 a.m.": ("impossible-date", "10:75 a.m.", None),
    "The shop opens at 25 o'clock.": ("impossible-date", "25 o'clock", None),
    "They met at 15 o'clock.": ("impossible-date", "15 o'clock", "3 p.m."),
    "They met at 14:30 p.m. in Seoul.": ("impossible-date", "14:30 p.m.", "2:30 p.m."),
    "They meet on Wednesday, March 4, 2021.": ("weekday-date", "Wednesday", None),
    "They met on Monday (March 4, 2021).": ("weekday-date", "Monday", None),
    "They met on March 4, 2021 (Mon.), he said.": ("weekday-date", "Mon", None),
    "July 4, 2022, a Friday, was wet.": ("weekday-date", "Friday", None),
    "It runs between May 9 and May 3.": ("relative-date", "May 9 and May 3", None),
    "Sales rose 30 percent from 1 million to 1.2 million.": ("percent-arithmetic", "30 percent", None),
    "Sales rose 5.2 percent, from 100 to 115.": ("percent-arithmetic", "5.2 percent", None),
    "Its stock fell 3% from 52,000 won to 40,000 won.": ("percent-arithmetic", "3%", None),
    "The price went from $40 to $50, up 52 percent.": ("percent-arithmetic", "52 percent", None),
    "Sales were 115 billion won, up 25 percent from 100 billion won.": ("percent-arithmetic", "25 percent", None),
    "Sales of 80 million euros, down 10% from about 100 million euros.": ("percent-arithmetic", "10%", None),
    "As of 2: 40 p.m. it was calm.": ("malformed-number", "2: 40", "2:40"),
    "It opened at 10: 30 on Friday.": ("malformed-number", "10: 30", "10:30"),
    "It took 3,5 hours.": ("malformed-number", "3,5", "3.5"),
    "It costs $14, 500 a month.": ("malformed-number", "14, 500", "14,500"),
    "It was signed on July 26,2020.": ("malformed-number", "26,2020", "26, 2020"),
    "It sold 1 billion 7,500 million shares.": ("source-magnitude", "7,500 million", None),
    "Support fell to 41 percent from 47 percent, down 16 points.": ("percent-arithmetic", "16 points", None),
    "Support was 41%, up from 47%, a 6-point increase.": ("percent-arithmetic", "41%, up from 47%", None),
    "Unemployment rose 2 percent from 5 percent to 7 percent.": ("percent-or-points", "percent", "percentage points"),
    "Support saw a 3-percent rise to 48 percent from 45 percent.": ("percent-or-points", "3-percent", None),
    "Turnout rose 12% to 62% from 50%.": ("percent-or-points", "%", " percentage points"),
    "A meal is 8,000 won ($70).": ("conversion-magnitude", "8,000 won ($70)", None),
    "It paid 5 billion yen (about $4.6 billion).": ("conversion-magnitude", "5 billion yen (about $4.6 billion)", None),
    "The peak is 2,500 meters (2,800 feet) high.": ("conversion", "2,500 meters (2,800 feet)", None),
    "It weighs 50 kg (11 pounds).": ("conversion-magnitude", "50 kg (11 pounds)", None),
    "It was minus 10 C (40 F) there.": ("conversion", "10 C (40 F)", None),
    "The park is 10 square kilometers (6.2 square miles).": ("conversion", "10 square kilometers (6.2 square miles)", None),
    "It was 60,000 won ($50). | Then 90,000 won ($75). | Now 48,000 won ($80).": ("conversion", "48,000 won ($80)", None),
    "The singer, born in 1920, died in 1990 aged 60.": ("age-arithmetic", "aged 60", None),
    "The blast injured 120 people. | In all 1,200 people were injured.": ("inconsistent-quantity", "1,200", None),
    "It will spend 45.6 billion won. | The 456 billion won is a loan.": ("inconsistent-quantity", "456 billion won", None),
}  # fmt: skip

GOOD = (
    "The firm has 12,34,567 users and 1,00,000 staff in Mumbai.",
    "The file was called receipts for 11,2021 by mistake.",
    "Release 5.2.1 of the driver talks to 192.168.10.1.",
    "The match ended 3-2 (25-20, 25-23) after 1,234 serves.",
    "Call 02-1234-5678 or 010-1234-5678.",
    "The book has the number 978-3-16-148410-0.",
    "The wreck lies at 37.5665,126.9780.",
    "See articles 3,5 and 7, and pages 12,34.",
    "Section 12.3.4 and figures 1,2,3 show it.",
    "It was 12.01.2022 by their calendar.",
    "Agent 007 had 1,000,000.50 dollars.",
    "The compound 2,4-dinitrophenol was found.",
    "In the census of 2019, 000 was the code of the district.",
    "The years 2019,2020 and 2021 were lost.",
    "In 2021,300 is a typing error that is not ours.",
    "Household debt reached 1,862 trillion won.",
    "The sun is 150 million kilometers away.",
    "About 900 million people, or 9 hundred, watched.",
    "Two hundred million people, a few hundred million, several hundred thousand.",
    "The firm earned $1 million 10 years ago.",
    "She paid 1 billion, 200 million of it in cash.",
    "Every 2 man teams and 1 man won the race.",
    "A 10 thousand won note and 50 thousand won in coins.",
    "The price was half a trillion and 300 million people saw it.",
    "In June 31 people died and in February 30 were hurt.",
    "The play “31 June” was sold out.",
    "He was 12st, lost 2st, and came 11th, 22nd and 113th.",
    "In 2020 millions fled, and on May 5 thousands came.",
    "It cost $5 million Canadian dollars at 13people.com.",
    "She scored at 25:10.",
    "By April 31 countries had signed.",
    "It ended on May 31 and Feb. 29, 2024.",
    "The protests of May 68 and March 40 years ago.",
    "They scored at 75:30 and at 89:59.",
    "The bus leaves at 23:59, at 00:10 and at 12:05 p.m.",
    "The ratio was 25:75.",
    "The file of 2022-02-28 and 31/01/2022 and 01/31/2022.",
    "They met on Thursday, March 4, 2021, and Friday, March 5.",
    "On Monday and Tuesday, March 4 and 5, 2021, it rained.",
    "The Sun, March 5, 2021, reported it.",
    "On Monday, October 19, 1987, stocks fell.",
    "It will be shown on Wednesday, March 4.",
    "It runs from Dec. 28 to Jan. 3 and from May 3 to May 9.",
    "The rate was moved from March 9, 2020 to March 3, 2021.",
    "Sales rose 15.2 percent from 99 to 114.",
    "Sales rose 17 percent from 1 million to 1.2 million.",
    "Sales rose nearly 20 percent from 100 to 115.",
    "Sales rose 40 percent from 2010 to 2020.",
    "Emissions fell 40% from 1990 levels to 2030.",
    "Sales rose 10 percent from March 3 to 10.",
    "The tax was raised from 20 to 30 percent, half as much again.",
    "Unemployment rose 40 percent, from 5 percent to 7 percent.",
    "Support fell to 41 percent from 47 percent, down 6 points.",
    "Profit rose 25% to 500 billion won from 400 billion won.",
    "The share rose from a third to 40 percent, 12 percent of it in 2020.",
    "Sales were 115 billion won, up 15 percent from 100 billion won.",
    "Sales were 115 billion won, up 15 percent from a year earlier, of which 100 billion won came from abroad.",
    "He won 2: 30 seats to 12, and the sets 17: 21 and 21: 17.",
    "On July 26, 106 people left, and by the end of 2019, 178 had come.",
    "In John 3: 16 it is written.",
    "A meal is 8,000 won ($7).",
    "A meal is 1,000 won ($1), a bed 19,500 won ($15).",
    "The fine is 40 billion won ($36 million).",
    "It is 250 miles (about 400 kilometers) away.",
    "The park is 10 square kilometers (3.9 square miles).",
    "It was minus 10 C (14 F) there, 5 degrees Celsius (9 degrees Fahrenheit) colder.",
    "The quake killed 250 people. | In 2010, 25 people were killed in another quake.",
    "The code 06,07 was printed.",
    "He is 6 feet 2 inches (188 centimeters) tall, and ran 10 to 20 miles (32 kilometers).",
    "The two split the cost at 25:75 or about 30:70.",
    "Version 5.2.1 people love, and the road at 37,5 and 40 is closed.",
    "He has 30 wins (12 by knockout) and 5 kg (of rice).",
    "It is 1 to 3 miles (1.6 to 4.8 kilometers) wide.",
    "The singer, born in 1920, died in 1990 aged 69.",
    "The singer, born in 1920, moved here in 1950 at the age of 30 and died in 1990.",
    "The fire killed 100 people. | In another, 15 people were killed.",
    "The hall has 50 seats. | The other hall has 500 seats.",
    "It has 100 members. | Of its 1,000 members, 10 members died.",
    "It will spend 45.6 billion won. | The 45.6 billion won is a loan.",
)


@pytest.mark.parametrize(("line", "said"), BAD.items(), ids=BAD)
def test_a_bad_line_is_flagged(line: str, said: tuple[str, str, str | None]) -> None:
    """A bad line has one finding of the family: on the very words, with the suggestion that is sure."""
    assert [(each.check, each.text, each.suggestion) for each in findings(line, *NAMES)] == [said]


@pytest.mark.parametrize("line", GOOD)
def test_a_hard_good_line_is_left_alone(line: str) -> None:
    """A line that only looks bad has none."""
    assert not findings(line, *NAMES)


PUBLISHED = date(2022, 1, 13)
"""A Thursday."""
DATED = {
    "They met on Monday, Jan. 11.": [("weekday-date", "Monday", Level.INFO)],
    "They met on Friday, Jan. 11.": [("weekday-date", "Friday", Level.WARNING)],
    "They met on Tuesday, Jan. 11.": [],
    "They met on Friday the 14th and on the 15th (Monday).": [("weekday-date", "Monday", Level.WARNING)],
    "They will meet on Friday, Dec. 30.": [("weekday-date", "Friday", Level.INFO)],
    "They met on Friday, June 11.": [],
    "In 2019 they met on Friday, Jan. 11.": [],
    "They meet tomorrow, Jan. 14, and today (Jan. 13).": [],
    "They meet tomorrow, Jan. 20.": [("relative-date", "tomorrow, Jan. 20", Level.INFO)],
    "They met yesterday (March 4, 2021).": [("relative-date", "yesterday (March 4, 2021)", Level.INFO)],
    "It grew last year (2019).": [("relative-date", "last year (2019)", Level.INFO)],
    "It grew last year (2021) and will next year (2023).": [],
    "The mayor, born in 1960, is a 48-year-old lawyer.": [("age-arithmetic", "48-year-old", Level.INFO)],
    "The mayor, born in 1960, is a 61-year-old lawyer.": [],
    "The mayor, born in 1960, was 48 years old when she won.": [],
}


@pytest.mark.parametrize(("line", "said"), DATED.items(), ids=DATED)
def test_the_date_of_the_story_decides(line: str, said: list[tuple[str, str, Level]]) -> None:
    """A day's difference is mild, a far date and another year are nobody's."""
    found = findings(line, *NAMES, published=PUBLISHED)
    assert [(each.check, each.text, each.level) for each in found] == said


@pytest.mark.parametrize("line", [line for line, said in DATED.items() if said and "2021" not in line])
def test_without_a_date_nothing_is_reckoned_from_today(line: str) -> None:
    """Nobody said when it was published: then there is no tomorrow, and no weekday of a date without its year."""
    assert not findings(line, *NAMES)


LEVELS = {
    "Aid of 40,000 million won was approved.": Level.WARNING,
    "A loan of 2,500 million euros.": Level.INFO,
    "It is 100 kilometers (160 miles) away.": Level.INFO,
    "It is 100 kilometers (620 miles) away.": Level.WARNING,
    "The fine is 30,000 won ($250).": Level.WARNING,
    "It was 60,000 won ($50). | Then 90,000 won ($75). | Now 48,000 won ($50).": Level.INFO,
    "It was 60,000 won ($50). | Then 90,000 won ($90).": Level.INFO,
    "It was 60,000 won ($500). | Then 90,000 won ($75).": Level.WARNING,
    "Sales rose 5.2 percent from 100 to 115.": Level.INFO,
    "It rose 3 percent, from 45 percent to 48 percent.": Level.INFO,
    "About 1,0000 people marched.": Level.ERROR,
    "It was 15:00 p.m. then.": Level.WARNING,
    "The drama airs on TV until 25:30.": Level.INFO,
}


@pytest.mark.parametrize(("line", "level"), LEVELS.items(), ids=LEVELS)
def test_how_bad_it_is(line: str, level: Level) -> None:
    """What cannot be is an error, what is surely not meant a warning, and what is only reckoned is info at first."""
    trust = Trust.of(CHECKS.values())
    assert [trust.level(each) for each in findings(line, *NAMES)] == [level]


MESSAGES = {
    "They meet on Wednesday, March 4, 2021.": "“March 4, 2021” is a Thursday",
    "It starts on Feb. 30.": "there is no “Feb. 30”: February has 29 days",
    "It starts on Feb. 30, 2026.": "there is no “Feb. 30, 2026”: February has 28 days",
    "About 3,5000 came.": "“3,5000”: a comma parts groups of three digits: 35,000 or 3,500",
    "It has 9 trillion 4,200 billion won.": (
        "“4,200 billion” is 4.2 trillion by itself, too much for the rest of a sum in trillions"
    ),
    "Aid of 40,000 million won was approved.": "“40,000 million” is 40 billion",
    "Sales rose 5.2 percent from 100 to 115.": "“5.2 percent”: from “100” to “115” is 15 %",
    "It is 100 kilometers (160 miles) away.": "“100 kilometers (160 miles)”: it would be 62.1",
    "The fire killed 100 people. | In it 10 people were killed.": "“10” here, “100” before",
}


@pytest.mark.parametrize(("line", "message"), MESSAGES.items(), ids=MESSAGES)
def test_what_is_said(line: str, message: str) -> None:
    """The message has what an editor needs to see that it is right."""
    assert [each.message for each in findings(line, *NAMES)] == [message]


PIECES = (*"0123456789,.:%$()-/ ", " million ", " won ", " March ", "Monday", " from ", " to ", "°C", " p.m.")


@given(st.lists(st.sampled_from(PIECES)))
def test_any_text_can_be_looked_at(parts: list[str]) -> None:
    """No heap of numbers is an error, and every span lies in the text."""
    line = "".join(parts)
    spans = [each.span for each in findings(line, *NAMES, published=PUBLISHED)]
    assert all(0 <= start < end <= len(line) for start, end in spans)
