"""Makes small tokenizers in the open families' shapes, awkward strings, and what SentencePiece makes of them.

    python3 make.py FOLDER STRINGS

README.md beside this file says when. Everything follows from fixed seeds.
"""
import base64
import io
import json
import pathlib
import random
import re
import sys
from collections import Counter

import sentencepiece

FOLDER, STRINGS = pathlib.Path(sys.argv[1]), int(sys.argv[2])
ROOT = pathlib.Path(__file__).resolve().parents[4]
MARK = "\u2581"

SYLLABLES = ["ka", "lo", "mi", "ten", "sor", "be", "ra", "nu", "the", "ing", "er", "é", "ß", "语", "言", "да", "ни", "안", "녕",
             "हि", "न्", "ไท", "ע", "ب", "ω", "İ", "ı", "ﬁ", "ｆ", "Å"]
GLUE = [" ", " ", " ", ", ", ". ", "\n", "\n\n", "  ", "\t", "'s ", " 19", "(", ");", "\r\n", "    ", "?!", " - ", "'LL "]
AWKWARD = ["a", "Z", "é", "ſ", "K", "ʼ", "'", "’", "'s", "'S", "'ll", "'LL", "'Re", "'ve", "'d", "'T", "'m", "'x", "'ſ", " ",
           "  ", "   ", "\t", "\n", "\n\n", "\r", "\r\n", "\u000b", "\f", "\u0085", "\u00a0", "\u2028", "\u2029", "\u3000",
           "\u200b", "\ufeff", "\u1680", "\u200d", "\u00ad", "0", "12", "345", "6789", "1,234.5", "٣", "Ⅷ", "½", "²", "語",
           "言語", "かな", "カナ", "ไทย", "हिन्दी", "한국", "\u1112\u1161\u11ab", "עברית", "العربية", "ﷺ", "😀", "👩‍👩‍👧", "🇩🇪", "e\u0301",
           "é", "a\u0323\u0307", "\u0344", "𝔘", "𐍈", "ﬁ", "Ｆｕｌｌ", "㎞", "①", "Å", "İ", "ı", "ß", "Σς", ".", "...", "//", "#",
           "_", "-", "--", "/", "\\", "<", ">", "<s>", "</s>", "<unk>", "<|eot|>", "<|begin|>", "<|endoftext|>", "<tool>",
           "<strip>", "<word>", "<norm>", "<0x41>", "\u001c", "\u001f", "\u0001", "\u0000", "\u007f", "\u180e", "\u202f",
           "\u205f", "\ufffd", "\ue000", "\U0010ffff", MARK, MARK * 2, "camelCase", "HTTPServer", "x1y2", "foo_bar", "$1.50",
           "C++", "a=b;", "{\n  ", "}\n", "http://x.y/z?a=1&b=2", "ёж", "Ёж", "ὕδωρ", "naïve", "Straße", "IJ", "ĳ"]


def prose(rng, length):
    out = []
    while sum(map(len, out)) < length:
        word = "".join(SYLLABLES[int(rng.random() * rng.random() * len(SYLLABLES))] for _ in range(rng.randint(1, 4)))
        out += [word.upper() if rng.random() < .05 else word.capitalize() if rng.random() < .1 else word, rng.choice(GLUE)]
    return "".join(out)


def strings(count):
    rng = random.Random(1)
    made = ["", " ", "  ", "\n", "a", " a", "a ", " a ", "Hello, world!", "Hello  world", "a" * 300, " " * 300, "\n" * 70,
            "ab" * 200, "語" * 100, "😀" * 50, "é" * 100, "1" * 100, "'" * 50, "<|eot|>" * 5, "\u3000" * 20, "\u0301" * 20]
    while len(made) < count:
        kind = len(made) % 4
        if kind == 0:
            made.append(prose(rng, rng.randint(1, 80)))
        elif kind == 1:
            made.append("".join(rng.choice(AWKWARD) for _ in range(rng.randint(1, 12))))
        elif kind == 2:
            made.append("".join(chr(point(rng)) for _ in range(rng.randint(1, 12))))
        else:
            made.append("".join(rng.choice([rng.choice(AWKWARD), prose(rng, 6), " "]) for _ in range(rng.randint(2, 14))))
    return made[:count]


