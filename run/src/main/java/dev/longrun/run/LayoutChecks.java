package dev.longrun.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must hold between a layout, the model and the hardware; each rule waits until all its values are known. */
final class LayoutChecks {

    private static final List<String> FACTORS = List.of("tensor", "pipeline", "data", "context");

    private final RunFile file;
    private final List<String> problems = new ArrayList<>();

    private LayoutChecks(RunFile file) {
        this.file = file;
    }

    static List<String> problems(RunFile file) {
        LayoutChecks checks = new LayoutChecks(file);
        checks.accelerators();
        checks.divides("tensor", "model.heads");
        checks.divides("context", "model.context");
        checks.stages();
        checks.experts();
        checks.batch();
        return checks.problems;
    }

    /** All four factors make up the count; fewer of them divide it. */
    private void accelerators() {
        Map<String, Long> given = new LinkedHashMap<>();
        FACTORS.forEach(name -> number("layout." + name).ifPresent(value -> given.put(name, value)));
        Optional<Long> count = number("hardware.count");
        if (given.isEmpty() || count.isEmpty()) {
            return;
        }
        double product = given.values().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        boolean all = given.size() == FACTORS.size();
        if (all ? product != count.get() : count.get() % product != 0) {
            String terms = given.entrySet().stream().map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(" x "));
            problem("layout." + List.copyOf(given.keySet()).getLast(), terms + " = " + Quantity.format(product,
                Unit.NONE) + " must " + (all ? "be" : "divide") + " hardware.count, which is \"" + count.get() + "\"");
        }
    }

    private void divides(String name, String path) {
        pair("layout." + name, path).filter(pair -> pair.b % pair.a != 0).ifPresent(pair -> problem("layout." + name,
            "\"" + pair.a + "\" must divide " + path + ", which is \"" + pair.b + "\""));
    }

    /**
     * Stages may be uneven by a layer. Chunks must be even, where the embedding and the head may stand for a layer
     * each, as in Llama 3 (arXiv 2407.21783, section 3.3.2: 126 layers on 16 stages).
     */
    private void stages() {
        pair("layout.pipeline", "model.layers").filter(pair -> pair.a > pair.b).ifPresent(pair ->
            problem("layout.pipeline", "\"" + pair.a + "\" stages are more than model.layers, which is \"" + pair.b
                + "\""));
        long chunks = number("layout.interleave").orElse(1L);
        Optional<Long> stages = number("layout.pipeline");
        if (chunks == 1 || stages.isEmpty()) {
            return;
        }
        if (stages.get() == 1) {
            problem("layout.interleave", "\"" + chunks + "\" chunks a stage need more than one stage "
                + "(layout.pipeline)");
            return;
        }
        long all = chunks * stages.get();
        number("model.layers").filter(layers -> Math.ceilDiv(layers, all) * all - layers > 2).ifPresent(layers ->
            problem("layout.interleave", "\"" + chunks + "\" x layout.pipeline \"" + stages.get() + "\" = " + all
                + " must divide model.layers, which is \"" + layers + "\", or that with embedding and head ("
                + (layers + 1) + ", " + (layers + 2) + ")"));
    }

    private void experts() {
        Optional<Long> ranks = number("layout.expert").filter(each -> each > 1);
        if (ranks.isPresent() && has("model.layers") && !has("model.experts")) {
            problem("layout.expert", "\"" + ranks.get() + "\" needs a mixture of experts (model.experts)");
            return;
        }
        divides("expert", "model.experts");
        Optional<Long> stage = product("layout.tensor", "layout.data", "layout.context");
        ranks.filter(each -> stage.isPresent() && stage.get() % each != 0).ifPresent(each -> problem("layout.expert",
            "\"" + each + "\" must divide the " + stage.get() + " ranks of a stage, layout.tensor x data x context"));
    }

    private void batch() {
        Optional<Long> sequences = pair("model.context", "training.batch_tokens").filter(pair -> pair.b % pair.a == 0)
            .map(pair -> pair.b / pair.a);
        if (sequences.isEmpty() || !has("layout.data")) {
            return;
        }
        long data = number("layout.data").orElseThrow();
        long micro = number("layout.micro_batch").orElse(1L);
        if (sequences.get() % (data * micro) != 0) {
            problem("layout.data", "\"" + data + "\"" + (micro == 1 ? "" : " x layout.micro_batch \"" + micro + "\"")
                + " must divide the " + sequences.get() + " sequences of a batch (training.batch_tokens over "
                + "model.context)");
        }
    }

    private Optional<Long> product(String... paths) {
        Optional<Long> product = Optional.of(1L);
        for (String path : paths) {
            product = product.flatMap(so -> number(path).map(value -> so * value));
        }
        return product;
    }

    private record Pair(long a, long b) {
    }

    private Optional<Pair> pair(String path, String other) {
        return number(path).flatMap(a -> number(other).map(b -> new Pair(a, b)));
    }

    private Optional<Long> number(String path) {
        return file.value(path, Number.class).map(Number::longValue);
    }

    private boolean has(String path) {
        return file.has(path);
    }

    private void problem(String path, String message) {
        problems.add(file.problemAt(path, message).getMessage());
    }
}
