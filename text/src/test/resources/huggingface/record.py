"""Records what Hugging Face's tokenizers library makes of tokenizer.json and strings.json beside this file.

    pip install tokenizers        (recorded with 0.23.2)
    python record.py

Needed only when the fixture changes; the build and the tests do not run it. strings.json is not kept.
"""
import json
import pathlib

import tokenizers

here = pathlib.Path(__file__).parent
tokenizer = tokenizers.Tokenizer.from_file(str(here / "tokenizer.json"))
strings = json.loads((here / "strings.json").read_text(encoding="utf-8"))
with (here / "expected.jsonl").open("w", encoding="utf-8") as out:
    for text in strings:
        ids = tokenizer.encode(text).ids
        out.write(json.dumps({"text": text, "ids": ids, "decoded": tokenizer.decode(ids)}) + "\n")
