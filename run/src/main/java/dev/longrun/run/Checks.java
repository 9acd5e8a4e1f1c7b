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
        return checks.problems;
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