def point(rng):
    # Characters that are older than Unicode 10: newer ones differ with the version a library was made for.
    while True:
        c = rng.choice([rng.randrange(0x250), rng.randrange(0x3000), rng.randrange(0x10000), rng.randrange(0x1F700)])
        if not 0xD800 <= c < 0xE000 and OLD(c):
            return c


def OLD(c):
    import unicodedata
    return unicodedata.ucd_3_2_0.category(chr(c)) != "Cn"


def corpus():
    rng = random.Random(2)
    text = prose(rng, 60_000) + "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    return text + " ".join(AWKWARD) * 3


def letters():
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spare = iter(range(256, 400))
    return {b: chr(b) if b in visible else chr(next(spare)) for b in range(256)}


LETTERS = letters()


def learn(words, merges):
    """Byte-pair encoding, the short and slow way. words: Counter of tuples of symbols."""
    learnt = []
    for _ in range(merges):
        pairs = Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if "".join(best) in {"".join(pair) for pair in learnt}:
            break
        learnt.append(best)
        words = Counter({join(word, best): count for word, count in words.items()})
    return learnt


def join(word, pair):
    out, i = [], 0
    while i < len(word):
        if word[i:i + 2] == pair:
            out.append("".join(pair))
            i += 2
        else:
            out.append(word[i])
            i += 1
    return tuple(out)


def byte_level(merges):
    words = Counter()
    for piece in re.findall(r" ?[^\W\d_]+| ?\d{1,3}| ?[^\w\s]+|\s+", corpus()):
        words[tuple(LETTERS[b] for b in piece.encode())] += 1
    learnt = learn(words, merges)
    vocabulary = {letter: i for i, letter in enumerate(sorted(LETTERS.values()))}
    for pair in learnt:
        vocabulary.setdefault("".join(pair), len(vocabulary))
    return vocabulary, learnt


def token(id, content, special=True, **more):
    return {"id": id, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": not special, "special": special, **more}


def template(before, after, ids):
    part = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    return {"type": "TemplateProcessing",
            "single": [*map(part, before), {"Sequence": {"id": "A", "type_id": 0}}, *map(part, after)],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {name: {"id": name, "ids": [ids[name]], "tokens": [name]} for name in before + after}}


def save(name, model, added=(), normalizer=None, pre=None, post=None, decoder=None):
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    whole = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": list(added), "normalizer": normalizer,
             "pre_tokenizer": pre, "post_processor": post, "decoder": decoder, "model": model}
    (FOLDER / name / "tokenizer.json").write_text(json.dumps(whole, ensure_ascii=False, indent=None), "utf-8")


