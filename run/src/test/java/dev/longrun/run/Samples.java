package dev.longrun.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Runs made at random within what their keys allow. */
final class Samples {

    private static final List<String> TEXTS = List.of("jdk", "a b/ç*.md", "yes", "null", "12", "", "a: b # c", "\"q\"",
        "line\nbreak\ttab", "\ud83d\ude00 emoji", "- x", "\u0130stanbul", "\u200bhidden", "back\\slash", "~", "*ref",
        "\u0007", "{a", "%x", "@", " pad ", "2024-12-31", "\u4e2d\u6587", "nul\u0000", "\u2028", "\ufeff");

    private Samples() {
    }

    static Run run(Random random) {
        Map<String, Object> values = new TreeMap<>();
        for (Entry.Value entry : Entry.VALUES.values()) {
            if (!entry.optional() || random.nextBoolean()) {
                values.put(entry.path(), value(entry, random));
            }
        }
        values.put("name", List.of("laptop", "çalışma-1", "中文.v2", "123", "null").get(random.nextInt(5)));
        values.remove("model.preset");
        values.put("hardware.preset", Hardware.THIS_MACHINE);
        values.remove("cluster.preset");
        values.remove("schedule.arrivals");
        mixture(values, random);
        layout(values, random);
        values.put("data.source", List.of("jdk", TEXTS.get(random.nextInt(TEXTS.size()))));
        int kvHeads = 1 + random.nextInt(9);
        values.put("model.kv_heads", kvHeads);
        values.put("model.heads", kvHeads * (1 + random.nextInt(9)));
        values.put("model.head_width", 2 * (2 + random.nextInt(64)));
        int context = 8 + random.nextInt(1000);
        long microBatch = context * (1L + random.nextInt(9));
        long batch = microBatch * (1 + random.nextInt(9));
        values.put("model.context", context);
        values.put("training.micro_batch_tokens", microBatch);
        values.put("training.batch_tokens", batch);
        values.put("training.tokens", batch + random.nextInt(1_000_000_000));
        values.put("training.warmup_share", random.nextDouble() / 2);
        values.put("training.decay_share", random.nextDouble() / 2);
        if (values.containsKey("schedule.start") || values.containsKey("schedule.announced")) {
            values.remove("schedule.deadline");
        }
        return (Run) Records.bind(Entry.RUN, values);
    }

    /** Experts, and latent attention, with all their keys or none. */
    private static void mixture(Map<String, Object> values, Random random) {
        values.keySet().removeIf(path -> path.contains("expert") || path.contains("dense_layers")
            || path.endsWith("_rank") || path.contains("rope_width") || path.contains("value_width"));
        if (random.nextBoolean()) {
            values.putAll(Map.of("model.experts", 8, "model.experts_per_token", 2, "model.shared_experts", 1,
                "model.expert_width", 64, "model.key_rank", 16, "model.rope_width", 2));
        }
    }

    /** A layout that fits any model: replicas alone. */
    private static void layout(Map<String, Object> values, Random random) {
        List.of("tensor", "pipeline", "interleave", "data", "context", "expert", "micro_batch").forEach(name ->
            values.remove("layout." + name));
        if (random.nextBoolean()) {
            values.putAll(Map.of("layout.tensor", 1, "layout.pipeline", 1, "layout.context", 1, "layout.data", 1,
                "hardware.count", 1L));
        }
    }

    static Object value(Entry.Value entry, Random random) {
        Class<?> type = entry.type();
        if (type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            String text = TEXTS.get(random.nextInt(TEXTS.size()));
            return text.isBlank() ? "x" : text;
        } else if (type == List.class) {
            List<String> texts = new ArrayList<>();
            random.ints(random.nextInt(4), 0, TEXTS.size()).forEach(each -> texts.add(TEXTS.get(each)));
            return List.copyOf(texts);
        } else if (type == LocalDate.class) {
            return LocalDate.ofEpochDay(random.nextInt(40_000));
        } else if (type == Budget.class) {
            return new Budget(spread(random, 1e-3, 1e27), Budget.UNITS.get(random.nextInt(4)));
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        double top = type == Integer.class ? Integer.MAX_VALUE : type == Long.class ? 9e18 : 1e24;
        double number = spread(random, Math.max(entry.key().min(), 0), Math.min(entry.key().max(), top));
        if (type == Integer.class) {
            return Math.max((int) number, (int) entry.key().min());
        }
        return type == Long.class ? (Object) Math.max((long) number, (long) entry.key().min()) : (Object) number;
    }

    /** Round figures and awkward ones, over all magnitudes between the bounds. */
    static double spread(Random random, double min, double max) {
        double low = Math.log(Math.max(min, 1e-12));
        double value = Math.exp(low + random.nextDouble() * (Math.log(max) - low));
        double rounded = random.nextBoolean() ? value : new BigDecimal(value).round(new MathContext(2)).doubleValue();
        return switch (random.nextInt(8)) {
            case 0 -> min;
            case 1 -> Math.min(max, Double.MAX_VALUE);
            default -> Math.clamp(rounded, min, max);
        };
    }
}
