package dev.longrun.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** What must hold between keys; each rule waits until both its values are known. */
final class Checks {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_][\\p{L}\\p{M}\\p{N}._-]{0,99}");
    private static final int NAME_BYTES = 200;

    private final RunFile file;
    private final List<String> problems = new ArrayList<>();

    private Checks(RunFile file) {
        this.file = file;
    }

    static List<String> problems(RunFile file) {
        Checks checks = new Checks(file);
        file.value("name", String.class).filter(name -> !isName(name)).ifPresent(name -> checks.problem("name",
            Texts.shown(name) + " is not fit for a folder: letters, digits, \".\", \"_\" and \"-\", beginning with a "
            + "letter, a digit or \"_\", at most 100 characters; example: laptop"));
        file.texts("data.source").filter(List::isEmpty).ifPresent(
            _ -> checks.problem("data.source", "is an empty list; example: jdk"));
        file.value("model.head_width", Integer.class).filter(width -> width % 2 != 0).ifPresent(
            width -> checks.problem("model.head_width", "\"" + width + "\" must be even; example: 32"));
        checks.whole("model.kv_heads", "must divide", "model.heads", (kv, heads) -> heads % kv == 0);
        checks.mixture();
        checks.latent();
        checks.whole("training.micro_batch_tokens", "must be a multiple of", "model.context", (a, b) -> a % b == 0);
        checks.whole("training.batch_tokens", "must be a multiple of", "training.micro_batch_tokens",
            (a, b) -> a % b == 0);
        checks.whole("training.batch_tokens", "must be a multiple of", "model.context", (a, b) -> a % b == 0);
        checks.whole("training.tokens", "must be at least one batch,", "training.batch_tokens", (a, b) -> a >= b);
        checks.pair("schedule.deadline", "must be after", "schedule.start", LocalDate.class, LocalDate::isAfter);
        checks.pair("training.warmup_share", "must leave room in the run for", "training.decay_share", Double.class,
            (warmup, decay) -> warmup + decay <= 1
                || file.value("training.rate_schedule", Recipe.RateSchedule.class).equals(
                    Optional.of(Recipe.RateSchedule.COSINE)));
        checks.pair("schedule.deadline", "must be after", "schedule.announced", LocalDate.class, LocalDate::isAfter);
        checks.arrivals();
        checks.problems.addAll(LayoutChecks.problems(file));
        return checks.problems;
    }

    private void mixture() {
        List.of("experts_per_token", "shared_experts", "expert_width", "dense_layers").forEach(key ->
            needs("model." + key, "model.experts"));
        whole("model.experts_per_token", "must be at most", "model.experts", (some, all) -> some <= all);
        whole("model.dense_layers", "must be fewer than", "model.layers", (some, all) -> some < all);
    }

    private void latent() {
        List.of("query_rank", "rope_width", "value_width").forEach(key -> needs("model." + key, "model.key_rank"));
        whole("model.rope_width", "must be less than", "model.head_width", (part, all) -> part < all);
        if (file.has("model.key_rank") && !file.has("model.rope_width")) {
            problem("model.key_rank", "needs model.rope_width, the part of a head with the rotary embedding");
        }
    }

    private void needs(String path, String other) {
        if (file.has(path) && !file.has(other)) {
            problem(path, "means nothing without " + other);
        }
    }

    /** Each stage of the hardware's arrival is a day and a number, both more than those of the stage before. */
    private void arrivals() {
        Optional<Schedule.Arrival> before = Optional.empty();
        for (String text : file.texts("schedule.arrivals").orElse(List.of())) {
            Optional<Schedule.Arrival> stage = Schedule.Arrival.read(text);
            boolean later = stage.isPresent() && before.map(last -> stage.get().day().isAfter(last.day())
                && stage.get().accelerators() > last.accelerators()).orElse(true);
            if (!later) {
                problem("schedule.arrivals", Texts.shown(text) + (stage.isEmpty()
                    ? " is not a day and a number of accelerators; example: 2024-09-02 100k"
                    : " must be later, and more, than the stage before"));
                return;
            }
            before = stage;
        }
        Optional<Long> count = file.value("hardware.count", Long.class);
        before.filter(last -> count.isPresent() && last.accelerators() != count.get()).ifPresent(last ->
            problem("schedule.arrivals", "end with " + last.accelerators() + " accelerators; hardware.count is \""
                + count.get() + "\""));
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches()
            && name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= NAME_BYTES;
    }

    private void whole(String path, String must, String other, BiPredicate<Long, Long> holds) {
        pair(path, must, other, Number.class, (a, b) -> holds.test(a.longValue(), b.longValue()));
    }

    private <T> void pair(String path, String must, String other, Class<T> type, BiPredicate<T, T> holds) {
        Optional<T> value = file.value(path, type);
        Optional<T> otherValue = file.value(other, type);
        if (value.isPresent() && otherValue.isPresent() && !holds.test(value.get(), otherValue.get())) {
            problem(path, "\"" + text(path, value.get()) + "\" " + must + " " + other + ", which is \""
                + text(other, otherValue.get()) + "\"");
        }
    }

    private static String text(String path, Object value) {
        return Values.write(Entry.VALUES.get(path), value);
    }

    private void problem(String path, String message) {
        problems.add(file.problemAt(path, message).getMessage());
    }
}
