"""What the acronyms in the news stand for: international bodies, ministries, agencies, parties, broadcasters, terms.

An acronym has all the names that news in English gives it, the usual one first; several bodies may share it. It need not be made
of the initials: many are of another language. An entry that is missing costs a hint; one that is wrong would be believed.
"""

from __future__ import annotations

from functools import cache

_LINES = """
# United Nations and what belongs to it
UN: United Nations
UNSC: United Nations Security Council; UN Security Council
UNGA: United Nations General Assembly; UN General Assembly
UNICEF: United Nations Children's Fund; United Nations International Children's Emergency Fund; UN Children's Fund
UNESCO: United Nations Educational, Scientific and Cultural Organization; UN Educational, Scientific and Cultural Organization
UNHCR: United Nations High Commissioner for Refugees; Office of the United Nations High Commissioner for Refugees
UNHCR: UN High Commissioner for Refugees; UN Refugee Agency; United Nations Refugee Agency
UNRWA: United Nations Relief and Works Agency for Palestine Refugees in the Near East; United Nations Relief and Works Agency
UNRWA: UN Relief and Works Agency
UNDP: United Nations Development Programme; UN Development Programme
UNEP: United Nations Environment Programme; UN Environment Programme
UNFPA: United Nations Population Fund; UN Population Fund; United Nations Fund for Population Activities
UNODC: United Nations Office on Drugs and Crime; UN Office on Drugs and Crime
UNCTAD: United Nations Conference on Trade and Development; UN Conference on Trade and Development; UN Trade and Development
UNFCCC: United Nations Framework Convention on Climate Change; UN Framework Convention on Climate Change
UNIDO: United Nations Industrial Development Organization; UN Industrial Development Organization
UNAIDS: Joint United Nations Programme on HIV/AIDS
UNMISS: United Nations Mission in South Sudan; UN Mission in South Sudan
UNIFIL: United Nations Interim Force in Lebanon; UN Interim Force in Lebanon
UNCLOS: United Nations Convention on the Law of the Sea; UN Convention on the Law of the Sea
UNC: United Nations Command; UN Command
OCHA: United Nations Office for the Coordination of Humanitarian Affairs; Office for the Coordination of Humanitarian Affairs
OCHA: UN Office for the Coordination of Humanitarian Affairs
OHCHR: Office of the United Nations High Commissioner for Human Rights; Office of the High Commissioner for Human Rights
OHCHR: UN Human Rights Office
WHO: World Health Organization
WFP: World Food Programme; United Nations World Food Programme
FAO: Food and Agriculture Organization; Food and Agriculture Organization of the United Nations
FAO: UN Food and Agriculture Organization
ILO: International Labour Organization
IMO: International Maritime Organization; International Mathematical Olympiad
ICAO: International Civil Aviation Organization
ITU: International Telecommunication Union
UPU: Universal Postal Union
WMO: World Meteorological Organization
WIPO: World Intellectual Property Organization
IFAD: International Fund for Agricultural Development
IAEA: International Atomic Energy Agency
IPCC: Intergovernmental Panel on Climate Change
ICJ: International Court of Justice
ICC: International Criminal Court; International Chamber of Commerce; International Cricket Council
ICTY: International Criminal Tribunal for the former Yugoslavia
IOM: International Organization for Migration
CTBTO: Comprehensive Nuclear-Test-Ban Treaty Organization
CTBTO: Preparatory Commission for the Comprehensive Nuclear-Test-Ban Treaty Organization
OPCW: Organisation for the Prohibition of Chemical Weapons
# treaties and terms of disarmament
NPT: Nuclear Non-Proliferation Treaty; Treaty on the Non-Proliferation of Nuclear Weapons; Non-Proliferation Treaty
CTBT: Comprehensive Nuclear-Test-Ban Treaty; Comprehensive Test Ban Treaty
START: Strategic Arms Reduction Treaty
INF: Intermediate-Range Nuclear Forces; Intermediate-Range Nuclear Forces Treaty
JCPOA: Joint Comprehensive Plan of Action
PSI: Proliferation Security Initiative; Pollutant Standards Index
NSG: Nuclear Suppliers Group; National Security Guard
MTCR: Missile Technology Control Regime
THAAD: Terminal High Altitude Area Defense; Terminal High-Altitude Area Defense
ICBM: intercontinental ballistic missile
SLBM: submarine-launched ballistic missile
IRBM: intermediate-range ballistic missile
SRBM: short-range ballistic missile
MIRV: multiple independently targetable reentry vehicle
CVID: complete, verifiable and irreversible denuclearization; complete, verifiable, irreversible dismantlement
CVID: complete, verifiable and irreversible dismantlement
WMD: weapons of mass destruction
UAV: unmanned aerial vehicle
IED: improvised explosive device
GSOMIA: General Security of Military Information Agreement
SOFA: Status of Forces Agreement
SMA: Special Measures Agreement; spinal muscular atrophy
OPCON: operational control
MDL: Military Demarcation Line
DMZ: Demilitarized Zone
NLL: Northern Limit Line
JSA: Joint Security Area
ADIZ: air defense identification zone
KADIZ: Korea Air Defense Identification Zone; Korean Air Defense Identification Zone
EEZ: exclusive economic zone
# alliances, regions, talks
NATO: North Atlantic Treaty Organization
OSCE: Organization for Security and Cooperation in Europe
EU: European Union
EC: European Commission; European Community; European Council
ECB: European Central Bank
ECJ: European Court of Justice
ECHR: European Court of Human Rights; European Convention on Human Rights
EEA: European Economic Area; European Environment Agency
EFTA: European Free Trade Association
EIB: European Investment Bank
EBRD: European Bank for Reconstruction and Development
EMA: European Medicines Agency
ESA: European Space Agency
ESM: European Stability Mechanism
EASA: European Union Aviation Safety Agency; European Aviation Safety Agency
ECDC: European Centre for Disease Prevention and Control
EEC: European Economic Community; Eurasian Economic Commission
EAEU: Eurasian Economic Union
PACE: Parliamentary Assembly of the Council of Europe
CIS: Commonwealth of Independent States
CSTO: Collective Security Treaty Organization
SCO: Shanghai Cooperation Organization
BRICS: Brazil, Russia, India, China and South Africa
ASEAN: Association of Southeast Asian Nations
APEC: Asia-Pacific Economic Cooperation
ARF: ASEAN Regional Forum
EAS: East Asia Summit
SAARC: South Asian Association for Regional Cooperation
ASEM: Asia-Europe Meeting
AU: African Union
ECOWAS: Economic Community of West African States
SADC: Southern African Development Community
IGAD: Intergovernmental Authority on Development
OAS: Organization of American States
OIC: Organisation of Islamic Cooperation
GCC: Gulf Cooperation Council
OPEC: Organization of the Petroleum Exporting Countries
IEA: International Energy Agency
OECD: Organisation for Economic Co-operation and Development; Organization for Economic Cooperation and Development
AUKUS: Australia, the United Kingdom and the United States
CARICOM: Caribbean Community
MERCOSUR: Southern Common Market
NAFTA: North American Free Trade Agreement
USMCA: United States-Mexico-Canada Agreement; US-Mexico-Canada Agreement
RCEP: Regional Comprehensive Economic Partnership
TPP: Trans-Pacific Partnership
CPTPP: Comprehensive and Progressive Agreement for Trans-Pacific Partnership
IPEF: Indo-Pacific Economic Framework; Indo-Pacific Economic Framework for Prosperity
TTIP: Transatlantic Trade and Investment Partnership
FTA: free trade agreement; Federal Transit Administration
EPA: Environmental Protection Agency; economic partnership agreement
# money and trade
IMF: International Monetary Fund
WTO: World Trade Organization
GATT: General Agreement on Tariffs and Trade
BIS: Bank for International Settlements; Bureau of Industry and Security
FSB: Federal Security Service; Financial Stability Board
FATF: Financial Action Task Force
ADB: Asian Development Bank
AfDB: African Development Bank
AIIB: Asian Infrastructure Investment Bank
NDB: New Development Bank
IDB: Inter-American Development Bank; Islamic Development Bank
IBRD: International Bank for Reconstruction and Development
IFC: International Finance Corporation
WEF: World Economic Forum
SWIFT: Society for Worldwide Interbank Financial Telecommunication
BOJ: Bank of Japan
BOK: Bank of Korea
BOE: Bank of England; barrel of oil equivalent
PBOC: People's Bank of China
FOMC: Federal Open Market Committee
SEC: Securities and Exchange Commission
CFTC: Commodity Futures Trading Commission
FDIC: Federal Deposit Insurance Corporation
NYSE: New York Stock Exchange
LSE: London Stock Exchange; London School of Economics
TSE: Tokyo Stock Exchange
HKEX: Hong Kong Exchanges and Clearing
KRX: Korea Exchange
GDP: gross domestic product
GNP: gross national product
GNI: gross national income
CPI: consumer price index; Corruption Perceptions Index
PPI: producer price index
PMI: purchasing managers' index
FDI: foreign direct investment
IPO: initial public offering
M&A: mergers and acquisitions; merger and acquisition
ETF: exchange-traded fund
CBDC: central bank digital currency
ESG: environmental, social and governance; environment, social and governance; environmental, social, and corporate governance
VAT: value-added tax; value added tax
LNG: liquefied natural gas
LPG: liquefied petroleum gas
ODA: official development assistance
SME: small and medium-sized enterprise; small and medium-sized enterprises; small and medium enterprises
# courts, police, intelligence
INTERPOL: International Criminal Police Organization
EUROPOL: European Union Agency for Law Enforcement Cooperation
CIA: Central Intelligence Agency
FBI: Federal Bureau of Investigation
NSA: National Security Agency
NSC: National Security Council
DIA: Defense Intelligence Agency
DNI: Director of National Intelligence
DHS: Department of Homeland Security
DOJ: Department of Justice
DOD: Department of Defense
DOE: Department of Energy
DEA: Drug Enforcement Administration
ATF: Bureau of Alcohol, Tobacco, Firearms and Explosives
ICE: Immigration and Customs Enforcement
CBP: Customs and Border Protection
TSA: Transportation Security Administration
FEMA: Federal Emergency Management Agency
IRS: Internal Revenue Service
USTR: United States Trade Representative; US Trade Representative; Office of the United States Trade Representative
USTR: Office of the US Trade Representative
USAID: United States Agency for International Development; US Agency for International Development
GAO: Government Accountability Office
OMB: Office of Management and Budget
CBO: Congressional Budget Office
FCC: Federal Communications Commission
FTC: Federal Trade Commission; Fair Trade Commission
FAA: Federal Aviation Administration
FDA: Food and Drug Administration
CDC: Centers for Disease Control and Prevention
NIH: National Institutes of Health
NIAID: National Institute of Allergy and Infectious Diseases
NASA: National Aeronautics and Space Administration
NOAA: National Oceanic and Atmospheric Administration
NTSB: National Transportation Safety Board
NHTSA: National Highway Traffic Safety Administration
NWS: National Weather Service
USGS: United States Geological Survey; US Geological Survey
NIST: National Institute of Standards and Technology
NRC: Nuclear Regulatory Commission; Norwegian Refugee Council
OFAC: Office of Foreign Assets Control
DARPA: Defense Advanced Research Projects Agency
CENTCOM: United States Central Command; US Central Command
USFK: United States Forces Korea; US Forces Korea
CFC: Combined Forces Command
JCS: Joint Chiefs of Staff
GOP: Grand Old Party
DNC: Democratic National Committee; Democratic National Convention
RNC: Republican National Committee; Republican National Convention
NRA: National Rifle Association
ACLU: American Civil Liberties Union
NAACP: National Association for the Advancement of Colored People
AIPAC: American Israel Public Affairs Committee
CSIS: Center for Strategic and International Studies
CFR: Council on Foreign Relations
IISS: International Institute for Strategic Studies
ISW: Institute for the Study of War
SIPRI: Stockholm International Peace Research Institute
# Britain, Canada, Australia
UK: United Kingdom
NHS: National Health Service
BBC: British Broadcasting Corporation
ONS: Office for National Statistics
OBR: Office for Budget Responsibility
NCA: National Crime Agency
GCHQ: Government Communications Headquarters
SNP: Scottish National Party
DUP: Democratic Unionist Party
RCMP: Royal Canadian Mounted Police
CBC: Canadian Broadcasting Corporation
ASIO: Australian Security Intelligence Organisation
RBA: Reserve Bank of Australia
# Korea
ROK: Republic of Korea
DPRK: Democratic People's Republic of Korea
KCNA: Korean Central News Agency
NIS: National Intelligence Service
ANSP: Agency for National Security Planning
KCIA: Korean Central Intelligence Agency; Korea Central Intelligence Agency
MOFA: Ministry of Foreign Affairs
MND: Ministry of National Defense
MOEF: Ministry of Economy and Finance
MOTIE: Ministry of Trade, Industry and Energy
MOLIT: Ministry of Land, Infrastructure and Transport
MSIT: Ministry of Science and ICT
MOHW: Ministry of Health and Welfare
MOEL: Ministry of Employment and Labor
MAFRA: Ministry of Agriculture, Food and Rural Affairs
MFDS: Ministry of Food and Drug Safety
KDCA: Korea Disease Control and Prevention Agency
KCDC: Korea Centers for Disease Control and Prevention
KMA: Korea Meteorological Administration; Korean Medical Association
KFTC: Korea Fair Trade Commission; Fair Trade Commission
FSC: Financial Services Commission
FSS: Financial Supervisory Service
KDI: Korea Development Institute
KDB: Korea Development Bank
KIEP: Korea Institute for International Economic Policy
KIDA: Korea Institute for Defense Analyses
KINU: Korea Institute for National Unification
KIST: Korea Institute of Science and Technology
KAIST: Korea Advanced Institute of Science and Technology
KAERI: Korea Atomic Energy Research Institute
KARI: Korea Aerospace Research Institute
KASA: Korea AeroSpace Administration
KEPCO: Korea Electric Power Corporation
KHNP: Korea Hydro and Nuclear Power
KOGAS: Korea Gas Corporation
KNOC: Korea National Oil Corporation
KORAIL: Korea Railroad Corporation
KOTRA: Korea Trade-Investment Promotion Agency
KITA: Korea International Trade Association
KCCI: Korea Chamber of Commerce and Industry; Korean Chamber of Commerce and Industry
FKI: Federation of Korean Industries
KEF: Korea Enterprises Federation
KCTU: Korean Confederation of Trade Unions
FKTU: Federation of Korean Trade Unions
KOICA: Korea International Cooperation Agency
KTO: Korea Tourism Organization
KOSIS: Korean Statistical Information Service
KBS: Korean Broadcasting System
MBC: Munhwa Broadcasting Corporation
SBS: Seoul Broadcasting System
EBS: Korea Educational Broadcasting System; Educational Broadcasting System
KBO: Korea Baseball Organization
KFA: Korea Football Association
KOC: Korean Olympic Committee
DAPA: Defense Acquisition Program Administration
ADD: Agency for Defense Development
NEC: National Election Commission
CIO: Corruption Investigation Office for High-ranking Officials
WPK: Workers' Party of Korea
KPA: Korean People's Army
PPP: People Power Party; purchasing power parity; Pakistan Peoples Party
DPK: Democratic Party of Korea; Democratic Party
KSTAR: Korea Superconducting Tokamak Advanced Research
LH: Korea Land and Housing Corporation
NPS: National Pension Service; National Park Service
# Japan
LDP: Liberal Democratic Party
CDP: Constitutional Democratic Party; Constitutional Democratic Party of Japan
DPP: Democratic Progressive Party; Democratic Party for the People
JCP: Japanese Communist Party
METI: Ministry of Economy, Trade and Industry
MEXT: Ministry of Education, Culture, Sports, Science and Technology
MLIT: Ministry of Land, Infrastructure, Transport and Tourism
MHLW: Ministry of Health, Labour and Welfare
MAFF: Ministry of Agriculture, Forestry and Fisheries
MOF: Ministry of Finance
MITI: Ministry of International Trade and Industry
SDF: Self-Defense Forces; Syrian Democratic Forces
JSDF: Japan Self-Defense Forces
MSDF: Maritime Self-Defense Force
ASDF: Air Self-Defense Force
GSDF: Ground Self-Defense Force
JMA: Japan Meteorological Agency
JAXA: Japan Aerospace Exploration Agency
JICA: Japan International Cooperation Agency
JETRO: Japan External Trade Organization
JBIC: Japan Bank for International Cooperation
NHK: Nippon Hoso Kyokai; Japan Broadcasting Corporation
TEPCO: Tokyo Electric Power Company; Tokyo Electric Power Company Holdings
NRA: Nuclear Regulation Authority
JOC: Japanese Olympic Committee
JFA: Japan Football Association
JTB: Japan Travel Bureau
# China, Taiwan
PRC: People's Republic of China
CCP: Chinese Communist Party
CPC: Communist Party of China
PLA: People's Liberation Army
NPC: National People's Congress
CPPCC: Chinese People's Political Consultative Conference
NDRC: National Development and Reform Commission
CSRC: China Securities Regulatory Commission
CAC: Cyberspace Administration of China
CNNIC: China Internet Network Information Center
CCTV: China Central Television; closed-circuit television
CGTN: China Global Television Network
CNOOC: China National Offshore Oil Corporation
CNPC: China National Petroleum Corporation
SASAC: State-owned Assets Supervision and Administration Commission
MSS: Ministry of State Security
MOFCOM: Ministry of Commerce
SCMP: South China Morning Post
KMT: Kuomintang
TSMC: Taiwan Semiconductor Manufacturing Company
SMIC: Semiconductor Manufacturing International Corporation
# Russia and neighbours
KGB: Committee for State Security
SVR: Foreign Intelligence Service
GRU: Main Intelligence Directorate
FSO: Federal Protective Service
MVD: Ministry of Internal Affairs
TASS: Telegraph Agency of the Soviet Union
RIA: Russian Information Agency
USSR: Union of Soviet Socialist Republics
CPSU: Communist Party of the Soviet Union
DPR: Donetsk People's Republic
LPR: Luhansk People's Republic; Lugansk People's Republic
SBU: Security Service of Ukraine
RDIF: Russian Direct Investment Fund
MGIMO: Moscow State Institute of International Relations
# parties, movements, armed groups elsewhere
CDU: Christian Democratic Union
CSU: Christian Social Union
SPD: Social Democratic Party; Social Democratic Party of Germany
FDP: Free Democratic Party
AfD: Alternative for Germany
BND: Federal Intelligence Service
PiS: Law and Justice
ANC: African National Congress
BJP: Bharatiya Janata Party
AKP: Justice and Development Party
CHP: Republican People's Party
PKK: Kurdistan Workers' Party
YPG: People's Protection Units
NLD: National League for Democracy
PLO: Palestine Liberation Organization
PA: Palestinian Authority
IDF: Israel Defense Forces
IRGC: Islamic Revolutionary Guard Corps; Islamic Revolutionary Guards Corps
IRNA: Islamic Republic News Agency
ISIS: Islamic State of Iraq and Syria; Islamic State of Iraq and al-Sham; Institute for Science and International Security
ISIL: Islamic State of Iraq and the Levant
UAE: United Arab Emirates
FARC: Revolutionary Armed Forces of Colombia
IRA: Irish Republican Army; Inflation Reduction Act
ETA: Basque Homeland and Liberty; Electronic Travel Authorization
# aid, rights, press
ICRC: International Committee of the Red Cross
IFRC: International Federation of Red Cross and Red Crescent Societies
MSF: Doctors Without Borders; Médecins Sans Frontières
RSF: Reporters Without Borders; Rapid Support Forces
HRW: Human Rights Watch
CPJ: Committee to Protect Journalists
WWF: World Wide Fund for Nature; World Wildlife Fund
IUCN: International Union for Conservation of Nature
TI: Transparency International
AP: Associated Press
AFP: Agence France-Presse
UPI: United Press International
DPA: Deutsche Presse-Agentur; German Press Agency
ANSA: Agenzia Nazionale Stampa Associata
EFE: Agencia EFE
ABC: American Broadcasting Company; Australian Broadcasting Corporation
NBC: National Broadcasting Company
CBS: Columbia Broadcasting System
CNN: Cable News Network
PBS: Public Broadcasting Service
NPR: National Public Radio
VOA: Voice of America
RFA: Radio Free Asia
NYT: New York Times
WSJ: Wall Street Journal
WP: Washington Post
FT: Financial Times
# sport
IOC: International Olympic Committee
IPC: International Paralympic Committee
FIFA: International Federation of Association Football; Fédération Internationale de Football Association
UEFA: Union of European Football Associations
AFC: Asian Football Confederation
CONMEBOL: South American Football Confederation
FIA: International Automobile Federation; Fédération Internationale de l'Automobile
FIBA: International Basketball Federation
FIS: International Ski and Snowboard Federation; International Ski Federation
ISU: International Skating Union
ITF: International Tennis Federation
ATP: Association of Tennis Professionals
WTA: Women's Tennis Association
BWF: Badminton World Federation
CAS: Court of Arbitration for Sport
WADA: World Anti-Doping Agency
NOC: National Olympic Committee
NBA: National Basketball Association
NFL: National Football League
NHL: National Hockey League
MLB: Major League Baseball
NPB: Nippon Professional Baseball
MLS: Major League Soccer
PGA: Professional Golfers' Association
LPGA: Ladies Professional Golf Association
UFC: Ultimate Fighting Championship
EPL: English Premier League
WBC: World Baseball Classic; World Boxing Council
# science, health, technology, transport
AI: artificial intelligence; Amnesty International
AGI: artificial general intelligence
AIDS: acquired immunodeficiency syndrome; acquired immune deficiency syndrome
HIV: human immunodeficiency virus
SARS: severe acute respiratory syndrome
MERS: Middle East respiratory syndrome
PCR: polymerase chain reaction
ICU: intensive care unit
DNA: deoxyribonucleic acid
PTSD: post-traumatic stress disorder
ADHD: attention deficit hyperactivity disorder
GMO: genetically modified organism
CERN: European Organization for Nuclear Research
ITER: International Thermonuclear Experimental Reactor
ISS: International Space Station
IEEE: Institute of Electrical and Electronics Engineers
ISO: International Organization for Standardization
IATA: International Air Transport Association
ICANN: Internet Corporation for Assigned Names and Numbers
GPS: Global Positioning System
GDPR: General Data Protection Regulation
IoT: Internet of Things
EV: electric vehicle
HBM: high bandwidth memory; high-bandwidth memory
DRAM: dynamic random access memory; dynamic random-access memory
OLED: organic light-emitting diode; organic light emitting diode
MIT: Massachusetts Institute of Technology
UCLA: University of California, Los Angeles
SNU: Seoul National University
"""


@cache
def bodies() -> dict[str, tuple[str, ...]]:
    """The names of each acronym, by the acronym in capitals, the usual one first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _LINES.strip().splitlines():
        if not line.startswith("#"):
            acronym, _, names = line.partition(": ")
            found[acronym.upper()] = found.get(acronym.upper(), ()) + tuple(names.split("; "))
    return found
