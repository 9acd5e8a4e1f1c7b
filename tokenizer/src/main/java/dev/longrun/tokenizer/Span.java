package dev.longrun.tokenizer;

/** text[from, end), and whether it is what was looked for. */
record Span(int from, int end, boolean match) { }