def bpe(vocabulary, merges, as_pairs=False, **more):
    return {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": vocabulary, "merges": [list(m) if as_pairs else " ".join(m) for m in merges], **more}


BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
GPT2 = {**BYTE_LEVEL, "use_regex": True}


def sequence(kind, *steps):
    names = {"pre": "pretokenizers", "normalizer": "normalizers", "decoder": "decoders", "post": "processors"}
    return {"type": "Sequence", names[kind]: list(steps)}


def split(regex, behavior="Isolated", invert=False, kind="Regex"):
    return {"type": "Split", "pattern": {kind: regex}, "behavior": behavior, "invert": invert}


def llama3(digits):
    return (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + digits
            + r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
O200K = (rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*"
         r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def byte_level_families():
    vocabulary, merges = byte_level(350)
    n = len(vocabulary)
    own = {**vocabulary, "<|endoftext|>": n}
    save("gpt2", bpe(own, merges, continuing_subword_prefix="", end_of_word_suffix=""), [token(n, "<|endoftext|>")],
         pre=GPT2, post={**GPT2, "trim_offsets": False}, decoder=GPT2)
    ids = {"<|begin|>": n, "<|eot|>": n + 1}
    whole = {**vocabulary}
    for extra in ("Ġworld", "Hello", "ĠkaĠlo"):
        whole.setdefault(extra, len(whole))
    base = len(whole)
    ids = {"<|begin|>": base, "<|eot|>": base + 1}
    save("llama3", bpe(whole, merges, ignore_merges=True), [token(i, t) for t, i in ids.items()],
         pre=sequence("pre", split(llama3("{1,3}")), BYTE_LEVEL),
         post=sequence("post", {**BYTE_LEVEL, "use_regex": True}, template(["<|begin|>"], [], ids)), decoder=GPT2)
    save("qwen2", bpe(vocabulary, merges, as_pairs=True),
         [token(n, "<|endoftext|>"), token(n + 1, "<|eot|>"), token(n + 2, "<tool>", False, normalized=False)],
         normalizer={"type": "NFC"}, pre=sequence("pre", split(llama3("")), BYTE_LEVEL), post=BYTE_LEVEL,
         decoder=BYTE_LEVEL)
    save("longrun", bpe(vocabulary, merges), [token(n, "<|endoftext|>")],
         pre=sequence("pre", split(llama3("{1,2}")), BYTE_LEVEL), decoder=BYTE_LEVEL)
    save("o200k", bpe(vocabulary, merges), [token(n, "<|eot|>")],
         pre=sequence("pre", split(O200K, "Removed", True), BYTE_LEVEL), decoder=BYTE_LEVEL)
    save("deepseek", bpe(vocabulary, merges), [token(n, "<|begin|>"), token(n + 1, "<|eot|>")],
         pre=sequence("pre", split(r"[\r\n]"), split(r"\s?\p{L}+"), split(r"\s?\p{P}+"), split("[一-龥ࠀ-一가-퟿]+"),
                      {"type": "Digits", "individual_digits": True}, BYTE_LEVEL),
         post=template(["<|begin|>"], ["<|eot|>"], {"<|begin|>": n, "<|eot|>": n + 1}), decoder=BYTE_LEVEL)
    save("starcoder", bpe(vocabulary, merges), [token(n, "<|endoftext|>")],
         pre=sequence("pre", {"type": "Digits", "individual_digits": False}, {**GPT2, "add_prefix_space": True}),
         decoder=GPT2)
    save("possessive", bpe(vocabulary, merges),
         pre=sequence("pre", split(r"(?i:'s|'t)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+|\h{2,4}?| ?+[^\s\p{L}\p{N}]++[\r\n]*+|"
                                   r"\s++$|\s*[\r\n]|\s+(?!\S)|\s"), BYTE_LEVEL), decoder=BYTE_LEVEL)
    for behavior in ("Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"):
        save("split-" + behavior.lower(), bpe(vocabulary, merges),
             pre=sequence("pre", split(r"[\p{L}&&[^a-f]]|\d|[\s\p{Han}\w_]", behavior, behavior == "Contiguous"), BYTE_LEVEL),
             decoder=BYTE_LEVEL)
    ranked = sorted(((vocabulary[t], [b for c in t for b, l in LETTERS.items() if l == c]) for t in vocabulary))
    tok = {"regular_tokens": [{"bytes": b, "token": i} for i, b in ranked],
           "special_tokens": [{"bytes": list(t.encode()), "token": n + i}
                              for i, t in enumerate(["<|pad|>", "<|separator|>", "<|eos|>"])], "word_split": "V1"}
    (FOLDER / "grok2").mkdir(parents=True, exist_ok=True)
    (FOLDER / "grok2" / "tokenizer.tok.json").write_text(json.dumps(tok))


def text_families():
    special = ["<unk>", "<s>", "</s>"]
    text = corpus().replace(" ", MARK)
    words = Counter(tuple(w) for w in re.findall(MARK + "*[^" + MARK + "]+|" + MARK + "+", text))
    common = [c for c, k in Counter(text).items() if k > 8 and c != "\n"]
    words = Counter({w: k for w, k in words.items() if all(c in common for c in w)})
    merges = learn(words, 300)
    vocabulary = {t: i for i, t in enumerate(special + [f"<0x{b:02X}>" for b in range(256)])}
    for t in common + ["".join(m) for m in merges]:
        vocabulary.setdefault(t, len(vocabulary))
    # As converters do: every pair that makes a token, in the order of the tokens.
    every = [(t[:i], t[i:]) for t in vocabulary if t not in special and not t.startswith("<0x")
             for i in range(1, len(t)) if t[:i] in vocabulary and t[i:] in vocabulary]
    added = [token(i, t) for i, t in enumerate(special)]
    ids = {"<s>": 1, "</s>": 2}
    back = [{"type": "Replace", "pattern": {"String": MARK}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}]
    replace = {"type": "Replace", "pattern": {"String": " "}, "content": MARK}
    fallback = dict(unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    save("llama2", bpe(vocabulary, every, **fallback), added,
         normalizer=sequence("normalizer", {"type": "Prepend", "prepend": MARK}, replace),
         post=template(["<s>"], [], ids),
         decoder=sequence("decoder", *back, {"type": "Strip", "content": " ", "start": 1, "stop": 0}))
    save("gemma", bpe({**vocabulary, "\n": len(vocabulary), "\n\n": len(vocabulary) + 1}, every, as_pairs=True, **fallback),
         added + [token(len(vocabulary) + 1, "\n\n", False, normalized=False)], normalizer=replace,
         pre=split(" ", "MergedWithPrevious", kind="String"), post=template(["<s>"], ["</s>"], ids),
         decoder=sequence("decoder", *back))
    few = {t: i for t, i in vocabulary.items() if not t.startswith("<0x")}
    few = {t: i for i, t in enumerate(few)}
    save("unknown-fused", bpe(few, every, unk_token="<unk>", fuse_unk=True), added,
         pre={"type": "Metaspace", "replacement": MARK, "prepend_scheme": "first", "split": False},
         decoder={"type": "Metaspace", "replacement": MARK, "prepend_scheme": "first", "split": False})
    save("unknown-each", bpe(few, every, unk_token="<unk>"), added,
         normalizer=sequence("normalizer", {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"},
                             {"type": "Strip", "strip_left": True, "strip_right": True}),
         pre=sequence("pre", {"type": "Whitespace"}, {"type": "Punctuation", "behavior": "Isolated"}))
    save("dropped", bpe(few, every), added,
         normalizer=sequence("normalizer", {"type": "NFD"}, {"type": "Replace", "pattern": {"Regex": r"\s{2,}|\d+"},
                                                             "content": " # "}),
         pre=sequence("pre", {"type": "WhitespaceSplit"},
                      {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "always", "split": True}),
         decoder={"type": "Metaspace", "replacement": MARK, "prepend_scheme": "always", "split": True})
    n = len(vocabulary)
    kinds = [token(n, "<strip>", lstrip=True, rstrip=True), token(n + 1, "<word>", False, single_word=True),
             token(n + 2, "<norm>", False), token(n + 3, "ka lo", False), token(n + 4, "<tool>", False, normalized=False),
             token(n + 5, "lo.", False, lstrip=True)]
    save("added", bpe(vocabulary, every, **fallback), added + kinds,
         normalizer=sequence("normalizer", {"type": "NFKC"}, replace),
         decoder=sequence("decoder", *back))


def rules():
    """SentencePiece's usual replacements, 240 kB of them; a few of the same kinds in a record that is kept."""
    if STRINGS >= 1000:
        return {"normalization_rule_name": "nmt_nfkc"}
    some = {"ﬁ": "fi", "Ａ": "A", "Ｆ": "F", "①": "1", "㎞": "km", "\u3000": " ", "\u00a0": " ", "\t": " ", "\n": " ",
            "\u200b": " ", "\u00ad": "", "e\u0301": "é", "½": "1/2", "ﷺ": "صلى الله عليه وسلم", "\u001f": ""}
    (FOLDER / "rules.tsv").write_text("".join(
        " ".join(f"{ord(c):X}" for c in a) + "\t" + " ".join(f"{ord(c):X}" for c in b) + "\n" for a, b in some.items()))
    return {"normalization_rule_tsv": str(FOLDER / "rules.tsv")}


def train(name, **options):
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    lines = [line for line in corpus().split("\n") if line and "\0" not in line]
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=model, minloglevel=2,
                                             hard_vocab_limit=False, **options)
    (FOLDER / name / "tokenizer.model").write_bytes(model.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def sentence_pieces(made):
    models = {
        "sp-bpe-bytes": train("sp-bpe-bytes", model_type="bpe", vocab_size=700, byte_fallback=True,
                              normalization_rule_name="identity", remove_extra_whitespaces=False, character_coverage=.98,
                              split_digits=True, allow_whitespace_only_pieces=True),
        "sp-bpe": train("sp-bpe", model_type="bpe", vocab_size=500, user_defined_symbols=["<tool>", "ka lo", "ten", "\n"],
                        control_symbols=["<|eot|>"], character_coverage=.98, **rules()),
        "sp-unigram": train("sp-unigram", model_type="unigram", vocab_size=500, user_defined_symbols=["<tool>", "mi", "..."],
                            control_symbols=["<|eot|>"], character_coverage=.98, **rules()),
        "sp-unigram-bytes": train("sp-unigram-bytes", model_type="unigram", vocab_size=700, byte_fallback=True,
                                  normalization_rule_name="identity", add_dummy_prefix=False,
                                  remove_extra_whitespaces=False, character_coverage=.98),
        "sp-suffix": train("sp-suffix", model_type="unigram", vocab_size=400, treat_whitespace_as_suffix=True,
                           normalization_rule_name="identity", split_by_whitespace=False),
    }
    for name, model in models.items():
        rng = random.Random(3)
        with (FOLDER / name / "expected.jsonl").open("w", encoding="utf-8") as out:
            for i, text in enumerate(made):
                raw = text.encode()
                if i % 5 == 4:
                    raw = bytes(rng.randrange(256) if rng.random() < .2 else b for b in raw)
                ids = model.encode(raw if i % 5 == 4 else text, out_type=int)
                some = [rng.randrange(model.get_piece_size()) for _ in range(rng.randint(1, 8))]
                out.write(json.dumps({"bytes": base64.b64encode(raw).decode(), "ids": ids, "decoded": model.decode(ids),
                                      "some": some, "someDecoded": model.decode(some)}, ensure_ascii=False) + "\n")
    return models


def unigram_families(models):
    for name, source, normalizer, pre, extra in (
            ("unigram", "sp-unigram",
             sequence("normalizer", {"type": "Precompiled", "precompiled_charsmap": charsmap("sp-unigram")},
                      {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}),
             {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "always", "split": True}, {}),
            ("unigram-bytes", "sp-unigram-bytes", None,
             {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "never", "split": False},
             {"byte_fallback": True})):
        model = models[source]
        pieces = [[model.id_to_piece(i), model.get_score(i)] for i in range(model.get_piece_size())]
        decoder = sequence("decoder", {"type": "ByteFallback"}, {"type": "Metaspace", **{k: pre[k] for k in pre if k != "type"}})
        save(name, {"type": "Unigram", "unk_id": 0, "vocab": pieces, "byte_fallback": False, **extra},
             [token(i, pieces[i][0]) for i in range(3)], normalizer=normalizer, pre=pre,
             post=template([], ["</s>"], {"</s>": 2}),
             decoder=pre if not extra else sequence("decoder", {"type": "Replace", "pattern": {"String": MARK}, "content": " "},
                                                    {"type": "ByteFallback"}, {"type": "Fuse"}))


def charsmap(name):
    """normalizer_spec.precompiled_charsmap of a model, found by its field numbers."""
    def fields(data):
        at = 0
        def number():
            nonlocal at
            value = shift = 0
            while True:
                b = data[at]
                at += 1
                value |= (b & 127) << shift
                shift += 7
                if b < 128:
                    return value
        while at < len(data):
            key = number()
            if key & 7 == 2:
                length = number()
                yield key >> 3, data[at:at + length]
                at += length
            elif key & 7 == 0:
                number()
            else:
                at += 4 if key & 7 == 5 else 8
    spec = dict(fields((FOLDER / name / "tokenizer.model").read_bytes()))[3]
    return base64.b64encode(dict(fields(spec))[2]).decode()


MADE = strings(STRINGS)
byte_level_families()
text_families()
unigram_families(sentence_pieces(MADE))
(FOLDER / "rules.tsv").unlink(missing_ok=True)
(FOLDER / "strings.json").write_text(json.dumps(MADE), "utf-8")
