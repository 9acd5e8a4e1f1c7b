package dev.longrun.bench;

/**
 * Some steps of one contestant without a pause.
 *
 * @param steps optimiser steps done
 * @param tokens trained on
 * @param seconds that took
 * @param loss of the last step, nats a token
 */
record Window(long steps, long tokens, double seconds, double loss) {

    double tokensPerSecond() {
        return tokens / seconds;
    }

    /** As one line between two processes. */
    String line() {
        return "window " + steps + " " + tokens + " " + seconds + " " + loss;
    }

    /** From such a line; throws {@link IllegalArgumentException} if it is none. */
    static Window parse(String line) {
        String[] words = line.split(" ");
        if (words.length != 5 || !words[0].equals("window")) {
            throw new IllegalArgumentException("not a window: " + line);
        }
        return new Window(Long.parseLong(words[1]), Long.parseLong(words[2]), Double.parseDouble(words[3]),
            Double.parseDouble(words[4]));
    }
}
