#!/usr/bin/env python3
"""Records what Jinja2 makes of templates, set up as Hugging Face's transformers does. Needs Jinja2 3.1 (Debian:
python3-jinja2). Run in this folder:

    python3 record.py              cases.jsonl and variables.json anew
    python3 record.py 20000 7 OUT  that many random templates from another seed into OUT, to look further
"""
import copy
import datetime
import json
import random
import re
import signal
import sys

from jinja2 import TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2024, 7, 26, 9, 5, 3)


class Generation(Extension):
    """The tag that marks what an assistant says."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def environment():
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    def raise_exception(message):
        raise TemplateError(message)

    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


ENV = environment()


def too_long(signal_number, frame):
    raise TimeoutError()


signal.signal(signal.SIGALRM, too_long)


def outcome(template, variables):
    signal.alarm(2)
    try:
        # A copy: some filters change lists in place, the sandbox notwithstanding.
        return {"out": ENV.from_string(template).render(**copy.deepcopy(variables))}
    except Exception as e:
        return {"error": type(e).__name__ + ": " + str(e)}
    finally:
        signal.alarm(0)


# ---- what every case may use
VARIABLES = {
    "s": "Hello, World", "t": "  a b\tc \n", "e": "", "w": "naïve café – ‘q’ 😀 \"x\" 'y' \\ \u00a0\u200b",
    "h": "<b>&'\"</b>", "csv": "a,b,,c", "ml": "one\ntwo\n\nthree\r\nfour", "num": " 42 ", "flt": "-3.5e2",
    "i": 7, "z": 0, "m": -3, "big": 123456789012345678901234567890, "f": 2.5, "g": 1e16, "k": 1e-7, "p": 0.1,
    "y": True, "no": False, "nil": None,
    "l": [3, 1, 2], "le": [], "ls": ["b", "A", "c", "a"], "lm": [1, "x", None, True, 2.5, [1, 2], {"a": 1}],
    "ll": [[1, 2], [3], []], "d": {"b": 2, "a": 1, "C": [1, {"x": None}]}, "de": {},
    "items": {"items": 1, "keys": "k", "content": "c"},
    "ds": [{"n": "x", "v": 2, "o": {"q": 1}}, {"n": "Y", "v": 1, "o": {}}, {"n": "x", "v": 3}],
    "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": " Hi <é> "},
                 {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": [{"type": "text", "text": "T"}]}],
}

HAND = open("hand.txt", encoding="utf-8").read().rstrip("\n").split("\n====\n")


# ---- random expressions and templates
class Maker:
    def __init__(self, rng):
        self.r = rng

    def pick(self, *options):
        return self.r.choice(options)

    def name(self):
        return self.r.choice(list(VARIABLES) + ["undefined_name", "x", "y2"])

    def string(self):
        return self.pick("''", "'a'", "'ab c'", "\"it's\"", "'é😀'", "'\\n'", "' x '", "','", "'b'", "'%s'", "'<i>'",
                         "'10'", "'n'", "'items'", "'A-b c'", "'a' 'b'", "'\\u00e9\\x41\\q'", "'%d|%5.2f|%r'")

    def number(self):
        return self.pick("0", "1", "2", "3", "-1", "10", "1.5", "0.1", "1e3", "2.0", "-2.5", "100", "7", "1_000", "0x1f")

    def atom(self):
        return self.pick(self.name, self.name, self.name, self.string, self.number,
                         lambda: self.pick("true", "false", "none", "None", "True"))()

    def expr(self, depth):
        if depth <= 0:
            return self.atom()
        sub = lambda: self.expr(depth - 1 - self.r.randrange(2))
        kind = self.r.randrange(26)
        if kind < 3:
            return self.atom()
        if kind == 3:
            return f"{sub()} {self.pick('+', '-', '*', '/', '//', '%', '**', '~', '~')} {sub()}"
        if kind == 4:
            return f"({sub()} {self.pick('+', '-', '*', '~', '//', '%')} {sub()})"
        if kind == 5:
            return f"{sub()} {self.pick('==', '!=', '<', '<=', '>', '>=', 'in', 'not in')} {sub()}"
        if kind == 6:
            return f"{sub()} {self.pick('and', 'or')} {sub()}"
        if kind == 7:
            return f"{self.pick('not ', '-', '+', 'not not ', '')}{sub()}"
        if kind == 8:
            return f"({sub()} if {sub()}{self.pick(' else ' + sub(), '', ' else ' + sub())})"
        if kind == 9:
            return f"[{', '.join(sub() for _ in range(self.r.randrange(4)))}]"
        if kind == 10:
            return "{" + ", ".join(f"{self.pick(self.string(), self.number(), 'nil')}: {sub()}"
                                   for _ in range(self.r.randrange(3))) + "}"
        if kind == 11:
            return f"({sub()}, {self.pick('', sub())})"
        if kind == 12:
            return f"{self.name()}[{self.pick(sub(), self.number(), self.string())}]"
        if kind == 13:
            a, b, c = (self.pick("", self.number(), "-2", "1") for _ in range(3))
            return f"{self.name()}[{a}:{b}{self.pick('', ':' + c)}]"
        if kind == 14:
            return f"{self.name()}.{self.pick('a', 'b', 'items', 'n', '0', '1', 'content', 'x.y', 'upper')}"
        if kind == 15:
            return f"{self.pick(self.name(), '(' + sub() + ')')}.{self.method()}"
        if kind in (16, 17, 18, 19):
            return f"{self.pick(self.name(), '(' + sub() + ')', self.atom())}|{self.filter(depth)}"
        if kind == 20:
            return f"{self.name()}|{self.filter(depth)}|{self.filter(depth)}"
        if kind in (21, 22):
            return f"{self.pick(self.name(), '(' + sub() + ')')} is {self.pick('', '', 'not ')}{self.test()}"
        if kind == 23:
            return f"({sub()})"
        if kind == 24:
            return f"{self.pick('range(3)', 'range(1, 6, 2)', 'range(5, 0, -2)', 'dict(a=1)', 'dict(d, z=2)')}"
        return f"{sub()} {self.pick('<', '<=', '==')} {sub()} {self.pick('<', '!=', '>')} {sub()}"

    def method(self):
        s, n = self.string, self.number
        return self.pick("upper()", "lower()", "title()", "capitalize()", "strip()", f"strip({s()})", "lstrip()",
                         f"rstrip({s()})", "split()", f"split({s()})", f"split({s()}, 1)", f"rsplit({s()}, 1)",
                         "split(maxsplit=1)", "rsplit(none, 1)", f"startswith({s()})", f"endswith({s()})",
                         f"startswith(('a', {s()}))", f"replace({s()}, {s()})", f"replace({s()}, 'zz', 1)",
                         f"find({s()})", f"rfind({s()})", f"find({s()}, 2)", f"index({s()})", f"count({s()})",
                         f"join({self.name()})", "splitlines()", "splitlines(true)", "isdigit()", "isalpha()",
                         "isspace()", "isupper()", "islower()", "isalnum()", "swapcase()", "zfill(6)", "center(9)",
                         "ljust(8, '.')", "rjust(8)", f"partition({s()})", f"rpartition({s()})", "items()", "keys()",
                         "values()", f"get({s()})", f"get('a', {n()})", "items()|list", "keys()|list", "append(1)",
                         f"removeprefix({s()})", f"removesuffix({s()})", "format(1, a=2)", f"index({n()})",
                         f"count({n()})", "update({})", "pop()", "copy()")

    def filter(self, depth):
        s, n = self.string, self.number
        return self.pick("trim", f"trim({s()})", "upper", "lower", "title", "capitalize", "length", "count", "list",
                         "first", "last", "reverse", "reverse|list", "join", f"join({s()})", "join(', ', attribute='n')",
                         "sort", "sort(reverse=true)", "sort(case_sensitive=true)", "sort(attribute='v')",
                         "sort(attribute='n,v')", "unique|list", "unique(attribute='n')|list", "dictsort",
                         "dictsort(by='value')", "dictsort(reverse=true)", "items|list", "tojson", "tojson(indent=2)",
                         "tojson(ensure_ascii=true)", "tojson(separators=(',', ':'))", "tojson(sort_keys=true)",
                         "tojson(indent=0)", "string", "int", "int(default=5)", "float", "float(1.5)", "abs", "round",
                         "round(1)", "round(1, 'floor')", "round(2, 'ceil')", "round(-1)", f"default({n()})",
                         f"default({s()}, true)", "d", f"replace({s()}, {s()})", f"replace({s()}, 'q', 1)", "indent",
                         "indent(2, true)", "indent(width='> ', blank=true)", "safe", "escape", "e", "upper|e",
                         "map('upper')|list", "map('int')|list", "map(attribute='n')|list", "map('length')|list",
                         "map(attribute='o.q', default=0)|list", "map('default', 'zz')|join", "select|list",
                         "select('odd')|list", "select('string')|list", "reject('none')|list", "reject|list",
                         "select('in', [1, 'a', none])|list", "selectattr('n')|list", "selectattr('v', 'gt', 1)|list",
                         "selectattr('n', 'equalto', 'x')|list", "rejectattr('o', 'defined')|list",
                         "selectattr('o', 'undefined')|list", "rejectattr('v', 'odd')|list", "sum", "sum(start=10)",
                         "sum(attribute='v')", "min", "max", "max(attribute='v')", "batch(2)|list", "batch(2, 0)|list",
                         "slice(2)|list", "slice(3, 'f')|list", "groupby('n')|list", "wordcount", "center(10)",
                         "truncate(5)", "truncate(6, true, '', 0)", f"format({n()})", f"format({s()}, {n()}, 1)",
                         f"attr({s()})", "length|string", f"default(none)", "list|length", "first|default('none')")

    def test(self):
        return self.pick("defined", "undefined", "none", "string", "mapping", "sequence", "iterable", "number",
                         "integer", "float", "boolean", "true", "false", "odd", "even", "divisibleby 2",
                         "divisibleby(3)", f"equalto {self.number()}", f"eq({self.string()})", "ne 1", "gt 1",
                         "lt(2)", "ge 1.5", "le 'b'", "in [1, 2, 'a']", "in l", "in s", "sameas none", "sameas(true)",
                         "upper", "lower", "callable", "escaped", "defined and true", "string or false", "== 1", "!= 1")

    def space(self):
        return self.pick("", "", "", " ", "\n", "  ", "\n  ", " \n\n  ", "x", "é ", "\n x\n", "\t")

    def mark(self, left=True):
        return self.pick("", "", "", "-", "+") if left else self.pick("", "", "", "-", "+")

    def tag(self, body):
        return "{%" + self.mark() + " " + body + " " + self.mark(False) + "%}"

    def output(self, depth):
        return "{{" + self.pick("", "", "-") + " " + self.expr(depth) + " " + self.pick("", "", "-") + "}}"

    def body(self, depth, loop=False):
        parts = []
        for _ in range(self.r.randrange(1, 4)):
            parts.append(self.space() + self.statement(depth, loop))
        return "".join(parts) + self.space()

    def statement(self, depth, loop):
        kind = self.r.randrange(16)
        if depth <= 0 or kind < 4:
            return self.output(1 + self.r.randrange(2))
        inside = lambda: self.body(depth - 1, loop)
        if kind == 4:
            return self.tag("if " + self.expr(2)) + inside() + self.tag("endif")
        if kind == 5:
            return (self.tag("if " + self.expr(1)) + inside() + self.tag("elif " + self.expr(1)) + inside()
                    + self.tag("else") + inside() + self.tag("endif"))
        if kind in (6, 7):
            target = self.pick("x", "x", "x", "x, y2")
            over = self.pick(self.name(), "l", "ls", "ds", "messages", "d.items()", "range(4)", "d|items", "s",
                             "l|map('string')", "lm if x is not none", "l|reverse", "ls if loop is undefined")
            return (self.tag(f"for {target} in {over}") + self.body(depth - 1, True)
                    + self.pick("", self.tag("else") + inside()) + self.tag("endfor"))
        if kind == 8:
            return self.tag(f"set {self.pick('x', 'y2', 'x, y2', 's')} = {self.expr(2)}")
        if kind == 9:
            return self.tag("set " + self.pick("x", "y2", "x | upper", "x|trim|length")) + inside() + self.tag("endset")
        if kind == 10:
            return (self.tag(f"set ns = namespace(a={self.expr(1)}, b=0)") + self.tag("for q in l")
                    + self.tag(f"set ns.{self.pick('a', 'b', 'c')} = {self.pick('q', 'ns.b + q', self.expr(1))}")
                    + self.tag("endfor") + self.pick("{{ ns.a }}{{ ns.b }}", "{{ ns.c }}", "{{ ns }}"))
        if kind == 11:
            call = self.pick("f(1)", "f(1, b=x)", "f()", "f(s, 2)", "f(b=3, a=i)", "f(1, 2, 3)", "f(c=1)", "f(*l)",
                             "f(**{'a': 1})", "f(i)|trim|upper")
            return (self.tag(f"macro f({self.pick('a', 'a, b=2', 'a=x, b=a', 'a, b=none')})")
                    + self.pick(self.body(depth - 1), "[{{ a }}|{{ b }}|{{ varargs }}]", "{{ a }}{{ kwargs }}",
                                "{{ caller is defined }}{{ a is defined }}")
                    + self.tag("endmacro") + "{{ " + call + " }}")
        if kind == 12:
            return (self.tag("macro g(a)") + "<{{ a }}:{{ caller(" + self.pick("", "1", "a, 2") + ") }}>"
                    + self.tag("endmacro") + self.tag(f"call{self.pick('', '(q)', '(q, r=5)')} g({self.expr(1)})")
                    + self.pick("{{ q }}", inside(), "{{ q }}{{ r }}") + self.tag("endcall"))
        if kind == 13:
            return self.pick("{#" + self.mark() + " c " + self.pick("", "-", "+") + "#}",
                             "{%" + self.mark() + " raw " + self.pick("", "-") + "%}" + self.space() + "{{ x }}{% if"
                             + self.space() + self.tag("endraw"),
                             self.tag("filter " + self.pick("upper", "trim", "indent(1, true)|trim", "replace('a', 'b')"))
                             + inside() + self.tag("endfilter"),
                             self.tag(f"with x = {self.expr(1)}, y2 = x") + inside() + self.tag("endwith"),
                             self.tag("generation") + inside() + self.tag("endgeneration"))
        if kind == 14 and loop:
            return self.tag("if " + self.pick("loop.index == 2", "loop.last", "x == 1", self.expr(1))) + self.tag(
                self.pick("break", "continue")) + self.tag("endif")
        if loop:
            return "{{ loop." + self.pick("index", "index0", "first", "last", "length", "revindex", "revindex0", "depth",
                                          "depth0", "previtem", "nextitem", "cycle('a', 'b')", "changed(x)",
                                          "nextitem is defined", "previtem.role") + " }}"
        return self.output(2)


# What prints with an address, or with an order that is not Python's promise.
UNCOMPARABLE = re.compile(r" at 0x|<built-in|<bound|<class|<list_rev|<reversed|<range_it|<str_|<dict_|<Cycler|<Loop|<function"
                          r"|_iterator|<reversed|SandboxedEnv")


def random_cases(count, seed):
    rng = random.Random(seed)
    made = 0
    seen = set()
    errors = 0
    while made < count:
        maker = Maker(rng)
        template = maker.output(3) if rng.random() < 0.5 else maker.body(3)
        if template in seen or len(template) > 1500:
            continue
        seen.add(template)
        result = outcome(template, VARIABLES)
        text = json.dumps(result)
        if len(text) > 2000 or "TimeoutError" in text or UNCOMPARABLE.search(text) or UNCOMPARABLE.search(str(result.get("out", ""))):
            continue
        # Errors teach less each: one in four.
        if "error" in result:
            errors += 1
            if errors * 4 > made + 20:
                continue
        made += 1
        yield {"template": template, **result}


def hand_cases():
    for template in HAND:
        yield {"template": template, **outcome(template, VARIABLES)}


def write(path, lines):
    with open(path, "w", encoding="utf-8") as out:
        for line in lines:
            if "error" in line:
                line = {**line, "error": line["error"][:120]}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(sys.argv[3], random_cases(int(sys.argv[1]), int(sys.argv[2])))
    else:
        json.dump(VARIABLES, open("variables.json", "w", encoding="utf-8"), ensure_ascii=False, indent=1)
        write("cases.jsonl", [*hand_cases(), *random_cases(500, 1)])
