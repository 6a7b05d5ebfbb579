"""What is English, what is not, and which stretches of an English article are not."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor

import langdetect.detector
import pytest

from detector.english.language_identification import detect_language, foreign_spans, language_of
from detector.english.language_profiles import LanguageDetector, profiles
from detector.text.tokens import Tokens

ENGLISH = (
    "The ferry to the northern isles was cancelled on Thursday after a crack was found in its "
    "ramp. The company said that a smaller boat would take passengers, but no lorries."
)
OTHERS = {
    "de": "Die Fähre zu den nördlichen Inseln fiel am Donnerstag aus, weil in der Rampe ein Riss "
    "entdeckt wurde. Ein kleineres Schiff nimmt Fahrgäste mit, aber keine Lastwagen.",
    "fr": "Le bac vers les îles du nord a été annulé jeudi après la découverte d’une fissure dans "
    "sa rampe. Un bateau plus petit prendra les passagers, mais pas les camions.",
    "es": "El transbordador a las islas del norte fue cancelado el jueves porque apareció una "
    "grieta en la rampa. Un barco más pequeño llevará pasajeros, pero no camiones.",
    "pt": "A balsa para as ilhas do norte foi cancelada na quinta-feira porque apareceu uma "
    "fissura na rampa. Um barco menor levará passageiros, mas não caminhões.",
    "it": "Il traghetto per le isole del nord è stato cancellato giovedì perché si è aperta una "
    "crepa nella rampa. Una barca più piccola porterà i passeggeri, ma non i camion.",
    "nl": "De veerboot naar de noordelijke eilanden viel donderdag uit omdat er een scheur in de "
    "klep was gevonden. Een kleinere boot neemt passagiers mee, maar geen vrachtwagens.",
    "pl": "Prom na wyspy północne został w czwartek odwołany, ponieważ w rampie znaleziono "
    "pęknięcie. Mniejsza łódź zabierze pasażerów, ale nie ciężarówki.",
    "ru": "Паром на северные острова отменили в четверг, потому что в рампе нашли трещину. "
    "Пассажиров возьмёт судно поменьше, но грузовиков на нём не будет.",
    "uk": "Пором на північні острови скасували в четвер, бо в рампі знайшли тріщину. Пасажирів "
    "візьме менше судно, але вантажівок на ньому не буде.",
    "tr": "Kuzey adalarına giden feribot, rampasında çatlak bulunduğu için perşembe günü iptal "
    "edildi. Daha küçük bir tekne yolcuları alacak ama kamyonları almayacak.",
    "ar": "ألغيت رحلة العبارة إلى الجزر الشمالية يوم الخميس بعد العثور على شق في المنحدر.",
    "zh-cn": "由于坡道上发现裂缝，开往北部岛屿的渡轮周四被取消。较小的船将运送乘客，但不运送卡车。",
    "sw": "Kivuko cha kwenda visiwa vya kaskazini kilifutwa siku ya Alhamisi baada ya ufa "
    "kuonekana kwenye daraja lake. Boti ndogo itabeba abiria lakini si malori.",
    "tl": "Kinansela noong Huwebes ang lantsa patungo sa mga isla sa hilaga dahil may nakitang "
    "bitak sa rampa nito. Isang mas maliit na bangka ang magsasakay ng mga pasahero.",
}


def marked(text):
    return [text[s.start : s.end] for s in foreign_spans(Tokens(text))]


def test_english():
    assert language_of(Tokens(ENGLISH)) == "en"


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages(code):
    assert language_of(Tokens(OTHERS[code])) == code


def test_a_language_that_langdetect_does_not_know():
    galician = (
        "O transbordador ás illas do norte quedou cancelado o xoves despois de que aparecese unha "
        "fenda na súa rampla. Un barco máis pequeno levará os pasaxeiros, pero non os camións."
    )
    assert language_of(Tokens(galician)) in {"und", "pt"}


@pytest.mark.parametrize(
    "text", ["", " \n\t", "12, 34 … 56", "🙂🙂🙂", "...", "XNUMX", "\ud800", "\x00\x00", "Kyiv"]
)
def test_nothing_to_go_by(text):
    assert language_of(Tokens(text)) == ""
    assert foreign_spans(Tokens(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        # A line-up, a result list and a stock list: no function words, and yet English.
        "Starting XI: Okafor; Lindqvist, Moreau, Adeyemi, Castellanos; Whitcombe, Ferreira.",
        "Ashcombe 2 Penrith 1; Wetherby 0 Marlow 3; Tring 4 Cowes 4; Alnwick 1 Ludlow 2.",
        "Wheat up 2.3%, corn down 1.1%, copper up 0.4%, crude down 3.2%, gold flat.",
        "Ustedes, por favor: ¡silencio!",
    ],
)
def test_lists_and_sayings_are_no_other_language(text):
    assert language_of(Tokens(text)) in {"", "en"}


@pytest.mark.parametrize("code", OTHERS)
def test_a_paragraph_left_in_another_language_is_found(code):
    text = f"{ENGLISH}\n\n{OTHERS[code]}\n\n{ENGLISH}"
    assert marked(text) == [OTHERS[code]]
    assert [s.language for s in foreign_spans(Tokens(text))] == [code]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "He ordered the boeuf bourguignon avec pommes de terre, and left.",
        "The film “La vida es un carnaval de sombras y de luz” opens on Friday.",
        "She sang in Tagalog, her mother tongue: “Bayan ko.” Then she sat down.",
        "The barangay captain, a lakeside sari-sari owner, said the fiesta would go on.",
        "The winners: Ana María Torres, José Luis Peña, Lucía Fernández, Raúl Ibáñez, Inés Soto, "
        "Pedro Ruiz, Marta Gil, Iván Cano, Rosa Vidal, Hugo Mora, Elena Ríos, Óscar Vega.",
        "Naija no dey carry last, the driver said, and everyone in the danfo laughed with him.",
    ],
)
def test_borrowed_words_and_names_are_not(text):
    assert marked(text) == []


def test_the_same_answer_every_time():
    text = OTHERS["pt"][:60]
    assert len({detect_language(text) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "text",
    [
        *OTHERS.values(),
        "NATO and THE Ivo  Éva, CASAS 12!\n“Süß”",
        "  AA a-b ",
        "橋は五月に開く。カモメ",
        "",
    ],
)
def test_the_ngrams_are_those_of_langdetect(text):
    own, theirs = (kind(profiles()) for kind in (LanguageDetector, langdetect.detector.Detector))
    for each in (own, theirs):
        each.append(text)
    assert own._extract_ngrams() == theirs._extract_ngrams()


def test_threads_agree():
    texts = [OTHERS[code] for code in ("de", "fr", "es", "pl")] * 8
    alone = [detect_language(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect_language, texts)) == alone


def test_edited_english_is_english(shared):
    with gzip.open(shared / "data" / "human_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(2000), lines, strict=False)]
    codes = [language_of(Tokens(text)) for text in texts]
    # Three of the first 2,000 are really in another language.
    assert sum(code != "en" for code in codes) <= 5


def test_a_sentence_is_found_beside_an_english_one_without_words_of_grammar():
    german = "Die Arbeiter haben den Kran am Abend abgebaut und in die Werft gebracht."
    assert marked(f"{ENGLISH}\n\n{german}\n\nPictures showed divers in red suits.") == [german]
