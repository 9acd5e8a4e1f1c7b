package dev.longrun.run;

/** The units in which values are kept. A run file may write any multiple: {@code 15T tokens}, {@code 5 min}. */
public enum Unit {
    /** A plain number, text or choice. */
    NONE,
    /** Tokens: {@code 64K tokens}, {@code 15T}. K, M, B and T are powers of 1,000. */
    TOKENS,
    /** Floating-point operations: {@code 3e15 FLOP}, {@code 2 PFLOP}. */
    FLOP,
    /** FLOP a second: {@code 989 TFLOP/s}. */
    FLOP_PER_SECOND,
    /** Bytes: {@code 64 MB}, {@code 80 GiB}. */
    BYTES,
    /** Bytes a second: {@code 3.35 TB/s}; a network's bits too: {@code 400 Gbit/s}. */
    BYTES_PER_SECOND,
    /** Seconds: {@code 90 s}, {@code 5 min}, {@code 2 h}, {@code 100 days}. */
    SECONDS,
    /** US dollars: {@code $20}, {@code 4.3M USD}. */
    USD,
    /** US dollars an hour: {@code $2.10/h}. */
    USD_PER_HOUR,
    /** US dollars a kilowatt-hour: {@code $0.12/kWh}. */
    USD_PER_KWH,
    /** Watts: {@code 700 W}, {@code 1.2 kW}. */
    WATT,
    /** A share between 0 and 1: {@code 0.1} or {@code 10 %}. */
    SHARE,
    /** A calendar date: {@code 2024-12-31}. */
    DATE
}
