package dev.longrun.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.longrun.run.Derivation;
import dev.longrun.run.RunFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a run file says otherwise than the run folder that bears its name. */
final class Differences {

    /** Keys that change neither the model nor a bit of its training: a run may go on under new values of these. */
    private static final Set<String> FREE = Set.of("goal", "training.evaluate_every", "training.checkpoint_every",
        "training.checkpoint_seconds", "training.keep_last", "training.keep_every", "training.z_score_limit",
        "training.prompts", "training.sample_tokens");
    private static final Set<String> FREE_SECTIONS = Set.of("schedule", "economics", "hardware");

    private Differences() {
    }

    /**
     * A line for each value that differs: given now and other than the folder's, or given then and left out now.
     *
     * @param given the file as the user wrote it
     * @param kept the folder's resolved file
     * @param derived what the folder's values that the user did not give came from
     */
    static List<String> between(RunFile given, RunFile kept, Collection<Derivation> derived) {
        List<String> lines = new ArrayList<>();
        given.given().forEach((path, value) -> {
            Optional<Object> then = kept.value(path, Object.class);
            if (!isFree(path) && !Objects.equals(then.orElse(null), value)) {
                lines.add(path + ": " + then.map(Differences::text).orElse("left out") + " there, " + text(value)
                    + " here");
            }
        });
        Set<String> derivedThen = derived.stream().map(Derivation::path).collect(Collectors.toSet());
        kept.given().forEach((path, value) -> {
            if (!isFree(path) && !derivedThen.contains(path) && !given.given().containsKey(path)) {
                lines.add(path + ": " + text(value) + " there, left out here");
            }
        });
        return lines;
    }

    /** Choices in the run file's own small letters. */
    private static String text(Object value) {
        return value instanceof Enum<?> ? value.toString().toLowerCase(Locale.ROOT) : value.toString();
    }

    /** The values that a resumed run takes from the file at hand, as overrides of the folder's. */
    static List<String> overrides(RunFile given) {
        return given.given().entrySet().stream().filter(entry -> FREE.contains(entry.getKey()))
            .map(Differences::override).toList();
    }

    private static String override(Map.Entry<String, Object> entry) {
        try {
            // JSON is YAML.
            return entry.getKey() + "=" + Json.MAPPER.writeValueAsString(entry.getValue());
        } catch (JsonProcessingException notOfPlainValues) {
            throw new IllegalStateException(notOfPlainValues);
        }
    }

    private static boolean isFree(String path) {
        int dot = path.indexOf('.');
        return FREE.contains(path) || dot > 0 && FREE_SECTIONS.contains(path.substring(0, dot))
            && !path.equals("hardware.preset");
    }
}
