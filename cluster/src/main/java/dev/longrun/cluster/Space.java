package dev.longrun.cluster;

import dev.longrun.page.Words;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The layouts that divide evenly. Tensor ranks divide the heads, and divide the key heads or are divided by them; the
 * vocabulary is padded. A pipeline may be uneven; one that interleaves is even, embedding and head counted as layers or
 * not, unless its chunks are given, and its stages divide the micro-batches. Data ranks and micro-batch divide the
 * batch. Context ranks cut both halves of the sequence evenly and have 512 tokens or more each (zigzag order, arXiv
 * 2311.09431). Expert ranks divide the experts and the ranks of a stage. Sequence parallel only with tensor ranks,
 * sharding only with replicas, selective recomputation only where attention is not fused: elsewhere they are the same
 * layout twice. Gradients and weights are sharded only without a pipeline, or where it is given: every micro-batch in
 * flight would pay its own exchange, and DeepSpeed refuses the pair.
 */
final class Space {

    /** Fewest tokens of a sequence on a context rank. */
    private static final int LEAST_TOKENS = 512;

    private final SearchRequest request;
    private final Limits limits;

    Space(SearchRequest request, Limits limits) {
        this.request = request;
        this.limits = limits;
    }

    /** All shapes, in the order of their numbers. */
    List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        Fixed fixed = request.fixed();
        for (int tensor : tensors()) {
            int pipelined = request.accelerators() / tensor;
            for (int pipeline : divisors(pipelined, fixed.pipeline(), p -> p <= request.model().layers())) {
                for (int context : divisors(pipelined / pipeline, fixed.context(), this::splitsSequence)) {
                    int data = pipelined / pipeline / context;
                    if (Fixed.allows(fixed.data(), data) && request.batch() % data == 0) {
                        shapes.add(new Shape(tensor, pipeline, context, data));
                    }
                }
            }
        }
        return shapes;
    }

    /** Why there is not one shape, in words: the first rule that leaves none. */
    String emptiness() {
        Fixed fixed = request.fixed();
        String all = Words.count(request.accelerators()) + " accelerators";
        int[] tensors = tensors();
        if (tensors.length == 0) {
            return "no number of tensor ranks" + asked(fixed.tensor()) + " divides " + all + " and "
                + request.model().heads() + " heads";
        }
        if (Arrays.stream(tensors).noneMatch(t -> divisors(request.accelerators() / t, fixed.pipeline(),
            p -> p <= request.model().layers()).length > 0)) {
            return "no number of stages" + asked(fixed.pipeline()) + " divides " + all
                + " beside the tensor ranks and is at most " + request.model().layers() + " layers";
        }
        if (fixed.context().isPresent() && !splitsSequence(fixed.context().getAsInt())) {
            return "context ranks" + asked(fixed.context()) + " do not split " + request.sequence()
                + " tokens into even parts of " + LEAST_TOKENS + " or more";
        }
        List<Shape> shapes = shapes();
        if (!shapes.isEmpty()) {
            return inner(shapes);
        }
        return "no number of data ranks" + asked(fixed.data()) + " divides both the batch of " + request.batch()
            + " sequences and " + all + " beside the other ranks";
    }

    private String inner(List<Shape> shapes) {
        Fixed fixed = request.fixed();
        if (shapes.stream().allMatch(shape -> microBatches(shape).length == 0)) {
            return "no micro-batch" + asked(fixed.microBatch()) + " divides a replica's share of the batch";
        }
        if (shapes.stream().allMatch(shape -> experts(shape).length == 0)) {
            return "no number of expert ranks" + asked(fixed.expert())
                + " divides the experts and the ranks of a stage";
        }
        return "no number of chunks a stage" + asked(fixed.interleave()) + " splits " + request.model().layers()
            + " layers, with micro-batches that the stages divide";
    }

    private int[] tensors() {
        Transformer model = request.model();
        Fixed fixed = request.fixed();
        boolean anySize = fixed.tensor().isPresent() || !limits.withinDomain();
        return divisors(request.accelerators(), fixed.tensor(), t -> model.heads() % t == 0
            && (model.kvHeads() % t == 0 || t % model.kvHeads() == 0) && (anySize || t <= request.chip().linkDomain()));
    }

    private boolean splitsSequence(int context) {
        return context == 1 || request.sequence() % (2 * context) == 0 && request.sequence() / context >= LEAST_TOKENS;
    }

    int[] interleaves(Shape shape) {
        int layers = request.model().layers();
        return IntStream.rangeClosed(1, (layers + 2) / shape.pipeline())
            .filter(v -> v == 1 || shape.pipeline() > 1 && (request.fixed().interleave().isPresent()
                || even(layers, shape.pipeline() * v)))
            .filter(v -> Fixed.allows(request.fixed().interleave(), v)).toArray();
    }

    /** Embedding and head may stand for a layer each (Llama 3, arXiv 2407.21783, section 3.3.2). */
    private static boolean even(int layers, int chunks) {
        return Math.ceilDiv(layers, chunks) * chunks - layers <= 2;
    }

    int[] microBatches(Shape shape) {
        return divisors(request.batch() / shape.data(), request.fixed().microBatch(), b -> true);
    }

    int[] experts(Shape shape) {
        int replicas = shape.data() * shape.context();
        return request.model().experts().map(experts -> divisors(experts.count(), request.fixed().expert(),
            e -> shape.tensor() * replicas % e == 0))
            .orElseGet(() -> Fixed.allows(request.fixed().expert(), 1) ? new int[] {1} : new int[0]);
    }

    boolean[] sequenceParallel(Shape shape) {
        boolean[] both = shape.tensor() > 1 ? new boolean[] {true, false} : new boolean[] {false};
        return request.fixed().sequenceParallel().map(fixed -> new boolean[] {fixed && shape.tensor() > 1})
            .orElse(both);
    }

    List<Sharding> shardings(Shape shape) {
        List<Sharding> all = shape.data() * shape.context() == 1 ? List.of(Sharding.NONE)
            : shape.pipeline() > 1 ? List.of(Sharding.NONE, Sharding.OPTIMIZER) : List.of(Sharding.values());
        return request.fixed().sharding().map(List::of).orElse(all);
    }

    List<Recompute> recomputes() {
        List<Recompute> all = request.software().fusedAttention() ? List.of(Recompute.NONE, Recompute.FULL)
            : List.of(Recompute.values());
        return request.fixed().recompute().map(List::of).orElse(all);
    }

    private static int[] divisors(int whole, OptionalInt fixed, IntPredicate allowed) {
        if (fixed.isPresent()) {
            return IntStream.of(fixed.getAsInt()).filter(d -> d >= 1 && whole % d == 0).filter(allowed).toArray();
        }
        return IntStream.rangeClosed(1, (int) Math.sqrt(whole)).filter(d -> whole % d == 0)
            .flatMap(d -> IntStream.of(d, whole / d)).distinct().filter(allowed).sorted().toArray();
    }

    private static String asked(OptionalInt fixed) {
        return fixed.isPresent() ? " (" + fixed.getAsInt() + " asked for)" : "";
    }
}
